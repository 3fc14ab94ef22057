// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/portholder.h"

#include <QDir>
#include <QFile>
#include <QSet>

#ifdef Q_OS_LINUX
#include <unistd.h>

#include <array>
#endif

using namespace Qt::StringLiterals;

namespace uw {

#ifdef Q_OS_LINUX

namespace {

// A column of /proc/net/tcp: "0100007F:1F41" ends in the port; state 0A is LISTEN.
constexpr int localColumn = 1;
constexpr int stateColumn = 3;
constexpr int inodeColumn = 9;

QSet<QByteArray> listeningSockets(const QString &table, quint16 port)
{
    QSet<QByteArray> links;
    QFile file(table);
    if (!file.open(QIODevice::ReadOnly))
        return links;
    const QByteArray wantedPort = ':' + QByteArray::number(port, 16).toUpper().rightJustified(4, '0');
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        const QList<QByteArray> columns = line.simplified().split(' ');
        if (columns.size() > inodeColumn && columns[stateColumn] == "0A" && columns[localColumn].endsWith(wantedPort))
            links.insert("socket:[" + columns[inodeColumn] + ']');
    }
    return links;
}

bool holdsOneOf(const QString &descriptorFolder, const QSet<QByteArray> &links)
{
    const QStringList descriptors = QDir(descriptorFolder).entryList(QDir::System | QDir::Files);
    for (const QString &descriptor : descriptors) {
        std::array<char, 64> target{};
        const QByteArray path = QFile::encodeName(descriptorFolder + u'/' + descriptor);
        const ssize_t length = readlink(path.constData(), target.data(), target.size());
        if (length > 0 && links.contains(QByteArray(target.data(), qsizetype(length))))
            return true;
    }
    return false;
}

} // namespace

std::optional<qint64> processListeningOn(quint16 port)
{
    const QSet<QByteArray> links =
        listeningSockets(u"/proc/net/tcp"_s, port) + listeningSockets(u"/proc/net/tcp6"_s, port);
    if (links.isEmpty())
        return std::nullopt;
    const QStringList processes = QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &process : processes) {
        bool isPid = false;
        const qint64 pid = process.toLongLong(&isPid);
        if (isPid && holdsOneOf(u"/proc/%1/fd"_s.arg(process), links))
            return pid;
    }
    return std::nullopt;
}

#else

std::optional<qint64> processListeningOn(quint16)
{
    return std::nullopt;
}

#endif

} // namespace uw
