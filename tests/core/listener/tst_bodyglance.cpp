// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/value.h"
#include "core/listener/bodyglance.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;

class BodyGlanceTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsTheMember_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("value");
        QTest::newRow("there") << "{\"a\":1,\"w\":\"x\",\"b\":[]}"_ba << u"x"_s;
        QTest::newRow("not there") << "{\"a\":1}"_ba << QString();
        QTest::newRow("deeper") << "{\"a\":{\"w\":\"x\"},\"b\":[{\"w\":\"y\"}]}"_ba << QString();
        QTest::newRow("in an array") << "[{\"w\":\"x\"}]"_ba << QString();
        QTest::newRow("twice") << "{\"w\":\"x\",\"w\":\"y\"}"_ba << u"y"_s;
        QTest::newRow("twice, then no text") << "{\"w\":\"x\",\"w\":[\"z\"]}"_ba << QString();
        QTest::newRow("number") << "{\"w\":5}"_ba << QString();
        QTest::newRow("object") << "{\"w\":{\"w\":\"x\"}}"_ba << QString();
        QTest::newRow("escapes in the value") << "{\"w\":\"\\u00fc\\n\"}"_ba << u"ü\n"_s;
        QTest::newRow("escapes in the name") << "{\"\\u0077\":\"x\"}"_ba << u"x"_s;
        QTest::newRow("UTF-8") << "{\"w\":\"\xc3\xbc\"}"_ba << u"ü"_s;
        QTest::newRow("half a pair") << "{\"w\":\"\\ud800\"}"_ba << QString();
        QTest::newRow("no object") << "\"w\""_ba << QString();
    }
    void findsTheMember()
    {
        QFETCH(QByteArray, text);
        const Result<QString> found = topLevelString(text, "w");
        QVERIFY(found);
        QTEST(*found, "value");
    }

    void refusesWhatIsNotJson_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("nothing") << QByteArray() << ErrorCode::InvalidInput;
        QTest::newRow("text") << "hello"_ba << ErrorCode::InvalidInput;
        QTest::newRow("cut off") << "{\"w\":\"x\""_ba << ErrorCode::InvalidInput;
        QTest::newRow("more after it") << "{\"w\":\"x\"}}"_ba << ErrorCode::InvalidInput;
        QTest::newRow("comma") << "{\"w\":\"x\",}"_ba << ErrorCode::InvalidInput;
        QTest::newRow("too deep") << QByteArray(100'000, '[') << ErrorCode::LimitExceeded;
    }
    void refusesWhatIsNotJson()
    {
        QFETCH(QByteArray, text);
        const Result<QString> found = topLevelString(text, "w");
        QVERIFY(!found);
        QTEST(found.error().code, "code");
    }
};

QTEST_GUILESS_MAIN(BodyGlanceTest)
#include "tst_bodyglance.moc"
