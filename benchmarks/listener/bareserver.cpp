// SPDX-License-Identifier: GPL-3.0-or-later
// The bound of the ingest benchmark: Qt's own HTTP server, which answers 202 and stores nothing.
#include <QCoreApplication>
#include <QHttpServer>
#include <QTcpServer>

#include <cstdio>

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QHttpServer server;
    server.route(QStringLiteral("/webhooks/clockify"), QHttpServerRequest::Method::Post, [] {
        return QHttpServerResponse("application/json",
                                   R"({"id":"01900000-0000-7000-8000-000000000000","status":"accepted"})",
                                   QHttpServerResponse::StatusCode::Accepted);
    });
    auto *tcp = new QTcpServer(&server);
    if (!tcp->listen(QHostAddress::LocalHost)) {
        std::fprintf(stderr, "no free port: %s\n", qPrintable(tcp->errorString()));
        return 1;
    }
    server.bind(tcp);
    std::printf("http://127.0.0.1:%d\n", tcp->serverPort());
    std::fflush(stdout);
    return QCoreApplication::exec();
}
