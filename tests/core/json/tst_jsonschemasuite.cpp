// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the public JSON Schema test suite: drafts 4, 6 and 7 as Debian's package json-schema-test-suite has them, or
// drafts 4 to 2020-12 of the copy of the suite in the folder that UW_JSON_SCHEMA_SUITE names.
#include "core/json/schema/schema.h"

#include <QDirIterator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;
using namespace uw::json;

namespace {

const QString packaged = u"/usr/share/json-schema-test-suite"_s;

// What is left out, by the beginning of "draft/file: group: test", and why.
struct LeftOut {
    QLatin1StringView name;
    QLatin1StringView why;
};
constexpr LeftOut leftOut[] = {
    {"draft7/optional/content"_L1, "contentEncoding and contentMediaType are annotations"_L1},
    {"idn-hostname"_L1, "the tables of IDNA are not held against the letters of a name"_L1},
    {"draft2020-12/vocabulary"_L1, "$vocabulary is not read"_L1},
    {"draft2019-09/vocabulary"_L1, "$vocabulary is not read"_L1},
};

Value readJson(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return parse(file.readAll()).valueOr(Value());
}

// The files that tests refer to, by the address at which the suite pretends to serve them.
QHash<QString, Value> remoteDocuments(const QString &folder)
{
    QHash<QString, Value> documents;
    QDirIterator files(folder + u"/remotes"_s, {u"*.json"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        documents.insert(u"http://localhost:1234/"_s + path.sliced(folder.size() + 9), readJson(path));
    }
    return documents;
}

} // namespace

class TestJsonSchemaSuite : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void suite_data();
    void suite();

private:
    void runGroup(const Value &group, const QString &name, const SchemaOptions &options);
    [[nodiscard]] bool isLeftOut(const QString &name) const;

    int m_run = 0;
    int m_skipped = 0;
    QStringList m_failed;
};

bool TestJsonSchemaSuite::isLeftOut(const QString &name) const
{
    return std::any_of(std::begin(leftOut), std::end(leftOut),
                       [&name](const LeftOut &entry) { return name.contains(entry.name); });
}

void TestJsonSchemaSuite::runGroup(const Value &group, const QString &name, const SchemaOptions &options)
{
    const QString title = name + u": "_s + toQString(*member(group, "description"));
    const Result<Schema> schema = Schema::compile(*member(group, "schema"), options);
    const Value &tests = *member(group, "tests");
    for (const Value &test : tests) {
        const QString row = title + u": "_s + toQString(*member(test, "description"));
        if (isLeftOut(row)) {
            ++m_skipped;
            continue;
        }
        ++m_run;
        if (!schema) {
            m_failed.append(row + u": "_s + schema.error().text);
            continue;
        }
        const bool wanted = *member(test, "valid") == Value(true);
        const SchemaReport report = schema->check(*member(test, "data"));
        if (report.isValid() != wanted || schema->accepts(*member(test, "data")) != wanted
            || !report.unfinished.isEmpty())
            m_failed.append(row);
    }
}

void TestJsonSchemaSuite::suite_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("draft");
    QTest::addColumn<int>("dialect");
    const auto add = [](const QString &folder, const char *draft, SchemaDialect dialect) {
        QTest::newRow(draft) << folder << QString::fromLatin1(draft) << int(dialect);
    };
    const QString chosen = qEnvironmentVariable("UW_JSON_SCHEMA_SUITE");
    const QString folder = chosen.isEmpty() ? packaged : chosen;
    add(folder, "draft4", SchemaDialect::Draft4);
    add(folder, "draft6", SchemaDialect::Draft6);
    add(folder, "draft7", SchemaDialect::Draft7);
    if (chosen.isEmpty())
        return;
    add(folder, "draft2019-09", SchemaDialect::Draft2019);
    add(folder, "draft2020-12", SchemaDialect::Draft2020);
}

void TestJsonSchemaSuite::suite()
{
    QFETCH(QString, folder);
    QFETCH(QString, draft);
    QFETCH(int, dialect);
    const QString tests = folder + u"/tests/"_s + draft;
    if (!QDir(tests).exists())
        QSKIP(qPrintable(u"%1 is not there: install the package json-schema-test-suite"_s.arg(tests)));
    const QHash<QString, Value> documents = remoteDocuments(folder);
    SchemaOptions options{.dialect = static_cast<SchemaDialect>(dialect)};
    for (auto document = documents.cbegin(); document != documents.cend(); ++document)
        options.documents.insert(document.key(), &document.value());
    m_run = m_skipped = 0;
    m_failed.clear();
    QDirIterator files(tests, {u"*.json"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        const QString name = draft + path.sliced(tests.size()).chopped(5);
        options.assertsFormats = name.contains("/optional/format"_L1) || name.contains("ecmascript-regex"_L1);
        const Value groups = readJson(path);
        QVERIFY2(groups.is_array(), qPrintable(path));
        for (const Value &group : groups)
            runGroup(group, name, options);
    }
    qInfo("%s: %d tests run, %d left out, %d failed", qPrintable(draft), m_run, m_skipped, int(m_failed.size()));
    QVERIFY2(m_failed.isEmpty(), qPrintable(m_failed.join(u'\n')));
    QVERIFY(m_run > 100);
}

QTEST_GUILESS_MAIN(TestJsonSchemaSuite)
#include "tst_jsonschemasuite.moc"
