// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/httpmessage.h"
#include "core/json/value.h"

#include <QProcess>
#include <QProcessEnvironment>

#include <optional>

namespace uw::test {

// The real `uwh serve` in a process of its own, on free ports and in a folder of the test's.
// Ends with the object, by SIGKILL when nobody stopped it.
class UwhProcess final {
public:
    explicit UwhProcess(const QString &dataDirectory);
    ~UwhProcess();
    Q_DISABLE_COPY_MOVE(UwhProcess)

    // For start(): a clean environment, see cleanEnvironment().
    QProcessEnvironment environment;

    // Starts and waits for the ready line. False when the process ended or said nothing in time.
    bool start(const QStringList &arguments = {});
    // SIGTERM, then the exit code; -1 when it does not end in time.
    int stop();
    // SIGKILL; the process is gone when this returns.
    void kill();
    // Waits for the process to end by itself; -1 when it does not.
    int waitForExit();

    [[nodiscard]] qint64 pid() const { return m_process.processId(); }
    // "http://127.0.0.1:41000" of the ready line; control is empty when it said null.
    [[nodiscard]] QByteArray listenUrl() const { return m_listen; }
    [[nodiscard]] QByteArray controlUrl() const { return m_control; }
    [[nodiscard]] QByteArray readyLine() const { return m_readyLine; }
    [[nodiscard]] QString errors();

    // The token that start() gives to the process as UW_CONTROL_TOKEN.
    static constexpr const char *controlToken = "test-token-0123456789";

private:
    QProcess m_process;
    QString m_dataDirectory;
    QByteArray m_readyLine;
    QByteArray m_listen;
    QByteArray m_control;
    QByteArray m_errors;
};

// The path of a program of this build.
[[nodiscard]] QString programPath(const QString &name);

// Sends one request over a plain socket of its own and waits for the whole answer (Content-Length).
// Nothing when there was none in 10 s. The body is parsed as JSON when it can be.
struct PlainAnswer {
    int status = 0;
    HeaderList headers;
    QByteArray body;
    json::Value json;
};
std::optional<PlainAnswer> plainRequest(const QByteArray &url, const QByteArray &method = "GET",
                                        const HeaderList &headers = {}, const QByteArray &body = {});

} // namespace uw::test
