// SPDX-License-Identifier: GPL-3.0-or-later
// The real `uwh eval`: output, exit codes, bad input.
#include "core/base/clock.h"
#include "tests/support/programrun.h"

#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using test::ProgramRun;
using test::runUwh;

class UwhEvalTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void prints_data();
    void prints();
    void readsAFile();
    void fails_data();
    void fails();
    void makesTimesAndIds();
    void keepsCredentialsToItself();
    void helps();
};

namespace {

constexpr auto contextText = R"({"payload": {"n": 5, "tags": [{"name": "ä"}, {"name": "b"}]}, "trigger": {"id": "e"},
    "steps": {"look": {"status": 200}}, "workspace": {"id": "w"}, "item": [1], "execution": {"id": "x"}})";

} // namespace

void UwhEvalTest::prints_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("output");
    QTest::newRow("typed") << u"{{ $.n }}"_qs << "5\n"_qba;
    QTest::newRow("text") << u"n = {{ $.n }}"_qs << "\"n = 5\"\n"_qba;
    QTest::newRow("filters") << u"{{ $.tags[*].name | join(\", \") | default(\"none\") }}"_qs << "\"ä, b\"\n"_qba;
    QTest::newRow("default") << u"{{ $.labels[*].name | join(\", \") | default(\"none\") }}"_qs << "\"none\"\n"_qba;
    QTest::newRow("array") << u"{{ $.tags[*].name }}"_qs << "[\"ä\",\"b\"]\n"_qba;
    QTest::newRow("roots")
        << u"{{ trigger.id }}{{ steps.look.status }}{{ workspace.id }}{{ item[0] }}{{ execution.id }}"_qs
        << "\"e200w1x\"\n"_qba;
    QTest::newRow("no binding") << u"plain"_qs << "\"plain\"\n"_qba;
    QTest::newRow("null") << u"{{ null }}"_qs << "null\n"_qba;
}

void UwhEvalTest::prints()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, output);
    const ProgramRun run = runUwh({u"eval"_qs, text, u"--context"_qs, u"-"_qs}, {}, contextText);
    QCOMPARE(run.err, "");
    QCOMPARE(run.out, output);
    QCOMPARE(run.exitCode, 0);
}

void UwhEvalTest::readsAFile()
{
    const QTemporaryDir folder;
    const QString path = test::writtenFile(folder.filePath(u"context.json"_qs), contextText);
    QVERIFY(!path.isEmpty());
    const ProgramRun run = runUwh({u"eval"_qs, u"--context"_qs, path, u"{{ $.n }}"_qs});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.out, "5\n");
    const ProgramRun without = runUwh({u"eval"_qs, u"{{ [1, 2] | sum }}"_qs});
    QCOMPARE(without.exitCode, 0);
    QCOMPARE(without.out, "3\n");
}

void UwhEvalTest::fails_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char *name, const QStringList &arguments, const char *input, int exitCode,
                        const char *says) {
        QTest::newRow(name) << arguments << QByteArray(input) << exitCode << QByteArray(says);
    };
    const QStringList context{u"--context"_qs, u"-"_qs};
    row("missing", QStringList(u"{{ $.no }}"_qs) + context, contextText, 1, "binding_missing: ");
    row("wrong type", QStringList(u"{{ $.n | upper }}"_qs) + context, contextText, 1,
        "binding_invalid: The filter upper takes a string, but $.n is of type number");
    row("too large", QStringList(u"{{ 'x' | replace('x', $.t) }}{{ $.t | string }}"_qs) + context,
        QByteArray("{\"payload\":{\"t\":\"" + QByteArray(6'000'000, 'x') + "\"}}").constData(), 1, "limit_exceeded: ");
    row("no credential", {u"{{ 'a' | hmac_sha256(credential('k')) }}"_qs}, "", 1, "credential_missing: ");
    row("invalid template", {u"{{ $.a | uper }}"_qs}, "", 2, "binding_invalid: Column 10: There is no filter");
    row("not closed", {u"{{ $.a"_qs}, "", 2, "Column 7");
    row("no template", {}, "", 2, "One TEMPLATE");
    row("two templates", {u"a"_qs, u"b"_qs}, "", 2, "One TEMPLATE");
    row("unknown option", {u"a"_qs, u"--raw"_qs}, "", 2, "raw");
    row("no such file", {u"a"_qs, u"--context"_qs, u"/nowhere/c.json"_qs}, "", 2, "There is no file");
    row("no JSON", QStringList(u"a"_qs) + context, "{", 2, "no JSON");
    row("no object", QStringList(u"a"_qs) + context, "[1]", 2, "of type array");
}

void UwhEvalTest::fails()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, input);
    QFETCH(int, exitCode);
    QFETCH(QByteArray, says);
    const ProgramRun run = runUwh(QStringList(u"eval"_qs) + arguments, {}, input);
    QCOMPARE(run.exitCode, exitCode);
    QCOMPARE(run.out, "");
    QVERIFY2(run.err.contains(says), run.err.constData());
    QCOMPARE(run.err.count('\n'), 1);
}

void UwhEvalTest::makesTimesAndIds()
{
    const ProgramRun now = runUwh({u"eval"_qs, u"{{ now }}"_qs});
    QCOMPARE(now.exitCode, 0);
    QVERIFY2(fromRfc3339(QString::fromUtf8(now.out.trimmed()).remove(u'"')), now.out.constData());
    const ProgramRun uuid = runUwh({u"eval"_qs, u"{{ uuid }}"_qs});
    QCOMPARE(uuid.exitCode, 0);
    QCOMPARE(uuid.out.trimmed().size(), 38);
    const ProgramRun omitted = runUwh({u"eval"_qs, u"{{ $.no | omit }}"_qs});
    QCOMPARE(omitted.exitCode, 0);
    QCOMPARE(omitted.out, "null\n");
    QVERIFY(omitted.err.contains("omitted"));
}

void UwhEvalTest::keepsCredentialsToItself()
{
    const QMap<QString, QString> variables{
        {u"UW_CREDENTIAL_MY_KEY"_qs,
         u"{\"kind\":\"header\",\"header\":\"X-Key\",\"value\":\"Jefe-secret\",\"hosts\":[\"h.example\"]}"_qs}};
    const ProgramRun run = runUwh({u"eval"_qs, u"{{ 'a' | hmac_sha256(credential('my-key')) }}"_qs}, variables);
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QCOMPARE(run.out.trimmed().size(), 66);
    const ProgramRun bare = runUwh({u"eval"_qs, u"{{ credential('my-key') }}"_qs}, variables);
    QCOMPARE(bare.exitCode, 2);
    QVERIFY(!bare.err.contains("Jefe"));
}

void UwhEvalTest::helps()
{
    const ProgramRun run = runUwh({u"eval"_qs, u"--help"_qs});
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(run.out.startsWith("Usage: uwh eval [options] TEMPLATE"), run.out.constData());
    QVERIFY(run.out.contains("--context"));
}

QTEST_GUILESS_MAIN(UwhEvalTest)
#include "tst_uwheval.moc"
