// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/eventstreamparser.h"

#include <QTest>

using namespace uw;

// Streams of events as the HTML standard has them, in pieces of any size.
class tst_EventStreamParser : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parses_data();
    void parses();
    void retry_data();
    void retry();
    void cutsWhatIsTooLong();
};

void tst_EventStreamParser::parses_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("one") << QByteArray("data: hello\n\n") << QStringList{u"message||hello"_qs};
    QTest::newRow("lines are joined") << QByteArray("data: a\ndata: b\n\n") << QStringList{u"message||a\nb"_qs};
    QTest::newRow("types and ids") << QByteArray("event: tick\nid: 7\ndata: x\n\ndata: y\n\n")
                                   << QStringList{u"tick|7|x"_qs, u"message|7|y"_qs};
    QTest::newRow("all line ends") << QByteArray("data: a\r\n\r\ndata: b\r\rdata: c\n\n")
                                   << QStringList{u"message||a"_qs, u"message||b"_qs, u"message||c"_qs};
    QTest::newRow("comments and unknown fields")
        << QByteArray(": hi\nfoo: bar\ndata:x\n\n") << QStringList{u"message||x"_qs};
    QTest::newRow("one space goes") << QByteArray("data:  x\n\n") << QStringList{u"message|| x"_qs};
    QTest::newRow("field without a colon") << QByteArray("data\n\n") << QStringList{u"message||"_qs};
    QTest::newRow("no data, no event") << QByteArray("event: x\nid: 3\n\ndata: y\n\n")
                                       << QStringList{u"message|3|y"_qs};
    QTest::newRow("an id with a NUL does not count")
        << QByteArray("id: a\0b\ndata: x\n\n", 18) << QStringList{u"message||x"_qs};
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                   "data: x\n\n")
                                     << QStringList{u"message||x"_qs};
    QTest::newRow("not whole") << QByteArray("data: x\n\ndata: y\n") << QStringList{u"message||x"_qs};
    QTest::newRow("no UTF-8") << QByteArray("data: \xFF\n\n") << QStringList{u"message||\uFFFD"_qs};
}

void tst_EventStreamParser::parses()
{
    QFETCH(QByteArray, stream);
    for (qsizetype size = 1; size <= stream.size(); ++size) {
        EventStreamParser parser;
        QStringList found;
        for (qsizetype at = 0; at < stream.size(); at += size) {
            for (const StreamedEvent &event : parser.feed(stream.mid(at, size)))
                found << event.type + u'|' + event.id + u'|' + event.data;
        }
        QTEST(found, "expected");
    }
}

void tst_EventStreamParser::retry_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<int>("expected");
    QTest::newRow("given") << QByteArray("retry: 3000\n\n") << 3000;
    QTest::newRow("no number") << QByteArray("retry: -1\n\n") << -1;
    QTest::newRow("none") << QByteArray("data: x\n\n") << -1;
}

void tst_EventStreamParser::retry()
{
    QFETCH(QByteArray, stream);
    EventStreamParser parser;
    (void)parser.feed(stream);
    QTEST(int(parser.retryMs().value_or(-1)), "expected");
}

void tst_EventStreamParser::cutsWhatIsTooLong()
{
    EventStreamParser parser;
    const QByteArray line = "data: " + QByteArray(EventStreamParser::MostLineBytes, 'x') + '\n';
    QList<StreamedEvent> events = parser.feed(QByteArray(line + '\n'));
    QCOMPARE(events.size(), 1);
    QCOMPARE(events.first().data.size(), EventStreamParser::MostLineBytes - 6);
    QCOMPARE(parser.cutCount(), 1);
    for (int i = 0; i < 10; ++i)
        events = parser.feed(line);
    events = parser.feed("\n");
    QCOMPARE(events.size(), 1);
    QVERIFY(events.first().data.size() <= EventStreamParser::MostDataBytes);
    // The next one is whole again.
    events = parser.feed("data: y\n\n");
    QCOMPARE(events.first().data, u"y"_qs);
}

QTEST_GUILESS_MAIN(tst_EventStreamParser)
#include "tst_eventstreamparser.moc"
