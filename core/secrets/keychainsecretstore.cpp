// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/keychainsecretstore.h"

#include <qt6keychain/keychain.h>

#include <QFileInfo>
#include <QHash>
#include <QQueue>
#include <QTimer>

namespace uw {

namespace {

constexpr qsizetype keyMaximum = 200;

// `secret`: what was to be stored; a backend that repeats it in its message must not spread it.
Error unavailable(QString reason, const QByteArray &secret = {})
{
    if (!secret.isEmpty())
        reason.replace(QString::fromUtf8(secret), QStringLiteral("***"));
#if defined(Q_OS_LINUX)
    const QString help =
        QStringLiteral("Install libsecret-1-0 with gnome-keyring, or KWallet, and start the program in "
                       "a session with a D-Bus session bus and an unlocked keyring.");
#else
    const QString help = QStringLiteral("Unlock the keychain of this account and allow the program to use it.");
#endif
    return Error{ErrorCode::Unavailable,
                 QStringLiteral("The keychain cannot be used (%1). %2")
                     .arg(reason.isEmpty() ? QStringLiteral("it gave no reason") : reason, help)};
}

Error tooLate()
{
    return Error{ErrorCode::Timeout,
                 QStringLiteral("The keychain did not answer in time. It may be waiting to be unlocked: look for its "
                                "window, then try again.")};
}

// The end of one call: a job that has finished, or without one what went wrong before.
struct Outcome {
    QKeychain::Job *job = nullptr;
    Error error;
};
using Answer = std::function<void(const Outcome &)>;

// Without a bus, what looks for one may start a bus of its own and wait for it: there is no keychain on that.
bool hasSessionBus()
{
#if defined(Q_OS_LINUX)
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")
        || QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus"));
#else
    return true;
#endif
}

// One call on its way, shared by its place in the lane and its deadline: whichever is first answers.
struct Ticket {
    std::function<QKeychain::Job *()> make;
    QPointer<QObject> context;
    Answer answer;
    bool answered = false;

    void settle(const Outcome &outcome)
    {
        if (!std::exchange(answered, true) && context)
            answer(outcome);
    }
};

// Only "found" and "not found" are answers of a keychain that works (other codes differ by desktop and cause).
bool isFound(const QKeychain::Job &job)
{
    return job.error() == QKeychain::NoError;
}

bool isMissing(const QKeychain::Job &job)
{
    return job.error() == QKeychain::EntryNotFound;
}

} // namespace

class KeychainSecretStore::Private {
public:
    struct Lane {
        bool running = false;
        QQueue<std::shared_ptr<Ticket>> waiting;
    };

    void launch(const QString &key, QObject *context, std::function<QKeychain::Job *()> make, Answer answer);
    void startNext(const QString &key);

    KeychainSecretStore *q = nullptr;
    QString service;
    int deadlineMs = 0;
    QHash<QString, Lane> lanes;
};

void KeychainSecretStore::Private::launch(const QString &key, QObject *context, std::function<QKeychain::Job *()> make,
                                          Answer answer)
{
    const auto ticket = std::make_shared<Ticket>();
    ticket->make = std::move(make);
    ticket->context = context;
    ticket->answer = std::move(answer);
    const bool isNamed = !key.isEmpty() && key.size() <= keyMaximum;
    if (!isNamed || !hasSessionBus()) {
        const Error error = isNamed
                              ? unavailable(QStringLiteral("there is no D-Bus session bus"))
                              : Error{ErrorCode::InvalidArgument,
                                      QStringLiteral("The name of a secret has 1 to %1 characters.").arg(keyMaximum)};
        QMetaObject::invokeMethod(
            context,
            [ticket, error] {
                ticket->settle({nullptr, error});
            },
            Qt::QueuedConnection);
        return;
    }
    QTimer::singleShot(deadlineMs, context, [ticket] { ticket->settle({nullptr, tooLate()}); });
    Lane &lane = lanes[key];
    lane.waiting.enqueue(ticket);
    if (!lane.running)
        startNext(key);
}

// A call whose deadline passed in the lane is not run any more: its caller was told that it failed.
void KeychainSecretStore::Private::startNext(const QString &key)
{
    Lane &lane = lanes[key];
    lane.running = false;
    while (!lane.waiting.isEmpty() && lane.waiting.head()->answered)
        lane.waiting.dequeue();
    if (lane.waiting.isEmpty()) {
        lanes.remove(key);
        return;
    }
    lane.running = true;
    const std::shared_ptr<Ticket> ticket = lane.waiting.dequeue();
    // A job that runs is never deleted by us: QtKeychain still writes to it. It deletes itself when it is done.
    QKeychain::Job *job = ticket->make();
    job->setKey(key);
    job->setAutoDelete(true);
    job->setInsecureFallback(false);
    QObject::connect(job, &QKeychain::Job::finished, q, [this, key, ticket](QKeychain::Job *finished) {
        startNext(key);
        // Last, because the answer may destroy the store.
        ticket->settle({finished, {}});
    });
    job->start();
}

KeychainSecretStore::KeychainSecretStore(QString service, int deadlineMs, QObject *parent)
    : SecretStore(parent)
    , d(std::make_unique<Private>())
{
    d->q = this;
    d->service = std::move(service);
    d->deadlineMs = deadlineMs;
}

KeychainSecretStore::~KeychainSecretStore() = default;

void KeychainSecretStore::read(const QString &key, QObject *context, ReadDone done)
{
    const auto make = [service = d->service]() -> QKeychain::Job * { return new QKeychain::ReadPasswordJob(service); };
    d->launch(key, context, make, [done = std::move(done)](const Outcome &outcome) {
        if (!outcome.job) {
            done(outcome.error);
            return;
        }
        const auto *job = static_cast<const QKeychain::ReadPasswordJob *>(outcome.job);
        if (isFound(*job))
            done(std::optional<QByteArray>(job->binaryData()));
        else if (isMissing(*job))
            done(std::optional<QByteArray>());
        else
            done(unavailable(job->errorString()));
    });
}

void KeychainSecretStore::write(const QString &key, const QByteArray &value, QObject *context, WriteDone done)
{
    const auto make = [service = d->service, value]() -> QKeychain::Job * {
        auto *job = new QKeychain::WritePasswordJob(service);
        job->setBinaryData(value);
        return job;
    };
    d->launch(key, context, make, [done = std::move(done), value](const Outcome &outcome) {
        if (!outcome.job)
            done(outcome.error);
        else if (isFound(*outcome.job))
            done({});
        else
            done(unavailable(outcome.job->errorString(), value));
    });
}

void KeychainSecretStore::remove(const QString &key, QObject *context, WriteDone done)
{
    const auto make = [service = d->service]() -> QKeychain::Job * {
        return new QKeychain::DeletePasswordJob(service);
    };
    d->launch(key, context, make, [done = std::move(done)](const Outcome &outcome) {
        if (!outcome.job)
            done(outcome.error);
        else if (isFound(*outcome.job) || isMissing(*outcome.job))
            done({});
        else
            done(unavailable(outcome.job->errorString()));
    });
}

void KeychainSecretStore::checkAvailability(QObject *context, WriteDone done)
{
    read(QStringLiteral("availability"), context,
         [done = std::move(done)](const Result<std::optional<QByteArray>> &found) {
             done(found ? Result<void>() : Result<void>(found.error()));
         });
}

} // namespace uw
