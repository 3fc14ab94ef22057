// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/searchtext.h"

#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

class SearchTextTest final : public QObject {
    Q_OBJECT

    static Event withBody(const QByteArray &body, const QByteArray &type = "application/json")
    {
        Event event;
        event.headers = {{"Content-Type", type}};
        event.body = body;
        return event;
    }

private Q_SLOTS:
    void decodesBodies_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("wanted");
        const QByteArray json = "application/json";
        const QByteArray form = "application/x-www-form-urlencoded; charset=utf-8";
        QTest::newRow("names, strings, numbers")
            << json << "{\"name\":\"Website\",\"budget\":[12.5,-3],\"open\":true}"_ba
            << u"name Website budget 12.5 -3 open"_s;
        QTest::newRow("escapes") << json << "{\"n\\u00e4me\":\"M\\u00fcller \\uD83D\\uDE00 a\\nb \\\"q\\\"\"}"_ba
                                 << u"n\u00E4me M\u00FCller \U0001F600 a b \"q\""_s;
        QTest::newRow("half a pair, a NUL") << json << "[\"a\\u0000b\"]"_ba << u"a b"_s;
        QTest::newRow("lines of JSON") << json << "{\"a\":\"x\"}\n{\"b\":\"\\u00fc\"}"_ba
                                       << u"a x {\"b\":\"\u00FC\"}"_s;
        QTest::newRow("cut off") << json << "{\"a\":\"one\",\"b\":\"tw"_ba << u"a one b \"tw"_s;
        QTest::newRow("text") << "text/plain"_ba
                              << "order 17 paid"_ba << u"order 17 paid"_s;
        QTest::newRow("text in Latin-1") << "text/plain"_ba
                                         << "caf\xE9"_ba << u"caf\u00E9"_s;
        QTest::newRow("text with escapes") << "text/plain"_ba
                                           << "M\\u00fcller C:\\users"_ba << u"M\u00FCller C:\\users"_s;
        QTest::newRow("form") << form << "name=J%C3%BCrgen+X&a=1&empty=&flag"_ba
                              << u"name J\u00FCrgen X a 1 empty  flag "_s;
        QTest::newRow("JSON in a form") << form << "payload=%7B%22t%22%3A%22%5Cu00fc%22%7D"_ba << u"payload t \u00FC"_s;
        QTest::newRow("bytes") << "application/octet-stream"_ba << QByteArray("\x01\x00\x02word", 7) << QString();
        QTest::newRow("nothing") << json << ""_ba << QString();
        QTest::newRow("a kind's word") << "text/plain"_ba
                                       << "a\xEE\x80\x80\x37 b"_ba << u"a 7 b"_s;
    }
    void decodesBodies()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(QString, wanted);
        const QString text = QString::fromUtf8(searchText(withBody(body, type)));
        QVERIFY2(text.startsWith(QString::fromLatin1(type)), qPrintable(text));
        QCOMPARE(text.sliced(type.size()).simplified(), wanted.simplified());
    }

    void holdsWhatBelongsToTheEvent()
    {
        Event event = withBody("{}");
        event.id = u"01900000-0000-7000-8000-000000000001"_s;
        event.source = u"CUSTOM"_s;
        event.customSource = u"shop"_s;
        event.eventType = u"order.paid"_s;
        event.workspaceId = u"w1"_s;
        event.entityId = u"e-7"_s;
        event.deliveryId = u"d-9"_s;
        event.note = u"ask Ann"_s;
        event.target = "/webhooks/custom/shop?name=J%C3%BCrgen&q=a+b";
        event.headers += {{"X-Token", "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2"},
                          {"X-Team", "blue"},
                          {"Accept-Encoding", "gzip"}};
        const QString text = QString::fromUtf8(searchText(event));
        for (const QString &word : {event.id, event.customSource, event.eventType, event.workspaceId, event.entityId,
                                    event.deliveryId, event.note, u"name=J\u00FCrgen"_s, u"a b"_s, u"blue"_s})
            QVERIFY2(text.contains(word), qPrintable(word + u" in "_s + text));
        QVERIFY(!text.contains(u'\u2022'));
        QVERIFY(!text.contains(u"gzip"_s));
    }

    void isBounded()
    {
        const QByteArray many = '"' + QByteArray("word ").repeated(500'000) + '"';
        QVERIFY(searchText(withBody(many)).size() <= searchTextBytes + 256);
        QVERIFY(searchText(withBody(many, "text/plain")).size() <= searchTextBytes + 256);
        QVERIFY(searchText(withBody("{\"a\":\"" + QByteArray(3'000'000, 'k') + "\"}")).size() < 400);
        // A script without blanks loses nothing, it is only divided.
        const QString script = QString(u"\u6F22"_s).repeated(300);
        const QString text = QString::fromUtf8(searchText(withBody('"' + script.toUtf8() + '"')));
        QCOMPARE(text.count(u'\u6F22'), 300);
        QVERIFY(text.contains(u"\u6F22 \u6F22"_s));
        const QByteArray deep = QByteArray(1000, '[') + "\"deep\"";
        QVERIFY(searchText(withBody(deep)).contains("deep"));
    }

    void expressions_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("wanted");
        QTest::newRow("one word") << u"web"_s << u"\"web\"*"_s;
        QTest::newRow("words") << u" red  website "_s << u"\"red\" AND \"website\"*"_s;
        QTest::newRow("phrase") << u"\"red website\""_s << u"\"red website\""_s;
        QTest::newRow("phrase and word") << u"\"red website\" acme"_s << u"\"red website\" AND \"acme\"*"_s;
        QTest::newRow("word and phrase") << u"acme \"red website\""_s << u"\"acme\" AND \"red website\""_s;
        QTest::newRow("open quote") << u"\"red web"_s << u"\"red web\"*"_s;
        QTest::newRow("syntax is text") << u"NOT a:b* OR (c) -d ^e"_s
                                        << u"\"NOT\" AND \"a:b*\" AND \"OR\" AND \"(c)\" AND \"-d\" AND \"^e\"*"_s;
        QTest::newRow("only punctuation") << u"--- *** \" \" ( ) ^"_s << QString();
        QTest::newRow("punctuation beside words") << u"a --- b !"_s << u"\"a\" AND \"b\"*"_s;
        QTest::newRow("NUL") << u"a"_s + QChar(u'\0') + u"b"_s << u"\"a\" AND \"b\"*"_s;
        QTest::newRow("nothing") << QString() << QString();
        QTest::newRow("a kind's word") << u"\uE0007"_s << u"\" 7\"*"_s;
        QTest::newRow("very long word") << QString(500, u'x') << u"\""_s + QString(128, u'x') + u"\"*"_s;
    }
    void expressions()
    {
        QFETCH(QString, text);
        QFETCH(QString, wanted);
        const Result<QString> expression = searchExpression(text);
        QVERIFY(expression);
        QCOMPARE(*expression, wanted);
    }

    void boundsQueries()
    {
        QVERIFY(searchExpression(QString(1000, u'x')));
        for (const QString &text : {QString(1001, u'x'), QString(10'000, u'"'), u"a "_s.repeated(51)}) {
            const Result<QString> refused = searchExpression(text);
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::LimitExceeded);
        }
        QVERIFY(searchExpression(u"a "_s.repeated(50)));
    }
};

QTEST_GUILESS_MAIN(SearchTextTest)
#include "tst_searchtext.moc"
