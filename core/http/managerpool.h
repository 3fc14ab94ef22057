// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkAccessManager>
#include <QObject>
#include <QUrl>

#include <array>

namespace uw {

// Spreads calls over several QNetworkAccessManagers. One manager opens six connections to a host
// and queues what comes after, so six calls that hang would hold up every other call there. A
// further manager (and its thread) is made only when those at hand are busy with that host, so
// that idle connections are found again. Lives on HttpClient's thread and is owned by it.
class ManagerPool final : public QObject {
    Q_OBJECT

public:
    // What one manager carries to one host at a time.
    static constexpr int connectionsPerHost = 6;
    // Past this many managers calls to a host wait for one another.
    static constexpr int maximumManagers = 16;

    explicit ManagerPool(QObject *parent);

    // The manager for one more call to the host of `url`; give it back with release().
    [[nodiscard]] QNetworkAccessManager *acquire(const QUrl &url);
    void release(QNetworkAccessManager *manager, const QUrl &url);

    // Managers made so far.
    [[nodiscard]] int size() const { return m_size; }

private:
    struct Entry {
        QNetworkAccessManager *manager = nullptr;
        // Calls in flight by scheme, host and port.
        QHash<QString, int> calls;
    };
    [[nodiscard]] Entry &choose(const QString &host);

    std::array<Entry, maximumManagers> m_entries;
    int m_size = 0;
};

} // namespace uw
