// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/textfeed.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;

// A body becomes the text that is shown of it: laid out, as it came, or in numbers.
class tst_TextFeed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makes_data();
    void makes();
    void firstLinesComeBeforeTheRest();
    void anotherLengthOfLines();
    void stops();

private:
    QTemporaryDir m_folder;
};

void tst_TextFeed::makes_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<TextForm>("wanted");
    QTest::addColumn<TextForm>("form");
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<QString>("note");
    const QByteArray json("application/json");
    QTest::newRow("JSON") << QByteArray("{\"a\":1.0,\"b\":[]}") << json << TextForm::Pretty << TextForm::Pretty
                          << QByteArray("{\n  \"a\": 1.0,\n  \"b\": []\n}") << QString();
    QTest::newRow("JSON that nobody announced") << QByteArray(" [1]") << QByteArray("text/plain") << TextForm::Pretty
                                                << TextForm::Pretty << QByteArray("[\n  1\n]") << QString();
    QTest::newRow("JSON as it came") << QByteArray("{ }") << json << TextForm::Raw << TextForm::Raw << QByteArray("{ }")
                                     << QString();
    QTest::newRow("a scalar") << QByteArray("7") << json << TextForm::Pretty << TextForm::Pretty << QByteArray("7")
                              << QString();
    QTest::newRow("not whole") << QByteArray("{\"a\":") << json << TextForm::Pretty << TextForm::Raw
                               << QByteArray("{\"a\":") << u"not whole JSON"_qs;
    QTest::newRow("text") << QByteArray("hello\nworld") << QByteArray("text/plain") << TextForm::Pretty << TextForm::Raw
                          << QByteArray("hello\nworld") << QString();
    QTest::newRow("Latin-1") << QByteArray("gr\xFC\xDF") << QByteArray("text/plain; charset=\"ISO-8859-1\"")
                             << TextForm::Raw << TextForm::Raw << QByteArray("gr\xC3\xBC\xC3\x9F") << QString();
    QTest::newRow("bytes") << QByteArray("\x00\x01", 2) << QByteArray("application/octet-stream") << TextForm::Pretty
                           << TextForm::Hex << QByteArray("00000000  00 01") << QString();
    QTest::newRow("no UTF-8") << QByteArray("\xFF\xFE\xFD") << QByteArray("text/plain") << TextForm::Raw
                              << TextForm::Hex << QByteArray("00000000  ff fe fd") << QString();
    QTest::newRow("numbers were wanted") << QByteArray("{}") << json << TextForm::Hex << TextForm::Hex
                                         << QByteArray("00000000  7b 7d") << QString();
    QTest::newRow("empty") << QByteArray() << json << TextForm::Pretty << TextForm::Raw << QByteArray() << QString();
}

void tst_TextFeed::makes()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, type);
    QFETCH(TextForm, wanted);
    QFETCH(TextForm, form);
    QFETCH(QByteArray, expected);
    QFETCH(QString, note);
    TextFeed feed;
    QSignalSpy finished(&feed, &TextFeed::finished);
    feed.start({std::make_shared<BodyFile>(body), type, wanted, 100, m_folder.path()});
    QTRY_COMPARE(finished.size(), 1);
    const FedText &shown = feed.shown();
    QCOMPARE(shown.form, form);
    const QByteArray text = shown.text->read(0, shown.text->size());
    QVERIFY2(form == TextForm::Hex ? text.startsWith(expected) : text == expected, text.constData());
    QVERIFY2(note.isEmpty() ? shown.note.isEmpty() : shown.note.contains(note), qPrintable(shown.note));
    QCOMPARE(shown.index->count(), text.isEmpty() ? 0 : text.trimmed().count('\n') + 1);
    QVERIFY(!feed.isRunning());
}

void tst_TextFeed::firstLinesComeBeforeTheRest()
{
    const QByteArray body = '[' + QByteArray("{\"name\":\"value\"},").repeated(500'000) + "{}]";
    TextFeed feed;
    QSignalSpy begun(&feed, &TextFeed::begun);
    QSignalSpy finished(&feed, &TextFeed::finished);
    feed.start({std::make_shared<BodyFile>(body), "application/json", TextForm::Pretty, 100, m_folder.path()});
    QTRY_COMPARE(begun.size(), 1);
    QCOMPARE(finished.size(), 0);
    QVERIFY(feed.shown().index->count() > 100);
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(begun.size(), 1);
    // "[", three lines an object, "{}", "]"
    QCOMPARE(feed.shown().index->count(), 1 + 3 * 500'000 + 1 + 1);
}

void tst_TextFeed::anotherLengthOfLines()
{
    TextFeed feed;
    QSignalSpy finished(&feed, &TextFeed::finished);
    feed.start({std::make_shared<BodyFile>(QByteArray(1000, 'x')), "text/plain", TextForm::Raw, 100, m_folder.path()});
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(feed.shown().index->count(), 10);
    const std::shared_ptr<const TextBytes> text = feed.shown().text;
    feed.setLongestLine(50);
    QTRY_COMPARE(finished.size(), 2);
    QCOMPARE(feed.shown().index->count(), 20);
    QCOMPARE(feed.shown().text, text);
}

void tst_TextFeed::stops()
{
    TextFeed feed;
    QSignalSpy finished(&feed, &TextFeed::finished);
    const QByteArray body = '[' + QByteArray("1,").repeated(5'000'000) + "1]";
    feed.start({std::make_shared<BodyFile>(body), "application/json", TextForm::Pretty, 100, m_folder.path()});
    // Of a job that another one replaced nothing is heard.
    feed.start(
        {std::make_shared<BodyFile>(QByteArray("[2]")), "application/json", TextForm::Pretty, 100, m_folder.path()});
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(feed.shown().text->read(0, 100), QByteArray("[\n  2\n]"));
    feed.stop();
    QVERIFY(!feed.isRunning());
}

QTEST_GUILESS_MAIN(tst_TextFeed)
#include "tst_textfeed.moc"
