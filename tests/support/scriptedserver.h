// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QSslConfiguration>

#include <functional>
#include <memory>

class QTcpServer;
class QTcpSocket;

namespace uw::test {

// A raw TCP server for tests of HTTP clients: keeps the exact bytes of every request and answers
// with scripted bytes, however wrong they are. Listens on a free loopback port, on the test's own
// thread; owned by the test.
class ScriptedServer final : public QObject {
    Q_OBJECT

public:
    // What the server does, in order, once a request has arrived whole.
    class Script {
    public:
        Script() = default;
        Script(const QByteArray &bytes) { send(bytes); }
        Script &send(const QByteArray &bytes);
        // `bytes` in pieces of `size`, one every `intervalMs`.
        Script &drip(const QByteArray &bytes, int size, int intervalMs);
        // Ends the connection in order.
        Script &close();
        // Ends it with a TCP reset.
        Script &reset();
        // Keeps the connection open and says nothing more; what an empty script does.
        Script &stall();

    private:
        friend class ScriptedServer;
        enum class Action { Send, Drip, Close, Reset };
        struct Step {
            Action action;
            QByteArray bytes;
            int size = 0;
            int intervalMs = 0;
        };
        QList<Step> m_steps;
    };

    explicit ScriptedServer(QObject *parent = nullptr);
    // The same behind TLS.
    explicit ScriptedServer(const QSslConfiguration &tls, QObject *parent = nullptr);
    ~ScriptedServer() override;

    // Answers the next request (and, after the last script, every further one) by `script`.
    void enqueue(const Script &script) { m_scripts << script; }
    void enqueue(const QByteArray &answer) { m_scripts << Script(answer); }
    // Chooses the script by the request instead.
    void answerBy(std::function<Script(const QByteArray &request)> choose) { m_choose = std::move(choose); }

    [[nodiscard]] quint16 port() const;
    // "http://127.0.0.1:<port>" and `target` after it.
    [[nodiscard]] QByteArray url(const QByteArray &target = "/") const;
    // Every whole request, byte for byte, in order of arrival.
    [[nodiscard]] const QList<QByteArray> &requests() const { return m_requests; }
    [[nodiscard]] int connections() const { return m_connections; }
    // Bytes of answers not yet taken by the peers.
    [[nodiscard]] qint64 bytesUnsent() const;

    // "HTTP/1.1 200 OK" with a length, `headers` (each line ends with CRLF) and `body`.
    static QByteArray ok(const QByteArray &body, const QByteArray &headers = {});
    // The value of a header of a request kept by requests(), or a null array.
    static QByteArray header(const QByteArray &request, const QByteArray &name);
    static QByteArray body(const QByteArray &request);

Q_SIGNALS:
    void requestArrived(const QByteArray &request);
    void disconnected();

private:
    void listen();
    void accept();
    void read(QTcpSocket *socket);
    void play(QPointer<QTcpSocket> socket, const std::shared_ptr<Script> &script, qsizetype step);
    void playDrip(QPointer<QTcpSocket> socket, const std::shared_ptr<Script> &script, qsizetype step, qsizetype from);

    QTcpServer *m_server;
    bool m_tls = false;
    QList<Script> m_scripts;
    std::function<Script(const QByteArray &)> m_choose;
    QHash<QTcpSocket *, QByteArray> m_input;
    QList<QByteArray> m_requests;
    int m_connections = 0;
};

} // namespace uw::test
