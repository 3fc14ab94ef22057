// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/providerregistry.h"

#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

class TestProviderSecrets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void replacing();
    void settings();
    void keys();
};

void TestProviderSecrets::reads_data()
{
    QTest::addColumn<QByteArray>("stored");
    QTest::addColumn<ProviderSecrets>("secrets");
    QTest::addColumn<bool>("staysAsItIs");
    QTest::newRow("none") << QByteArray() << ProviderSecrets{} << true;
    QTest::newRow("text") << QByteArray("s3cret {\"current\"}") << ProviderSecrets{.current = {"s3cret {\"current\"}"}}
                          << true;
    QTest::newRow("blanks stay") << QByteArray(" s \n") << ProviderSecrets{.current = {" s \n"}} << true;
    QTest::newRow("a key in JSON") << QByteArray(R"({"keys":[]})") << ProviderSecrets{.current = {R"({"keys":[]})"}}
                                   << true;
    QTest::newRow("a brace alone") << QByteArray("{x") << ProviderSecrets{.current = {"{x"}} << true;
    QTest::newRow("two") << QByteArray(R"({"current":["a","b"]})") << ProviderSecrets{.current = {"a", "b"}} << true;
    QTest::newRow("previous") << QByteArray(R"({"current":["a"],"previous":["o"],"verifyToken":"v"})")
                              << ProviderSecrets{.current = {"a"}, .previous = {"o"}, .verifyToken = "v"} << true;
    QTest::newRow("twice the same") << QByteArray(R"({"current":["a","a"]})") << ProviderSecrets{.current = {"a"}}
                                    << false;
    QTest::newRow("none current") << QByteArray(R"({"current":[]})") << ProviderSecrets{} << false;
}

void TestProviderSecrets::reads()
{
    QFETCH(QByteArray, stored);
    QFETCH(ProviderSecrets, secrets);
    QFETCH(bool, staysAsItIs);
    const Result<ProviderSecrets> read = parseSecrets(stored);
    QVERIFY2(read, read ? "" : qPrintable(read.error().text));
    QVERIFY(*read == secrets);
    if (staysAsItIs)
        QCOMPARE(storedSecrets(*read), stored);
    QVERIFY(*parseSecrets(storedSecrets(*read)) == secrets);
}

void TestProviderSecrets::refuses_data()
{
    QTest::addColumn<QByteArray>("stored");
    QTest::newRow("too long") << QByteArray(16 * 1024 + 1, 's');
    QTest::newRow("far too long") << QByteArray(1'000'000, 's');
    QTest::newRow("a number") << QByteArray(R"({"current":[1]})");
    QTest::newRow("an empty one") << QByteArray(R"({"current":[""]})");
    QTest::newRow("no list") << QByteArray(R"({"current":"secret"})");
    QTest::newRow("unknown member") << QByteArray(R"({"current":["secret"],"old":[]})");
    QTest::newRow("nine") << QByteArray(R"({"current":["1","2","3","4","5","6","7","8","9"]})");
    QTest::newRow("long element") << QByteArray(R"({"current":[")") + QByteArray(16 * 1024 + 1, 's') + "\"]}";
}

void TestProviderSecrets::refuses()
{
    QFETCH(QByteArray, stored);
    const Result<ProviderSecrets> read = parseSecrets(stored);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::InvalidInput);
    QVERIFY(!read.error().text.contains("secret\""_L1));
}

void TestProviderSecrets::replacing()
{
    ProviderSecrets secrets{.current = {"a", "b"}, .previous = {"c"}, .verifyToken = "v"};
    secrets = replacedSecret(secrets, "n");
    QVERIFY(secrets == (ProviderSecrets{.current = {"n"}, .previous = {"a", "b", "c"}, .verifyToken = "v"}));
    secrets = replacedSecret(secrets, "b");
    QVERIFY(secrets == (ProviderSecrets{.current = {"b"}, .previous = {"n", "a", "c"}, .verifyToken = "v"}));
    for (int i = 0; i < 20; ++i)
        secrets = replacedSecret(secrets, QByteArray::number(i));
    QCOMPARE(secrets.previous.size(), maximumSecrets);
    QCOMPARE(secrets.previous.first(), QByteArray("18"));
}

void TestProviderSecrets::settings()
{
    const ProviderSettings full{.enabled = false, .maximumBodyBytes = 5'000, .toleranceSeconds = 60};
    QVERIFY(*providerSettingsFromJson(toJson(full)) == full);
    QVERIFY(*providerSettingsFromJson(toJson(ProviderSettings{})) == ProviderSettings{});
    QVERIFY(*providerSettingsFromJson(*json::parse(R"({"enabled":null})")) == ProviderSettings{});
    for (const char *bad : {R"({"enabled":"yes"})", R"({"enable":true})", R"({"maximumBodyBytes":-1})",
                            R"({"maximumBodyBytes":104857601})", R"({"toleranceSeconds":1.5})", "[]", "1"})
        QVERIFY2(!providerSettingsFromJson(*json::parse(bad)), bad);
}

void TestProviderSecrets::keys()
{
    QCOMPARE(providerSecretKey(u"github"_s), u"provider/github/secret"_s);
    QCOMPARE(sourceSecretKey(u"shop"_s), u"source/shop/secret"_s);
}

QTEST_GUILESS_MAIN(TestProviderSecrets)
#include "tst_providersecrets.moc"
