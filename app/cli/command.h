// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTextStream>

namespace uw::cli {

inline constexpr int exitDone = 0;
inline constexpr int exitFailed = 1;
inline constexpr int exitUsage = 2;

// Where a command prints: results to `out`, everything else to `err`. Owned by main().
struct Streams {
    QTextStream &out;
    QTextStream &err;
};

// One sub-command of uwh. Lives on the main thread inside its event loop; main() owns it
// and ends with the code of finished().
class Command : public QObject {
    Q_OBJECT

public:
    explicit Command(Streams streams) : m_streams(streams) {}

    // `arguments` begins with the command's own name, as QCommandLineParser wants it.
    virtual void start(const QStringList &arguments) = 0;

Q_SIGNALS:
    void finished(int exitCode);

protected:
    [[nodiscard]] QTextStream &out() const { return m_streams.out; }
    [[nodiscard]] QTextStream &err() const { return m_streams.err; }
    // Says why on stderr and ends.
    void fail(const QString &sentence, int exitCode);
    // The same for a command that returns its exit code: says "uwh COMMAND: sentence" and hands the code back.
    int failed(QLatin1StringView command, const QString &sentence, int exitCode);
    // Bytes go out as they are, an answer may be an image; then the command ends.
    void printBytes(const QByteArray &bytes, int exitCode);

private:
    Streams m_streams;
};

} // namespace uw::cli
