// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/providerdefinition.h"

#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

namespace {

// An entry that is good but for what a row changes.
QByteArray providerWith(const QByteArray &schemeMembers, const QByteArray &providerMembers = {})
{
    return R"({"providers":[{"name":"one","title":"One","schemes":[{"name":"one","algorithm":"hmac-sha256",)"
           R"("signature":"header:X-Sig")"
         + schemeMembers + "}]" + providerMembers + "}]}";
}

} // namespace

class TestProviderTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void builtIn();
    void everyRowIsThere();
    void faults_data();
    void faults();
    void aFaultyEntryLeavesTheOthers();
    void noTable_data();
    void noTable();
    void schemeRoundTrip();
};

void TestProviderTable::builtIn()
{
    const ProviderTable table = builtInProviders();
    QVERIFY2(table.faults.isEmpty(), qPrintable(table.faults.isEmpty() ? QString() : table.faults.first().text));
    for (const ProviderDefinition &provider : table.providers) {
        QVERIFY2(!provider.documentation.isEmpty(), qPrintable(provider.name));
        QVERIFY2(provider.methods().startsWith("POST"), qPrintable(provider.name));
        for (const SignatureScheme &scheme : provider.schemes)
            QVERIFY2(scheme.name.startsWith(provider.name), qPrintable(scheme.name));
    }
}

void TestProviderTable::everyRowIsThere()
{
    const ProviderTable table = builtInProviders();
    const char *names[] = {
        "clockify",  "github",     "bitbucket", "jira",        "gitlab",      "clickup",  "discord",  "slack",
        "stripe",    "standard",   "svix",      "openai",      "replicate",   "supabase", "gemini",   "shopify",
        "linear",    "hubspot",    "square",    "twilio",      "zoom",        "paypal",   "sendgrid", "paddle",
        "webflow",   "elevenlabs", "vercel",    "woocommerce", "gitea",       "forgejo",  "cursor",   "fusionauth",
        "chargebee", "postmark",   "deepgram",  "convoy",      "meta",        "whatsapp", "twitch",   "x",
        "graph",     "asana",      "dropbox",   "monday",      "cloudevents", "trello",   "websub",
    };
    for (const char *name : names)
        QVERIFY2(table.find(QString::fromLatin1(name)), name);
    QVERIFY(!table.find(u"custom"));
    QVERIFY(!table.find(u""));
    const QByteArrayList meta = table.find(u"meta")->methods();
    QCOMPARE(meta, QByteArrayList({"POST", "GET"}));
    QCOMPARE(table.find(u"trello")->methods(), QByteArrayList({"POST", "HEAD"}));
    QCOMPARE(table.find(u"cloudevents")->methods(), QByteArrayList({"POST", "OPTIONS"}));
}

void TestProviderTable::faults_data()
{
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<QString>("says");
    const QByteArray good = R"(,"signed":"{body}")";
    const auto row = [](const char *name, const QByteArray &table, const char *says) {
        QTest::newRow(name) << table << QString::fromUtf8(says);
    };
    row("good", providerWith(good), "");
    row("unknown member", providerWith(good + R"(,"signde":"x")"), "no member \"signde\"");
    row("unknown member of the provider", providerWith(good, R"(,"tilte":"x")"), "no member \"tilte\"");
    row("unknown algorithm",
        R"({"providers":[{"name":"a","title":"A","schemes":[{"name":"a","algorithm":"md5","signature":"header:X","signed":"{body}"}]}]})",
        "\"md5\" is none of");
    row("no algorithm",
        R"({"providers":[{"name":"a","title":"A","schemes":[{"name":"a","signature":"header:X","signed":"{body}"}]}]})",
        "schemes[0].algorithm: is missing");
    row("no title", R"({"providers":[{"name":"a"}]})", "title: is missing");
    row("upper-case name", R"({"providers":[{"name":"A","title":"A"}]})", "no name of a route");
    row("name with a slash", R"({"providers":[{"name":"a/b","title":"A"}]})", "no name of a route");
    row("name custom", R"({"providers":[{"name":"custom","title":"A"}]})", "no name of a route");
    row("name of 65", R"({"providers":[{"name":")" + QByteArray(65, 'a') + R"(","title":"A"}]})", "no name of a route");
    row("title is a number", R"({"providers":[{"name":"a","title":1}]})", "a text of 1 to 500");
    row("entry is a text", R"({"providers":["a"]})", "is no JSON object");
    row("nothing signed", providerWith({}), "the body is not part of it");
    row("body not signed", providerWith(R"(,"signed":"v0:{url}")"), "the body is not part of it");
    row("unknown place", providerWith(R"(,"signed":"{body}{nonce}")"), "\"{nonce}\" is no place");
    row("open brace", providerWith(R"(,"signed":"{body}{")"), "\"{\" is no place");
    row("time not found", providerWith(R"(,"signed":"{ts}{body}")"), "where the time stands is missing");
    row("id not found", providerWith(R"(,"signed":"{id}{body}")"), "where the id stands is missing");
    row("tolerance without time", providerWith(good + R"(,"tolerance":5)"), "there is no timestamp");
    row("unsigned time", providerWith(good + R"(,"tolerance":5,"timestamp":"header:X-Time")"),
        "anybody could change it");
    row("tolerance 0", providerWith(good + R"(,"tolerance":0,"timestamp":"body:/t")"), "a whole number from 1");
    row("tolerance too large", providerWith(good + R"(,"tolerance":1e9,"timestamp":"body:/t")"),
        "a whole number from 1");
    row("tolerance is text", providerWith(good + R"(,"tolerance":"5","timestamp":"body:/t")"), "a whole number from 1");
    row("list without items", providerWith(good + R"(,"layout":"comma-pairs")"), "needs the names");
    row("items without list", providerWith(good + R"(,"items":"v1")"), "only a list");
    row("item without pairs", providerWith(R"(,"signed":"{ts}{body}","timestamp":"item:t")"),
        "needs a header of pairs");
    row("bad place", providerWith(good + R"(,"id":"cookie:x")"), "names no place");
    row("bad pointer", providerWith(good + R"(,"id":"body:event")"), "names no place");
    row("no signature",
        R"({"providers":[{"name":"a","title":"A","schemes":[{"name":"a","algorithm":"hmac-sha256","signed":"{body}"}]}]})",
        "signature: is missing");
    row("public key for HMAC", providerWith(good + R"(,"key":"public-key")"), "does not go with the algorithm");
    row("text for ed25519",
        R"({"providers":[{"name":"a","title":"A","schemes":[{"name":"a","algorithm":"ed25519","signature":"header:X","signed":"{body}"}]}]})",
        "does not go with the algorithm");
    row("plain digest without secret",
        R"({"providers":[{"name":"a","title":"A","schemes":[{"name":"a","algorithm":"sha256","signature":"header:X","signed":"{body}"}]}]})",
        "can be made by anybody");
    row("secret inside a MAC", providerWith(R"(,"signed":"{secret}{body}")"), "is the key already");
    row("token that signs",
        R"({"providers":[{"name":"a","title":"A","schemes":[{"name":"a","algorithm":"token","signature":"header:X","signed":"{body}"}]}]})",
        "nothing is signed");
    row("certificate without host",
        R"({"providers":[{"name":"a","title":"A","schemes":[{"name":"a","algorithm":"rsa-sha256","key":"certificate","signature":"header:X","signed":"{body}","certificate":"header:Y"}]}]})",
        "the end of its host's name");
    row("prefix optional but none", providerWith(good + R"(,"prefixOptional":true)"), "there is no prefix");
    row("condition is a number", providerWith(good + R"(,"when":{"header:X":1})"), "is a text");
    row("condition without place", providerWith(good + R"(,"when":{"X":"1"})"), "names no place");
    row("two schemes of a name",
        R"({"providers":[{"name":"a","title":"A","schemes":[{"name":"a","algorithm":"token","signature":"header:X"},{"name":"a","algorithm":"token","signature":"header:Y"}]}]})",
        "two are named \"a\"");
    row("accepts xml", providerWith(good, R"(,"accepts":"xml")"), "neither json nor form");
    row("handshake of every post", providerWith(good, R"(,"handshakes":[{"name":"h"}])"), "every event");
    row("handshake without token",
        providerWith(good, R"(,"handshakes":[{"name":"h","method":"GET","answer":{"body":"{token}"}}])"),
        "where it stands is missing");
    row("handshake mac",
        providerWith(good,
                     R"(,"handshakes":[{"name":"h","method":"GET","token":"query:t","answer":{"body":"{mac}"}}])"),
        "hex or base64");
    row("handshake status",
        providerWith(good, R"(,"handshakes":[{"name":"h","method":"GET","answer":{"status":302}}])"),
        "from 200 to 299");
    row("entity without id", providerWith(good, R"(,"entities":[{"type":"x"}])"), "entities[0].id: is missing");
    row("unknown style", providerWith(good, R"(,"event":{"style":"kebab"})"), "\"kebab\" is none of");
    row("empty list", providerWith(good, R"(,"required":[])"), "a text or a list of texts");
    row("list of numbers", providerWith(good, R"(,"required":[1])"), "each element");
    row("flag is text", providerWith(good, R"(,"enabledByDefault":"yes")"), "true or false");
    row("body limit", providerWith(good, R"(,"maximumBodyBytes":-1)"), "a whole number from 0");
}

void TestProviderTable::faults()
{
    QFETCH(QByteArray, table);
    QFETCH(QString, says);
    const Result<ProviderTable> read = parseProviderTable(table);
    QVERIFY(read);
    if (says.isEmpty()) {
        QVERIFY(read->faults.isEmpty());
        QCOMPARE(read->providers.size(), 1);
        return;
    }
    QCOMPARE(read->providers.size(), 0);
    QCOMPARE(read->faults.size(), 1);
    QCOMPARE(read->faults.first().code, ErrorCode::InvalidInput);
    QVERIFY2(read->faults.first().text.contains(says), qPrintable(read->faults.first().text));
}

void TestProviderTable::aFaultyEntryLeavesTheOthers()
{
    const Result<ProviderTable> table = parseProviderTable(
        R"({"providers":[{"name":"a","title":"A"},{"name":"b"},7,{"name":"a","title":"Again"},{"name":"c","title":"C"}]})");
    QVERIFY(table);
    QCOMPARE(table->providers.size(), 2);
    QCOMPARE(table->faults.size(), 3);
    QVERIFY(table->find(u"a") && table->find(u"c"));
    QCOMPARE(table->find(u"a")->title, u"A"_s);
    QVERIFY(table->faults[2].text.contains("already"_L1));
}

void TestProviderTable::noTable_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("providers: []");
    QTest::newRow("list") << QByteArray("[]");
    QTest::newRow("no providers") << QByteArray("{}");
    QTest::newRow("providers an object") << QByteArray(R"({"providers":{}})");
    QTest::newRow("another member") << QByteArray(R"({"providers":[],"provider":[]})");
    QTest::newRow("deep") << QByteArray(R"({"providers":)") + QByteArray(5'000, '[') + QByteArray(5'000, ']') + "}";
}

void TestProviderTable::noTable()
{
    QFETCH(QByteArray, text);
    QVERIFY(!parseProviderTable(text));
}

// What the table says about a scheme arrives in its members.
void TestProviderTable::schemeRoundTrip()
{
    const Result<json::Value> object = json::parse(R"({
        "name": "full", "algorithm": "hmac-sha512", "key": "base64", "secretPrefixes": ["k_"], "onlyAlone": true,
        "signature": "header:X-Sig", "layout": "semicolon-pairs", "items": ["a", "b"], "olderItems": "c",
        "prefix": "p=", "prefixOptional": true, "encoding": "base64", "signed": "{METHOD} {url} {ts} {id} {body}",
        "timestamp": ["item:t", "body:/time"], "timeUnit": "ms", "tolerance": 9, "warnAfter": 3, "id": "query:id",
        "when": {"header:X-Version": "2"}, "anyUrlPort": true, "matched": "unsigned", "obsolete": true})");
    QVERIFY(object);
    const Result<SignatureScheme> scheme = schemeFromJson(*object, u"scheme"_s);
    QVERIFY2(scheme, scheme ? "" : qPrintable(scheme.error().text));
    QCOMPARE(scheme->algorithm, SignatureScheme::Algorithm::HmacSha512);
    QCOMPARE(scheme->keyForm, SignatureScheme::KeyForm::Base64);
    QCOMPARE(scheme->secretPrefixes, QList<QByteArray>{"k_"});
    QVERIFY(scheme->onlyAlone && scheme->prefixOptional && scheme->anyUrlPort && scheme->obsolete
            && !scheme->provesBody);
    QCOMPARE(scheme->signature, (Locator{Locator::Kind::Header, "X-Sig"}));
    QCOMPARE(scheme->layout, SignatureScheme::Layout::SemicolonPairs);
    QCOMPARE(scheme->items, (QList<QByteArray>{"a", "b"}));
    QCOMPARE(scheme->olderItems, QList<QByteArray>{"c"});
    QCOMPARE(scheme->encoding, SignatureScheme::Encoding::Base64);
    QCOMPARE(scheme->signedText.text(), u"{METHOD} {url} {ts} {id} {body}"_s);
    QCOMPARE(scheme->timestamp.size(), 2);
    QCOMPARE(scheme->timeUnit, SignatureScheme::TimeUnit::Milliseconds);
    QCOMPARE(scheme->toleranceSeconds, 9);
    QCOMPARE(scheme->warnSeconds, 3);
    QCOMPARE(scheme->when.size(), 1);
    QCOMPARE(algorithmWord(scheme->algorithm), "hmac-sha512"_L1);
}

QTEST_GUILESS_MAIN(TestProviderTable)
#include "tst_providertable.moc"
