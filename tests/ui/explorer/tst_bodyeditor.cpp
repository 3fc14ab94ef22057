// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/bodyeditor.h"
#include "ui/shell/theme.h"
#include "ui/widgets/codeeditor.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/jsonview.h"

#include <QApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

using namespace uw;
using namespace uw::ui;
using openapi::RequestBody;

namespace {

RequestBody jsonBody(bool required = false)
{
    return {.mediaType = u"application/json"_qs, .required = required, .description = {}, .sample = "{\n  \"a\": 1\n}"};
}

} // namespace

// The editor of a request's body: kinds of bodies, the mark of validity, sample and formatting.
class tst_BodyEditor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void kinds_data();
    void kinds();
    void verdicts_data();
    void verdicts();
    void marksWhileTyping();
    void requiredBody();
    void sampleCanBeTakenBack();
    void formats();
    void formatKeepsWhatIsNotJson();
    void formatLosesToTyping();
    void largeTextIsNotChecked();
    void jsonTypes();

private:
    [[nodiscard]] CodeEditor *edit() const { return m_editor->findChild<CodeEditor *>(); }
    [[nodiscard]] bool shows(const QString &text) const
    {
        const QList<QLabel *> labels = m_editor->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&text](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<BodyEditor> m_editor;
};

void tst_BodyEditor::init()
{
    m_theme = std::make_unique<Theme>(*qApp);
    m_editor = std::make_unique<BodyEditor>(*m_theme);
    m_editor->resize(700, 400);
    m_editor->show();
}

void tst_BodyEditor::cleanup()
{
    m_editor.reset();
    m_theme.reset();
}

void tst_BodyEditor::kinds_data()
{
    QTest::addColumn<QString>("mediaType");
    QTest::addColumn<bool>("writable");
    QTest::newRow("json") << u"application/json; charset=utf-8"_qs << true;
    QTest::newRow("json suffix") << u"application/merge-patch+json"_qs << true;
    QTest::newRow("text") << u"text/csv"_qs << true;
    QTest::newRow("form") << u"application/x-www-form-urlencoded"_qs << true;
    QTest::newRow("multipart") << u"multipart/form-data"_qs << false;
    QTest::newRow("bytes") << u"application/octet-stream"_qs << false;
}

void tst_BodyEditor::kinds()
{
    QFETCH(QString, mediaType);
    QFETCH(bool, writable);
    m_editor->setBody(RequestBody{.mediaType = mediaType}, u"text"_qs);
    QCOMPARE(m_editor->isWritable(), writable);
    QCOMPARE(m_editor->bytes().has_value(), writable);
    QCOMPARE(edit()->isVisible(), writable);
    QCOMPARE(shows(u"not written here"_qs), !writable);
    m_editor->setBody(std::nullopt, {});
    QVERIFY(shows(u"takes no body"_qs));
    QVERIFY(!m_editor->bytes());
}

void tst_BodyEditor::verdicts_data()
{
    QTest::addColumn<QString>("text");
    // Part of what is said; empty: fine.
    QTest::addColumn<QString>("problem");
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("blank") << u" \n "_qs << QString();
    QTest::newRow("object") << u"{\"a\": [1, null]}"_qs << QString();
    QTest::newRow("not closed") << u"{\n  \"a\": 1"_qs << u"line 2"_qs;
    QTest::newRow("place in characters") << u"{\"ä\": x}"_qs << u"line 1, column 7"_qs;
    QTest::newRow("deep") << QString(300, u'[') << u"column 201"_qs;
}

void tst_BodyEditor::verdicts()
{
    QFETCH(QString, text);
    QFETCH(QString, problem);
    m_editor->setBody(jsonBody(), text);
    const QString said = m_editor->check();
    QCOMPARE(said.isEmpty(), problem.isEmpty());
    QVERIFY2(said.contains(problem), qPrintable(said));
    QCOMPARE(shows(u"Not JSON"_qs), !problem.isEmpty());
    QCOMPARE(shows(u"Valid JSON"_qs), problem.isEmpty() && !text.trimmed().isEmpty());
    QCOMPARE(m_editor->bytes().value_or(QByteArray()), text.trimmed().isEmpty() ? QByteArray() : text.toUtf8());
}

void tst_BodyEditor::marksWhileTyping()
{
    m_editor->setBody(jsonBody(), {});
    QSignalSpy edited(m_editor.get(), &BodyEditor::edited);
    QTest::keyClicks(edit(), u"nul"_qs);
    QCOMPARE(edited.size(), 3);
    QTRY_VERIFY(shows(u"Not JSON"_qs));
    QTest::keyClicks(edit(), u"l"_qs);
    QTRY_VERIFY(shows(u"Valid JSON"_qs));
    // The mark left the cursor alone; who tries to send is led to the fault.
    QCOMPARE(m_editor->text(), u"null"_qs);
    m_editor->setBody(jsonBody(), u"{\n  \"a\": x}"_qs);
    m_editor->check(true);
    QCOMPARE(edit()->textCursor().position(), 9);
}

void tst_BodyEditor::requiredBody()
{
    m_editor->setBody(jsonBody(true), {});
    QVERIFY(m_editor->isRequired());
    QVERIFY(m_editor->check().contains(u"needs a body"_qs));
    m_editor->setBody(jsonBody(true), u"{}"_qs);
    QCOMPARE(m_editor->check(), QString());
}

void tst_BodyEditor::sampleCanBeTakenBack()
{
    m_editor->setBody(jsonBody(), u"typed"_qs);
    QSignalSpy edited(m_editor.get(), &BodyEditor::edited);
    m_editor->insertSample();
    QCOMPARE(m_editor->text(), u"{\n  \"a\": 1\n}"_qs);
    QVERIFY(edited.size() > 0);
    edit()->undo();
    QCOMPARE(m_editor->text(), u"typed"_qs);
}

void tst_BodyEditor::formats()
{
    // Numbers keep their spelling, members their order.
    m_editor->setBody(jsonBody(), u"{\"b\":1.0,\"a\":[1e400]}"_qs);
    m_editor->format();
    QTRY_COMPARE(m_editor->text(), u"{\n  \"b\": 1.0,\n  \"a\": [\n    1e400\n  ]\n}"_qs);
}

void tst_BodyEditor::formatKeepsWhatIsNotJson()
{
    m_editor->setBody(jsonBody(), u"{\"b\":"_qs);
    m_editor->format();
    QTRY_VERIFY(shows(u"Not JSON"_qs));
    QCOMPARE(m_editor->text(), u"{\"b\":"_qs);
}

void tst_BodyEditor::formatLosesToTyping()
{
    m_editor->setBody(jsonBody(), u"[1,2]"_qs);
    m_editor->format();
    edit()->moveCursor(QTextCursor::End);
    QTest::keyClick(edit(), Qt::Key_Space);
    m_editor->format();
    QTRY_COMPARE(m_editor->text(), u"[\n  1,\n  2\n]"_qs);
}

void tst_BodyEditor::largeTextIsNotChecked()
{
    m_editor->setBody(jsonBody(), QString(BodyEditor::CheckedCharacters + 1, u'x'));
    QCOMPARE(m_editor->check(), QString());
    QVERIFY(shows(u"not checked"_qs));
}

void tst_BodyEditor::jsonTypes()
{
    QVERIFY(BodyEditor::isJsonType(u"application/JSON"_qs));
    QVERIFY(BodyEditor::isJsonType(u"text/json"_qs));
    QVERIFY(!BodyEditor::isJsonType(u"application/jsonlines"_qs));
    QVERIFY(!BodyEditor::isJsonType(QString()));
}

QTEST_MAIN(tst_BodyEditor)
#include "tst_bodyeditor.moc"
