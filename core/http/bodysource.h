// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIODevice>

namespace uw {

// A request body that can be read once. QNetworkAccessManager repeats a request by itself when a
// connection closes before the answer; from a device that cannot start again it does not, so a
// POST goes on the wire at most once. Owned by its reply; read on the reply's thread.
class BodySource final : public QIODevice {
    Q_OBJECT

public:
    BodySource(const QByteArray &bytes, QObject *parent);

    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] bool atEnd() const override { return m_position == m_bytes.size(); }
    [[nodiscard]] qint64 bytesAvailable() const override { return m_bytes.size() - m_position; }
    bool reset() override { return false; }

protected:
    qint64 readData(char *data, qint64 maximum) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    const QByteArray m_bytes;
    qsizetype m_position = 0;
};

} // namespace uw
