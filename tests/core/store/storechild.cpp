// SPDX-License-Identifier: GPL-3.0-or-later
// A process of its own for tests of the store:
//   lock DB    opens the store, says "ready" and waits to be killed
//   write DB   says "ready", then stores events without end and says "N ID" for each once it is acknowledged
//   fill DB    on a small file system: stores until the disk is full, makes room, goes on; says what it saw
#include "core/store/store.h"
#include "tests/support/sampleevent.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QTimer>

#include <cstdio>

using namespace uw;
using namespace Qt::StringLiterals;

namespace {

void say(const QString &line)
{
    std::printf("%s\n", qPrintable(line));
    std::fflush(stdout);
}

class Writing final : public QObject {
public:
    explicit Writing(Store &store) : m_store(store)
    {
        for (int i = 0; i < 64; ++i)
            next();
    }

private:
    void next()
    {
        Event event = test::sampleEvent(++m_number);
        event.id = u"%1-%2"_s.arg(QCoreApplication::applicationPid()).arg(m_number);
        m_store.submitEvent(event, this, [this, id = event.id](const Result<qint64> &sequence) {
            if (sequence)
                say(QString::number(*sequence) + u' ' + id);
            next();
        });
    }

    Store &m_store;
    int m_number = 0;
};

// Stores large events one after the other; each step of the story is one line.
class Filling final : public QObject {
public:
    explicit Filling(Store &store) : m_store(store), m_ballast(store.databasePath() + u".ballast"_s)
    {
        if (!m_ballast.open(QIODevice::WriteOnly) || m_ballast.write(QByteArray(1'000'000, 'b')) != 1'000'000
            || !m_ballast.flush())
            say(u"no ballast"_s);
        connect(&store, &Store::writableChanged, this, &Filling::changed, Qt::QueuedConnection);
        next();
    }

private:
    void next()
    {
        Event event = test::sampleEvent(++m_number);
        event.body = QByteArray(50'000, 'x');
        m_store.submitEvent(event, this, [this](const Result<qint64> &sequence) {
            if (sequence) {
                ++m_stored;
                if (m_wasFull)
                    QCoreApplication::exit(0);
                else
                    next();
                return;
            }
            say(u"refused "_s + errorWord(sequence.error().code));
        });
    }
    void changed(bool writable, const QString &reason)
    {
        say(writable ? u"writable"_s : u"unwritable "_s + reason);
        if (writable) {
            m_wasFull = true;
            next();
        } else {
            say(u"stored %1"_s.arg(m_stored));
            m_ballast.remove();
        }
    }

    Store &m_store;
    QFile m_ballast;
    int m_number = 0;
    int m_stored = 0;
    bool m_wasFull = false;
};

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QString what = arguments.value(1);
    auto store = Store::open({.databasePath = QFileInfo(arguments.value(2)).absoluteFilePath(), .probeIntervalMs = 20});
    if (!store) {
        say(errorWord(store.error().code) + u' ' + store.error().text);
        return 1;
    }
    say(u"ready"_s);
    if (what == u"write") {
        const Writing writing(**store);
        return QCoreApplication::exec();
    }
    if (what == u"fill") {
        const Filling filling(**store);
        return QCoreApplication::exec();
    }
    return QCoreApplication::exec();
}
