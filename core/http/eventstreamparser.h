// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace uw {

// One event of a stream.
struct StreamedEvent {
    // "message" where the stream names none.
    QString type;
    // Lines joined by line feeds.
    QString data;
    // The last id the stream gave, of this event or one before.
    QString id;

    bool operator==(const StreamedEvent &) const = default;
};

// Reads a stream of events as the HTML standard says ("Server-sent events", section "Parsing an event stream"), in
// pieces as they arrive. Lines and events beyond the limits are cut and counted. On one thread.
class EventStreamParser final {
public:
    static constexpr qsizetype MostLineBytes = 1024 * 1024;
    static constexpr qsizetype MostDataBytes = 4 * 1024 * 1024;

    // The events that are whole with these bytes. One that the stream's end leaves open is none.
    [[nodiscard]] QList<StreamedEvent> feed(QByteArrayView bytes);

    // Milliseconds that the stream asked to wait before a reconnection, if it did.
    [[nodiscard]] std::optional<qint64> retryMs() const { return m_retryMs; }
    // Lines and events that were cut.
    [[nodiscard]] qint64 cutCount() const { return m_cutCount; }

private:
    void readLine(QList<StreamedEvent> &events);
    void readField(QByteArrayView name, QByteArrayView value);

    QByteArray m_line;
    bool m_lineIsCut = false;
    // The line before ended with a carriage return, which a line feed may follow.
    bool m_afterReturn = false;
    bool m_isFirstLine = true;
    QByteArray m_data;
    bool m_hasData = false;
    bool m_dataIsCut = false;
    QString m_type;
    QString m_id;
    std::optional<qint64> m_retryMs;
    qint64 m_cutCount = 0;
};

} // namespace uw
