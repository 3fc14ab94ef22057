// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/logging.h"

#include "core/base/clock.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QMutex>

#include <nlohmann/json.hpp>

#include <atomic>
#include <cstdio>

Q_LOGGING_CATEGORY(uwBase, "uw.base")
Q_LOGGING_CATEGORY(uwStore, "uw.store")
Q_LOGGING_CATEGORY(uwListener, "uw.listener")
Q_LOGGING_CATEGORY(uwControl, "uw.control")
Q_LOGGING_CATEGORY(uwHttp, "uw.http")
Q_LOGGING_CATEGORY(uwSecrets, "uw.secrets")
Q_LOGGING_CATEGORY(uwOpenApi, "uw.openapi")
Q_LOGGING_CATEGORY(uwProviders, "uw.providers")
Q_LOGGING_CATEGORY(uwClockify, "uw.clockify")
Q_LOGGING_CATEGORY(uwUi, "uw.ui")

namespace uw {

class LogSink::Private {
public:
    Result<void> open();
    void write(QtMsgType type, const QMessageLogContext &context, const QString &message);

    LogOptions options;
    QtMsgType threshold = QtInfoMsg;
    QtMessageHandler previous = nullptr;

private:
    void rotate();
    [[nodiscard]] QByteArray line(QtMsgType type, const char *category, const QString &message) const;

    QMutex m_mutex;
    QFile m_file;
};

namespace {

// QtMsgType is not ordered by severity; this is.
int severity(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return 0;
    case QtInfoMsg:
        return 1;
    case QtWarningMsg:
        return 2;
    case QtCriticalMsg:
        return 3;
    case QtFatalMsg:
        return 4;
    }
    return 4;
}

const char *levelWord(QtMsgType type)
{
    static constexpr const char *words[] = {"DEBUG", "INFO", "WARNING", "ERROR", "FATAL"};
    return words[severity(type)];
}

std::optional<QtMsgType> levelFromWord(const QString &word)
{
    const QString upper = word.trimmed().toUpper();
    if (upper == u"DEBUG")
        return QtDebugMsg;
    if (upper == u"INFO")
        return QtInfoMsg;
    if (upper == u"WARNING" || upper == u"WARN")
        return QtWarningMsg;
    if (upper == u"ERROR" || upper == u"CRITICAL")
        return QtCriticalMsg;
    return std::nullopt;
}

// Qt's handler is a plain function pointer, so the sink in use has to be reachable from one.
std::atomic<LogSink::Private *> activeSink{nullptr};

void handler(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (LogSink::Private *sink = activeSink.load(std::memory_order_acquire))
        sink->write(type, context, message);
}

} // namespace

Result<void> LogSink::Private::open()
{
    if (options.directory.isEmpty())
        return {};
    if (!QDir().mkpath(options.directory))
        return Error{ErrorCode::Io,
                     QStringLiteral("The log folder %1 could not be made. Choose a data folder that can be written to.")
                         .arg(QDir::toNativeSeparators(options.directory))};
    m_file.setFileName(options.directory + QStringLiteral("/universal-webhook.log"));
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append))
        return Error{ErrorCode::Io,
                     QStringLiteral("The log file %1 could not be opened: %2. Check the rights of its folder.")
                         .arg(QDir::toNativeSeparators(m_file.fileName()), m_file.errorString())};
    return {};
}

void LogSink::Private::rotate()
{
    const QString base = m_file.fileName();
    m_file.close();
    QFile::remove(QStringLiteral("%1.%2").arg(base).arg(options.keptFiles));
    for (int i = options.keptFiles - 1; i >= 1; --i)
        QFile::rename(QStringLiteral("%1.%2").arg(base).arg(i), QStringLiteral("%1.%2").arg(base).arg(i + 1));
    QFile::rename(base, base + QStringLiteral(".1"));
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append))
        std::fputs("The log file could not be opened again after rotation; logging goes to stderr alone.\n", stderr);
}

QByteArray LogSink::Private::line(QtMsgType type, const char *category, const QString &message) const
{
    const QString time = toRfc3339(QDateTime::currentMSecsSinceEpoch());
    if (options.format == LogFormat::Json) {
        const nlohmann::json record = {{"time", time.toStdString()},
                                       {"level", levelWord(type)},
                                       {"category", category ? category : "default"},
                                       {"message", message.toStdString()}};
        return QByteArray::fromStdString(record.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)) + '\n';
    }
    // One message is one line, whatever text from outside stands in it.
    QString flat = message;
    flat.replace(u'\n', QStringLiteral("\\n")).replace(u'\r', QStringLiteral("\\r"));
    return QStringLiteral("%1 %2 %3: %4\n")
        .arg(time, QLatin1StringView(levelWord(type)), QLatin1StringView(category ? category : "default"), flat)
        .toUtf8();
}

void LogSink::Private::write(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (severity(type) < severity(threshold))
        return;
    const QByteArray bytes = line(type, context.category, message);
    const QMutexLocker lock(&m_mutex);
    if (m_file.isOpen()) {
        if (m_file.size() + bytes.size() > options.maximumBytes)
            rotate();
        // A log that cannot be written must not stop the work: stderr still has the line.
        if (m_file.isOpen() && (m_file.write(bytes) != bytes.size() || !m_file.flush()) && !options.toStderr)
            std::fputs(bytes.constData(), stderr);
    }
    if (options.toStderr)
        std::fputs(bytes.constData(), stderr);
}

LogSink::LogSink(std::unique_ptr<Private> sink) : d(std::move(sink))
{
    activeSink.store(d.get(), std::memory_order_release);
    d->previous = qInstallMessageHandler(handler);
}

LogSink::~LogSink()
{
    qInstallMessageHandler(d->previous);
    activeSink.store(nullptr, std::memory_order_release);
}

Result<std::unique_ptr<LogSink>> LogSink::install(const LogOptions &options)
{
    const std::optional<QtMsgType> threshold = levelFromWord(options.level);
    if (!threshold)
        return Error{
            ErrorCode::InvalidArgument,
            QStringLiteral("LOG_LEVEL=%1 is not a log level. Use DEBUG, INFO, WARNING or ERROR.").arg(options.level)};
    auto sink = std::make_unique<Private>();
    sink->options = options;
    sink->threshold = *threshold;
    if (const Result<void> opened = sink->open(); !opened)
        return opened.error();
    // Qt's own debug categories stay off unless QT_LOGGING_RULES asks for them.
    QLoggingCategory::setFilterRules(*threshold == QtDebugMsg ? QStringLiteral("uw.*.debug=true")
                                                              : QStringLiteral("uw.*.debug=false"));
    return std::unique_ptr<LogSink>(new LogSink(std::move(sink)));
}

} // namespace uw
