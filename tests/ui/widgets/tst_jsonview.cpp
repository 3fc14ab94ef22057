// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme.h"
#include "ui/widgets/codeeditor.h"
#include "ui/widgets/findbar.h"
#include "ui/widgets/jsonview.h"

#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>

using namespace uw::ui;

class JsonViewTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_theme = std::make_unique<Theme>(*qApp);
        m_view = std::make_unique<JsonView>(*m_theme);
        m_view->resize(600, 400);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup()
    {
        m_view.reset();
        m_theme.reset();
    }

    void keepsTextsExactly_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("blocks");
        QTest::newRow("empty") << QString() << 1;
        QTest::newRow("one line") << u"{\"a\": 1}"_qs << 1;
        QTest::newRow("final line feed") << u"a\n"_qs << 2;
        QTest::newRow("two of them") << u"a\n\n"_qs << 3;
        QTest::newRow("only line feeds") << u"\n\n"_qs << 3;
        QTest::newRow("carriage returns") << u"a\r\nb\rc\r\n"_qs << 3;
        QTest::newRow("odd separators") << u"a\u2029b\u00a0c\ufdd0"_qs << 1;
        QTest::newRow("exactly the longest line") << QString(CodeEditor::LongestLine, u'x') << 1;
        QTest::newRow("one more") << QString(CodeEditor::LongestLine + 1, u'x') << 2;
        QTest::newRow("long, then short") << QString(3 * CodeEditor::LongestLine, u'x') + u"\ny"_qs << 4;
        QString pairs;
        while (pairs.size() <= CodeEditor::LongestLine)
            pairs += u"x\U0001F600"_qs;
        QTest::newRow("a pair at the seam") << pairs << 2;
    }
    void keepsTextsExactly()
    {
        QFETCH(QString, text);
        m_view->setText(text);
        QCOMPARE(m_view->text(), text);
        QVERIFY(!m_view->isPartial());
        QTEST(m_view->editor()->blockCount(), "blocks");
        for (QTextBlock block = m_view->editor()->document()->firstBlock(); block.isValid(); block = block.next())
            QVERIFY(block.length() - 1 <= CodeEditor::LongestLine);
    }

    void copiesBrokenLinesWhole()
    {
        const QString line(20'000, u'x');
        m_view->setText(line + u"\nsecond"_qs);
        CodeEditor *editor = m_view->editor();
        QCOMPARE(editor->lineNumber(editor->document()->lastBlock()), 2);
        QCOMPARE(editor->lineNumber(editor->document()->findBlockByNumber(1)), 0);
        QCOMPARE(editor->wholeText(), line + u"\nsecond"_qs);
        editor->setFocus();
        QTest::keySequence(editor, QKeySequence::SelectAll);
        QTest::keySequence(editor, QKeySequence::Copy);
        QCOMPARE(QGuiApplication::clipboard()->text(), line + u"\nsecond"_qs);
    }

    void coloursWhatIsSeen()
    {
        QString text;
        for (int i = 0; i < 5'000; ++i)
            text += u"{\"key\": 12, \"other\": true}\n"_qs;
        m_view->setText(text);
        const QTextDocument *document = m_view->editor()->document();
        QTRY_VERIFY(!document->firstBlock().layout()->formats().isEmpty());
        QVERIFY(document->findBlockByNumber(4'000).layout()->formats().isEmpty());
        QCOMPARE(document->firstBlock().layout()->formats().at(1).format.foreground().color(),
                 m_theme->color(ColorRole::Accent));
        m_theme->setMode(ThemeMode::Dark);
        QTRY_COMPARE(document->firstBlock().layout()->formats().at(1).format.foreground().color(),
                     Theme::color(ColorRole::Accent, true));
        m_view->setText(u"plain"_qs, Syntax::Plain);
        QVERIFY(document->firstBlock().layout()->formats().isEmpty());
    }

    void showsAPartOfALargeText()
    {
        QString text;
        while (text.size() < JsonView::LargeText)
            text += u"{\"key\": 12}\n"_qs;
        m_view->setText(text);
        QVERIFY(m_view->isPartial());
        QCOMPARE(m_view->text().size(), text.size());
        QVERIFY(m_view->editor()->document()->characterCount() < 2 * JsonView::FirstPart);
        auto *action = m_view->findChild<QPushButton *>();
        QVERIFY(action->isVisible());
        QTest::mouseClick(action, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!m_view->isPartial(), 20'000);
        QVERIFY(!action->isVisible());
        QVERIFY(m_view->editor()->wholeText() == text);
        QVERIFY(m_view->editor()->document()->firstBlock().layout()->formats().isEmpty());
    }

    void oneEndlessLineDoesNotHoldUpTheWindow()
    {
        const QString text = u"[\""_qs + QString(1'500'000, u'x') + u"\"]"_qs;
        QElapsedTimer timer;
        timer.start();
        m_view->setText(text);
        m_view->grab();
        qInfo("one line of %lld characters: %lld ms", qlonglong(text.size()), timer.elapsed());
        QVERIFY2(timer.elapsed() < 2'000, qPrintable(QString::number(timer.elapsed())));
        QTRY_VERIFY_WITH_TIMEOUT(!m_view->isPartial(), 20'000);
        QCOMPARE(m_view->text(), text);
        QVERIFY(m_view->editor()->wholeText() == text);
    }

    void findsAndGoesRound()
    {
        m_view->setText(u"one two\nTwo one\ntwo"_qs, Syntax::Plain);
        CodeEditor *editor = m_view->editor();
        editor->setFocus();
        QTest::keySequence(editor, QKeySequence::Find);
        auto *bar = m_view->findChild<FindBar *>();
        QVERIFY(bar->isVisible());
        auto *field = m_view->findChild<QLineEdit *>(u"findField"_qs);
        QTest::keyClicks(field, u"two"_qs);
        QTRY_COMPARE(bar->matchCount(), 3);
        QCOMPARE(bar->currentMatch(), 0);
        QCOMPARE(editor->textCursor().selectedText(), u"two"_qs);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(bar->currentMatch(), 1);
        QTest::keyClick(field, Qt::Key_Return);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(bar->currentMatch(), 0);
        QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(bar->currentMatch(), 2);
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
        QVERIFY(editor->extraSelections().isEmpty());
    }

    void editsWithIndentation()
    {
        m_view->setReadOnly(false);
        m_view->setText(u"{}"_qs);
        QSignalSpy edited(m_view.get(), &JsonView::textEdited);
        CodeEditor *editor = m_view->editor();
        editor->setFocus();
        QTest::keyClick(editor, Qt::Key_Right);
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(m_view->text(), u"{\n  \n}"_qs);
        QTest::keyClicks(editor, u"\"a\": ["_qs);
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(m_view->text(), u"{\n  \"a\": [\n    \n}"_qs);
        QTest::keyClick(editor, Qt::Key_Backtab);
        QTest::keyClicks(editor, u"]"_qs);
        QCOMPARE(m_view->text(), u"{\n  \"a\": [\n  ]\n}"_qs);
        QVERIFY(edited.count() > 0);
        edited.clear();
        m_view->setText(u"1\u00a02"_qs);
        QCOMPARE(edited.count(), 0);
        QCOMPARE(m_view->text(), u"1\u00a02"_qs);
    }

    void tabLeavesAfterEscape()
    {
        QWidget window;
        auto *view = new JsonView(*m_theme, &window);
        auto *next = new QLineEdit(&window);
        next->move(0, 300);
        view->setReadOnly(false);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        view->editor()->setFocus();
        QTest::keyClick(view->editor(), Qt::Key_Tab);
        QCOMPARE(view->text(), u"  "_qs);
        QTest::keyClick(view->editor(), Qt::Key_Escape);
        QTest::keyClick(view->editor(), Qt::Key_Tab);
        QTRY_VERIFY(next->hasFocus());
        QCOMPARE(view->text(), u"  "_qs);
    }

    void marksAFault()
    {
        m_view->setReadOnly(false);
        m_view->setText(u"{\"a\" 1}"_qs);
        m_view->setProblem(u"A colon is missing."_qs, 5);
        QCOMPARE(m_view->editor()->textCursor().position(), 5);
        QCOMPARE(m_view->editor()->extraSelections().size(), 1);
        QCOMPARE(m_view->editor()->accessibleDescription(), u"A colon is missing."_qs);
        m_view->setProblem(u"The text ends too early."_qs, 5'000);
        QCOMPARE(m_view->editor()->extraSelections().size(), 1);
        m_view->clearProblem();
        QVERIFY(m_view->editor()->extraSelections().isEmpty());
    }

    void goesFromReadingToEditingAndBack()
    {
        const QString text = QString(20'000, u'x') + u"\ny"_qs;
        m_view->setText(text);
        m_view->setReadOnly(false);
        QCOMPARE(m_view->text(), text);
        QCOMPARE(m_view->editor()->blockCount(), 2);
        m_view->setReadOnly(true);
        QCOMPARE(m_view->text(), text);
    }

private:
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<JsonView> m_view;
};

QTEST_MAIN(JsonViewTest)
#include "tst_jsonview.moc"
