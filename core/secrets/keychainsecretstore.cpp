// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/keychainsecretstore.h"

#include <qt6keychain/keychain.h>
#include <QTimer>

namespace uw {

namespace {

Error unavailable(const QString &reason)
{
#if defined(Q_OS_LINUX)
    const QString help =
        QStringLiteral("Install libsecret-1-0 with gnome-keyring, or KWallet, and unlock it in this session.");
#else
    const QString help = QStringLiteral("Unlock the keychain of this account and allow the program to use it.");
#endif
    return Error{ErrorCode::Unavailable,
                 QStringLiteral("The keychain cannot be used (%1). %2")
                     .arg(reason.isEmpty() ? QStringLiteral("it gave no reason") : reason, help)};
}

Error tooLate()
{
    return Error{
        ErrorCode::Timeout,
        QStringLiteral("The keychain did not answer in time. It may be waiting to be unlocked: look for its window, "
                       "then try again.")};
}

// Starts a job and brings its outcome, or the deadline, to `answer` exactly once. A job that runs is never deleted:
// QtKeychain still writes to it; it deletes itself when it is done.
template<typename Answer>
void launch(QKeychain::Job *job, const QString &key, int deadlineMs, QObject *context, Answer answer)
{
    job->setKey(key);
    job->setAutoDelete(true);
    job->setInsecureFallback(false);
    const auto answered = std::make_shared<bool>(false);
    QObject::connect(job, &QKeychain::Job::finished, context, [answered, answer](QKeychain::Job *finished) {
        if (!std::exchange(*answered, true))
            answer(finished);
    });
    QTimer::singleShot(deadlineMs, context, [answered, answer] {
        if (!std::exchange(*answered, true))
            answer(nullptr);
    });
    job->start();
}

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

KeychainSecretStore::KeychainSecretStore(QString service, int deadlineMs, QObject *parent)
    : SecretStore(parent)
    , m_service(std::move(service))
    , m_deadlineMs(deadlineMs)
{}

void KeychainSecretStore::read(const QString &key, QObject *context, ReadDone done)
{
    auto *job = new QKeychain::ReadPasswordJob(m_service);
    launch(job, key, m_deadlineMs, context, [done = std::move(done)](QKeychain::Job *finished) {
        if (!finished)
            done(tooLate());
        else if (isFound(*finished))
            done(std::optional<QByteArray>(static_cast<QKeychain::ReadPasswordJob *>(finished)->binaryData()));
        else if (isMissing(*finished))
            done(std::optional<QByteArray>());
        else
            done(unavailable(finished->errorString()));
    });
}

void KeychainSecretStore::write(const QString &key, const QByteArray &value, QObject *context, WriteDone done)
{
    auto *job = new QKeychain::WritePasswordJob(m_service);
    job->setBinaryData(value);
    launch(job, key, m_deadlineMs, context, [done = std::move(done)](QKeychain::Job *finished) {
        if (!finished)
            done(tooLate());
        else if (isFound(*finished))
            done({});
        else
            done(unavailable(finished->errorString()));
    });
}

void KeychainSecretStore::remove(const QString &key, QObject *context, WriteDone done)
{
    auto *job = new QKeychain::DeletePasswordJob(m_service);
    launch(job, key, m_deadlineMs, context, [done = std::move(done)](QKeychain::Job *finished) {
        if (!finished)
            done(tooLate());
        else if (isFound(*finished) || isMissing(*finished))
            done({});
        else
            done(unavailable(finished->errorString()));
    });
}

} // namespace uw
