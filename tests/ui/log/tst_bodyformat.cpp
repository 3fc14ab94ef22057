// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/bodyformat.h"

#include <QTest>

using namespace uw::ui;

Q_DECLARE_METATYPE(std::optional<uw::ui::BodyForm>)

class BodyFormatTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void formats_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<std::optional<BodyForm>>("wanted");
        QTest::addColumn<BodyForm>("form");
        QTest::addColumn<QString>("text");
        using Wanted = std::optional<BodyForm>;
        const QByteArray json = "application/json";
        const QByteArray form = "application/x-www-form-urlencoded";
        const QByteArray plain = "text/plain";

        QTest::newRow("nothing") << QByteArray() << json << Wanted() << BodyForm::Raw << QString();
        QTest::newRow("JSON") << QByteArray(R"({"b":1.0,"a":[]})") << json << Wanted() << BodyForm::Pretty
                              << u"{\n  \"b\": 1.0,\n  \"a\": []\n}"_qs;
        QTest::newRow("JSON without a type")
            << QByteArray("[1]") << QByteArray() << Wanted() << BodyForm::Pretty << u"[\n  1\n]"_qs;
        QTest::newRow("JSON that is called a form")
            << QByteArray(R"({"a":1})") << form << Wanted() << BodyForm::Pretty << u"{\n  \"a\": 1\n}"_qs;
        QTest::newRow("JSON raw") << QByteArray(R"({"a":1})") << json << Wanted(BodyForm::Raw) << BodyForm::Raw
                                  << u"{\"a\":1}"_qs;
        QTest::newRow("form") << QByteArray("name=Ada+L%C3%B6ve&empty=&flag&a%3Db=c%26d") << form << Wanted()
                              << BodyForm::Pretty << u"name = Ada Löve\nempty = \nflag = \na=b = c&d"_qs;
        QTest::newRow("text") << QByteArray("caf\xC3\xA9\r\n") << plain << Wanted() << BodyForm::Raw << u"café\r\n"_qs;
        QTest::newRow("pretty text") << QByteArray("plain") << plain << Wanted(BodyForm::Pretty) << BodyForm::Raw
                                     << u"plain"_qs;
        QTest::newRow("Latin-1") << QByteArray("caf\xE9") << QByteArray("text/plain; charset=\"ISO-8859-1\"")
                                 << Wanted() << BodyForm::Raw << u"café"_qs;
        QTest::newRow("UTF-16") << QByteArray("\xFF\xFEh\0i\0", 6) << QByteArray("text/plain;charset=utf-16")
                                << Wanted() << BodyForm::Raw << u"hi"_qs;
        QTest::newRow("no text") << QByteArray("\xFF\x00|~", 4) << json << Wanted() << BodyForm::Hex
                                 << u"00000000  ff 00 7c 7e                                       |..|~|"_qs;
        QTest::newRow("no text, wanted raw") << QByteArray(1, '\0') << plain << Wanted(BodyForm::Raw) << BodyForm::Hex
                                             << u"00000000  00                                                |.|"_qs;
        QTest::newRow("two lines of bytes")
            << QByteArray("0123456789abcdefg") << plain << Wanted(BodyForm::Hex) << BodyForm::Hex
            << u"00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|\n"
               "00000010  67                                                |g|"_qs;
    }
    void formats()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, type);
        QFETCH(std::optional<BodyForm>, wanted);
        const BodyText text = formatBody(body, type, wanted);
        QTEST(text.form, "form");
        QTEST(text.text, "text");
        QVERIFY(text.note.isEmpty() || text.form == BodyForm::Raw);
    }

    void saysWhenJsonIsNone()
    {
        const BodyText text = formatBody(R"({"a":)", "application/problem+json; charset=utf-8");
        QCOMPARE(text.form, BodyForm::Raw);
        QCOMPARE(text.text, u"{\"a\":"_qs);
        QVERIFY2(text.note.contains(u"line 1, column 6"), qPrintable(text.note));
        QVERIFY(formatBody("{", "text/plain").note.isEmpty());
    }

    void showsTheStartOfManyBytes()
    {
        const BodyText text = formatBody(QByteArray(hexBytesShown + 1, '\0'), {});
        QCOMPARE(text.form, BodyForm::Hex);
        QCOMPARE(text.text.count(u'\n'), hexBytesShown / 16 - 1);
        QVERIFY(text.note.contains(u"256 K"));
    }

    void survivesDepth()
    {
        const BodyText text = formatBody(QByteArray(100'000, '['), "application/json");
        QCOMPARE(text.form, BodyForm::Raw);
        QVERIFY(!text.note.isEmpty());
    }
};

QTEST_MAIN(BodyFormatTest)
#include "tst_bodyformat.moc"
