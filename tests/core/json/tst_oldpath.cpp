// SPDX-License-Identifier: GPL-3.0-or-later
// Paths of the older dialect, as they are taken over.
#include "core/json/jsonpath.h"
#include "core/json/oldpath.h"

#include <QTest>

using namespace uw;
using namespace uw::json;

class TestOldPath : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void translates_data();
    void translates();
    void leavesValidPathsAlone_data();
    void leavesValidPathsAlone();
    void saysWhatCannotBeSaid_data();
    void saysWhatCannotBeSaid();
    void refuses_data();
    void refuses();
    void selectsTheSame();
};

void TestOldPath::translates_data()
{
    QTest::addColumn<QString>("old");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("notice"); // a part of one of them
    const auto row = [](const char *old, const char *path, const char *notice) {
        QTest::newRow(old) << QString::fromUtf8(old) << QString::fromUtf8(path) << QString::fromUtf8(notice);
    };
    row("a", "$.a", "begins with $");
    row("a.b", "$.a.b", "begins with $");
    row("a.b.c[0]", "$.a.b.c[0]", "begins with $");
    row("a..b", "$.a..b", "begins with $");
    row("*", "$.*", "begins with $");
    row("[0].a", "$[0].a", "begins with $");
    row("..a", "$..a", "begins with $");
    row("a[*].b", "$.a[*].b", "begins with $");
    row("'a b'.c", "$['a b'].c", "begins with $");
    row("\"a b\"", "$['a b']", "begins with $");
    row("content-type", "$['content-type']", "begins with $");
    row("a.[0]", "$.a[0]", "dot in front of a bracket");
    row("$.a.[*].b", "$.a[*].b", "dot in front of a bracket");
    row("$.content-type", "$['content-type']", "");
    row("$.a,b", "$['a','b']", "");
    row("$[a]", "$['a']", "in quotes");
    row("$[a, b]", "$['a','b']", "in quotes");
    row("`this`.a", "$.a", "");
    row("$.a.`this`.b", "$.a.b", "left out");
    row("$.'it\\'s'", "$['it\\'s']", "");
    row("$.a[?(@.x = 1)]", "$.a[?@.x == 1]", "“==”");
    row("$.a[?(x = 1)]", "$.a[?@.x == 1]", "begins with @");
    row("$.a[?x > 5]", "$.a[?@.x > 5]", "is not 5");
    row("$.a[?(@.x = 'b' & @.y >= 2)]", "$.a[?@.x == 'b' && @.y >= 2]", "“&&”");
    row("$.a[?(@.x)& (@.y)]", "", "");
    row("$.a[?(@.x = b)]", "$.a[?@.x == 'b']", "in quotes");
    row("$.a[?(@.x = true)]", "$.a[?@.x == true]", "“==”");
    row("$.a[?(@.x == False)]", "$.a[?@.x == false]", "is not 5");
    row("$.a[?(@.x =~ 'b.*')]", "$.a[?search(@.x, 'b.*')]", "search()");
    row("$.a[?(@.t.`len` > 2)]", "$.a[?length(@.t) > 2]", "length()");
    row("$.a[?(@.b[0].c = 1)].d", "$.a[?@.b[0].c == 1].d", "“==”");
    row("$.a[?(@ = 1)]", "$.a[?@ == 1]", "“==”");
    row("$.a[?(x.y != 'z')]", "$.a[?@.x.y != 'z']", "members of objects");
    row("a[-1:]", "$.a[-1:]", "begins with $");
    row("a[0, 2]", "$.a[0,2]", "begins with $");
    row("a[::2].b", "$.a[::2].b", "begins with $");
}

void TestOldPath::translates()
{
    QFETCH(QString, old);
    QFETCH(QString, path);
    QFETCH(QString, notice);
    const Result<TranslatedPath> translated = translateOldPath(old);
    if (path.isEmpty()) {
        QVERIFY(!translated);
        return;
    }
    QVERIFY2(translated, translated ? "" : qPrintable(translated.error().text));
    QCOMPARE(translated->path, path);
    QVERIFY2(notice.isEmpty() || translated->notices.join(u' ').contains(notice),
             qPrintable(translated->notices.join(u' ')));
    QVERIFY(JsonPath::compile(translated->path));
}

void TestOldPath::leavesValidPathsAlone_data()
{
    QTest::addColumn<QString>("path");
    for (const char *path : {"$", "$.a.b", "$..a[?@.x == 1]", "$[?search(@.x, 'y')]", "$['a','b']", "$ .a"})
        QTest::newRow(path) << QString::fromUtf8(path);
}

void TestOldPath::leavesValidPathsAlone()
{
    QFETCH(QString, path);
    const Result<TranslatedPath> translated = translateOldPath(path);
    QVERIFY(translated);
    QCOMPARE(translated->path, path);
    QVERIFY(translated->notices.isEmpty());
}

void TestOldPath::saysWhatCannotBeSaid_data()
{
    QTest::addColumn<QString>("old");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *old, const char *says) {
        QTest::newRow(old) << QString::fromUtf8(old) << QString::fromUtf8(says);
    };
    row("$.a.`len`", "{{ $.a | length }}");
    row("a.`len`", "{{ $.a | length }}");
    row("$.a.`parent`", "parent");
    row("$.a.`sorted`", "`sorted`");
    row("$.a.`sub(/x/, y)`", "`sub(/x/, y)`");
    row("$.a[/b]", "sort");
    row("$.a[\\b]", "sort");
    row("$.a | $.b", "join");
    row("$.a & $.b", "join");
    row("$.a where b", "join");
    row("$.a + 1", "calculate");
    row("$.a[?(@.x =~ '(?i)y')]", "matches");
}

void TestOldPath::saysWhatCannotBeSaid()
{
    QFETCH(QString, old);
    QFETCH(QString, says);
    const Result<TranslatedPath> translated = translateOldPath(old);
    QVERIFY(!translated);
    QCOMPARE(translated.error().code, ErrorCode::Unsupported);
    QVERIFY2(translated.error().text.contains(says), qPrintable(translated.error().text));
}

void TestOldPath::refuses_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"",    "a.", "a[", "a[?", "a[?(",  "a[?(x =", "a[?(x = 1", "a[?(x = 1)", "a]",  "$.", "a[b", "a[?(x =~ y)]",
          "a..", "[",  "'a", "a b", "a[01]", "a.1",     "`",         "a.`len",     "\x01"})
        QTest::addRow("“%s”", text) << QString::fromUtf8(text);
}

void TestOldPath::refuses()
{
    QFETCH(QString, text);
    const Result<TranslatedPath> translated = translateOldPath(text);
    QVERIFY(!translated);
    QVERIFY(!translated.error().text.isEmpty());
}

void TestOldPath::selectsTheSame()
{
    const Result<Value> root = parse(R"({"orders": [{"id": 1, "state": "open", "lines": [1, 2, 3]},
        {"id": 2, "state": "closed", "lines": [1]}, {"id": 3, "state": "open", "lines": []}]})");
    QVERIFY(root);
    const Result<TranslatedPath> translated = translateOldPath(u"orders[?(state = open & lines.`len` > 1)].id");
    QVERIFY2(translated, translated ? "" : qPrintable(translated.error().text));
    EvaluationMeter meter;
    const Result<Nodes> nodes = JsonPath::compile(translated->path)->select(*root, meter);
    QVERIFY(nodes);
    QCOMPARE(nodes->size(), 1u);
    QCOMPARE(serialize(*nodes->front()), "1");
}

QTEST_GUILESS_MAIN(TestOldPath)
#include "tst_oldpath.moc"
