// SPDX-License-Identifier: GPL-3.0-or-later
// The listener and a real store, without the rest of the program: what the ingest benchmark measures.
// usage: ingesthost DATABASE
#include "core/listener/basicjudge.h"
#include "core/listener/storeeventsink.h"
#include "core/listener/webhooklistener.h"
#include "core/store/store.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 2) {
        std::fprintf(stderr, "usage: ingesthost DATABASE\n");
        return 2;
    }
    auto store = uw::Store::open({.databasePath = arguments.at(1)});
    if (!store) {
        std::fprintf(stderr, "%s\n", qPrintable(store.error().text));
        return 1;
    }
    const uw::SystemClock clock;
    uw::UuidV7Generator ids(clock);
    uw::StoreEventSink sink(**store);
    const uw::BasicJudge judge;
    uw::WebhookListener listener({}, {}, {}, {.sink = sink, .judge = judge, .clock = clock, .ids = ids});
    QObject::connect(&listener, &uw::WebhookListener::listening, &app, [](const QString &url) {
        std::printf("%s\n", qPrintable(url));
        std::fflush(stdout);
    });
    QObject::connect(&listener, &uw::WebhookListener::failed, &app, [](const uw::Error &error) {
        std::fprintf(stderr, "%s\n", qPrintable(error.text));
        QCoreApplication::exit(1);
    });
    listener.start();
    return QCoreApplication::exec();
}
