// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/uwhprocess.h"

#include "tests/support/programrun.h"

#include <QDeadlineTimer>
#include <QTcpSocket>
#include <QUrl>

namespace uw::test {

namespace {

constexpr int waitMs = 30'000;

QByteArray textMember(const json::Value &object, std::string_view name)
{
    const json::Value *value = json::member(object, name);
    return value ? json::toQString(*value).toUtf8() : QByteArray();
}

// Reads "HTTP/1.1 200 OK" and the fields; false while the head is not complete.
bool parseHead(const QByteArray &received, PlainAnswer &answer, qsizetype &headEnd)
{
    headEnd = received.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return false;
    const QList<QByteArray> lines = received.left(headEnd).split('\n');
    answer.status = lines.first().split(' ').value(1).toInt();
    answer.headers.clear();
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const qsizetype colon = lines[i].indexOf(':');
        if (colon > 0)
            answer.headers.append(HeaderField{lines[i].left(colon), lines[i].mid(colon + 1).trimmed()});
    }
    headEnd += 4;
    return true;
}

} // namespace

UwhProcess::UwhProcess(const QString &dataDirectory)
    : environment(cleanEnvironment(dataDirectory))
    , m_dataDirectory(dataDirectory)
{
    environment.insert(u"UW_CONTROL_TOKEN"_qs, QString::fromLatin1(controlToken));
}

UwhProcess::~UwhProcess()
{
    kill();
}

bool UwhProcess::start(const QStringList &arguments)
{
    QStringList all{u"serve"_qs, u"--data-dir"_qs, m_dataDirectory};
    if (!arguments.contains(u"--listen"_qs))
        all << u"--listen"_qs << u"127.0.0.1:0"_qs;
    if (!arguments.contains(u"--control"_qs))
        all << u"--control"_qs << u"127.0.0.1:0"_qs;
    all << arguments;
    m_process.setProcessEnvironment(environment);
    m_process.start(programPath(u"uwh"_qs), all);
    QDeadlineTimer deadline(waitMs);
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(int(deadline.remainingTime())))
            return false;
    }
    m_readyLine = m_process.readLine();
    const Result<json::Value> line = json::parse(m_readyLine);
    if (!line)
        return false;
    m_listen = textMember(*line, "listen");
    m_control = textMember(*line, "control");
    return !m_listen.isEmpty();
}

int UwhProcess::stop()
{
    m_process.terminate();
    return waitForExit();
}

void UwhProcess::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(waitMs);
}

int UwhProcess::waitForExit()
{
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(waitMs))
        return -1;
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

QString UwhProcess::errors()
{
    m_errors += m_process.readAllStandardError();
    return QString::fromUtf8(m_errors);
}

QString programPath(const QString &name)
{
    return QStringLiteral(UW_BINARY_DIR "/bin/") + name;
}

std::optional<PlainAnswer> plainRequest(const QByteArray &url, const QByteArray &method, const HeaderList &headers,
                                        const QByteArray &body)
{
    const QUrl parsed = QUrl::fromEncoded(url);
    QByteArray target = url.mid(url.indexOf('/', 8));
    if (url.indexOf('/', 8) < 0)
        target = "/";
    QByteArray request = method + ' ' + target + " HTTP/1.1\r\n";
    if (!findHeader(headers, "Host"))
        request += "Host: " + parsed.authority().toLatin1() + "\r\n";
    for (const HeaderField &field : headers)
        request += field.name + ": " + field.value + "\r\n";
    if (!body.isEmpty() || method == "POST")
        request += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    request += "\r\n" + body;

    QTcpSocket socket;
    socket.connectToHost(parsed.host(), quint16(parsed.port()));
    QDeadlineTimer deadline(10'000);
    if (!socket.waitForConnected(int(deadline.remainingTime())))
        return std::nullopt;
    socket.write(request);
    QByteArray received;
    PlainAnswer answer;
    qsizetype headEnd = 0;
    while (true) {
        received += socket.readAll();
        if (parseHead(received, answer, headEnd)) {
            const qsizetype length = headerValue(answer.headers, "Content-Length").toLongLong();
            if (received.size() >= headEnd + length) {
                answer.body = received.mid(headEnd, length);
                answer.json = json::parse(answer.body).valueOr(json::Value());
                return answer;
            }
        }
        if (!socket.waitForReadyRead(int(deadline.remainingTime())))
            return std::nullopt;
    }
}

} // namespace uw::test
