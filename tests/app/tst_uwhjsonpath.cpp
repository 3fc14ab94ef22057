// SPDX-License-Identifier: GPL-3.0-or-later
// The real `uwh jsonpath`: output, exit codes, bad input.
#include "tests/support/programrun.h"

#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using test::ProgramRun;
using test::runUwh;

class UwhJsonPathTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void prints_data();
    void prints();
    void readsAFile();
    void refuses_data();
    void refuses();
    void stopsAtTheBudget();
    void helps();
};

namespace {

constexpr auto orders = R"({"b": [{"id": 1, "ä": "😀"}, {"id": 2.0}], "a": 18446744073709551615})";

} // namespace

void UwhJsonPathTest::prints_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("output");
    const auto row = [](const char *name, const QStringList &arguments, const char *input, const char *output) {
        QTest::newRow(name) << arguments << QByteArray(input) << QByteArray(output);
    };
    row("values", {u"$.b[*].id"_qs}, orders, "[1,2.0]\n");
    row("order and numbers as they are", {u"$"_qs, u"-"_qs}, orders,
        "[{\"b\":[{\"id\":1,\"ä\":\"😀\"},{\"id\":2.0}],\"a\":18446744073709551615}]\n");
    row("nothing", {u"$.none"_qs}, orders, "[]\n");
    row("no paths", {u"$.none"_qs, u"--paths"_qs}, orders, "[]\n");
    row("paths", {u"--paths"_qs, u"$..id"_qs}, orders,
        R"(["$['b'][0]['id']","$['b'][1]['id']"])"
        "\n");
    row("names beyond ASCII", {u"$.b[0].ä"_qs}, orders, "[\"😀\"]\n");
    row("path beyond ASCII", {u"$.b[0].ä"_qs, u"-"_qs, u"--paths"_qs}, orders, "[\"$['b'][0]['ä']\"]\n");
    row("a null", {u"$[0]"_qs}, "[null]", "[null]\n");
    row("a query that begins with two hyphens", {u"--"_qs, u"$"_qs}, "1", "[1]\n");
}

void UwhJsonPathTest::prints()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, output);
    const ProgramRun run = runUwh(QStringList(u"jsonpath"_qs) + arguments, {}, input);
    QCOMPARE(run.err, "");
    QCOMPARE(run.out, output);
    QCOMPARE(run.exitCode, 0);
}

void UwhJsonPathTest::readsAFile()
{
    const QTemporaryDir folder;
    const QString path = test::writtenFile(folder.filePath(u"orders.json"_qs), orders);
    QVERIFY(!path.isEmpty());
    const ProgramRun run = runUwh({u"jsonpath"_qs, u"$..id"_qs, path});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.out, "[1,2.0]\n");
}

void UwhJsonPathTest::refuses_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char *name, const QStringList &arguments, const char *input, const char *says) {
        QTest::newRow(name) << arguments << QByteArray(input) << QByteArray(says);
    };
    row("no query", {}, "", "One QUERY");
    row("three arguments", {u"$"_qs, u"a"_qs, u"b"_qs}, "", "One QUERY");
    row("unknown option", {u"$"_qs, u"--values"_qs}, "1", "values");
    row("invalid query", {u"$.a[01]"_qs}, "1", "Column 5: ");
    row("empty query", {QString()}, "1", "Column 1: ");
    row("badly typed query", {u"$[?length(@.*) > 1]"_qs}, "1", "Column 11: ");
    row("old query", {u"a.b"_qs}, "1", "Today this is written $.a.b");
    row("no such file", {u"$"_qs, u"/nowhere/a.json"_qs}, "", "There is no file");
    row("a folder", {u"$"_qs, u"/"_qs}, "", "cannot be read");
    row("no JSON", {u"$"_qs}, "{\"a\":\n x}", "line 2, column 2");
    row("nothing comes in", {u"$"_qs}, "", "no JSON");
    row("deep", {u"$"_qs}, "[[[", "no JSON");
}

void UwhJsonPathTest::refuses()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, says);
    const ProgramRun run = runUwh(QStringList(u"jsonpath"_qs) + arguments, {}, input);
    QCOMPARE(run.exitCode, 2);
    QCOMPARE(run.out, "");
    QVERIFY2(run.err.contains(says), run.err.constData());
    QCOMPARE(run.err.count('\n'), 1);
}

void UwhJsonPathTest::stopsAtTheBudget()
{
    // A large pattern over a long text, again for each element: dear on paper, quick in truth.
    const QByteArray texts = "[\"" + QByteArray(1'000'000, 'x') + '"' + QByteArray(",0").repeated(40) + ']';
    const ProgramRun run = runUwh({u"jsonpath"_qs, u"$[?search($[0], 'y{999}y{999}y{999}y{999}z')]"_qs}, {}, texts);
    QCOMPARE(run.exitCode, 1);
    QCOMPARE(run.out, "");
    QVERIFY2(run.err.contains("values would have to be looked at"), run.err.constData());
}

void UwhJsonPathTest::helps()
{
    const ProgramRun run = runUwh({u"jsonpath"_qs, u"--help"_qs});
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(run.out.startsWith("Usage: uwh jsonpath [options] QUERY"), run.out.constData());
    QVERIFY(run.out.contains("--paths"));
}

QTEST_GUILESS_MAIN(UwhJsonPathTest)
#include "tst_uwhjsonpath.moc"
