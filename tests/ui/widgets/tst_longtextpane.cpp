// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme.h"
#include "ui/widgets/longtextfind.h"
#include "ui/widgets/longtextpane.h"
#include "ui/widgets/longtextview.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace uw::ui;

// A long text by mouse, keyboard, search and for assistive programs.
class tst_LongTextPane : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void movesByKeyboard_data();
    void movesByKeyboard();
    void selectsAndCopies();
    void selectsByMouse();
    void doesNotCopyTooMuch();
    void findsAndGoesOn();
    void aSearchIsStopped();
    void wraps();
    void wrapsBesideLongNumbers();
    void oneEndlessLine();
    void looksAtBytesThatAreNoText();
    void menuAtAPlace();
    void isAccessible();

private:
    void show(const QByteArray &text, const QByteArray &type = "text/plain", TextForm form = TextForm::Raw);
    [[nodiscard]] LongTextView &view() const { return *m_pane->view(); }

    std::unique_ptr<Theme> m_theme;
    QTemporaryDir m_folder;
    std::unique_ptr<LongTextPane> m_pane;
};

void tst_LongTextPane::initTestCase()
{
    m_theme = std::make_unique<Theme>(*qApp);
}

void tst_LongTextPane::init()
{
    m_pane = std::make_unique<LongTextPane>(*m_theme);
    m_pane->resize(600, 300);
    m_pane->show();
    m_pane->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    view().setFocus();
}

void tst_LongTextPane::cleanup()
{
    m_pane.reset();
}

void tst_LongTextPane::show(const QByteArray &text, const QByteArray &type, TextForm form)
{
    m_pane->showBody(std::make_shared<BodyFile>(text), type, form, m_folder.path());
    QTRY_VERIFY(m_pane->isWhole());
    // What is seen is read when it is painted.
    (void)m_pane->grab();
}

void tst_LongTextPane::movesByKeyboard_data()
{
    QTest::addColumn<QList<int>>("keys");
    QTest::addColumn<int>("place");
    const int control = int(Qt::CTRL);
    QTest::newRow("right") << QList<int>{Qt::Key_Right, Qt::Key_Right} << 2;
    QTest::newRow("right over a line's end") << QList<int>{Qt::Key_End, Qt::Key_Right} << 6;
    QTest::newRow("left over a line's begin") << QList<int>{Qt::Key_Down, Qt::Key_Left} << 5;
    QTest::newRow("down keeps the column") << QList<int>{Qt::Key_End, Qt::Key_Down, Qt::Key_Down} << 14;
    QTest::newRow("over letters of two bytes") << QList<int>{Qt::Key_Down, Qt::Key_Right, Qt::Key_Right} << 9;
    QTest::newRow("to the end and home") << QList<int>{control | Qt::Key_End, Qt::Key_Home} << 10;
    QTest::newRow("to the very end") << QList<int>{control | Qt::Key_End} << 14;
    QTest::newRow("up at the top") << QList<int>{Qt::Key_Up} << 0;
}

void tst_LongTextPane::movesByKeyboard()
{
    QFETCH(QList<int>, keys);
    show("first\n\xC3\xA4z\nlast");
    for (const int key : keys)
        QTest::keyClick(&view(), Qt::Key(key & ~int(Qt::KeyboardModifierMask)),
                        Qt::KeyboardModifiers(key & int(Qt::KeyboardModifierMask)));
    QTEST(int(view().cursorPosition()), "place");
}

void tst_LongTextPane::selectsAndCopies()
{
    show("one\ntwo\nthree");
    QTest::keyClick(&view(), Qt::Key_Down);
    QTest::keyClick(&view(), Qt::Key_End, Qt::ShiftModifier);
    QCOMPARE(view().selectedText(), u"two"_qs);
    QTest::keySequence(&view(), QKeySequence::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"two"_qs);
    QTest::keySequence(&view(), QKeySequence::SelectAll);
    QCOMPARE(view().selectedText(), u"one\ntwo\nthree"_qs);
    QTest::keyClick(&view(), Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(view().selectedText(), QString());
}

void tst_LongTextPane::selectsByMouse()
{
    show("one two\nthree");
    const QRect letter = view().characterRect(0, 5);
    QTest::mouseDClick(view().viewport(), Qt::LeftButton, {}, letter.center());
    QCOMPARE(view().selectedText(), u"two"_qs);
    const QPoint from = view().characterRect(0, 0).center() - QPoint(letter.width() / 3, 0);
    QTest::mousePress(view().viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(view().viewport(), view().characterRect(1, 2).center() - QPoint(letter.width() / 3, 0));
    QTest::mouseRelease(view().viewport(), Qt::LeftButton, {}, view().characterRect(1, 2).center());
    QCOMPARE(view().selectedText(), u"one two\nth"_qs);
}

void tst_LongTextPane::doesNotCopyTooMuch()
{
    show(QByteArray(LongTextView::MostCopied + 1, 'x'));
    QSignalSpy refused(m_pane.get(), &LongTextPane::copyRefused);
    QGuiApplication::clipboard()->setText(u"before"_qs);
    view().selectAll();
    view().copy();
    QCOMPARE(refused.size(), 1);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"before"_qs);
    QCOMPARE(m_pane->allText(), QString());
}

void tst_LongTextPane::findsAndGoesOn()
{
    QByteArray text;
    for (int i = 0; i < 30'000; ++i)
        text += "line " + QByteArray::number(i) + (i % 10'000 == 7 ? " Needle\n" : "\n");
    show(text);
    QTest::keySequence(&view(), QKeySequence::Find);
    auto *field = m_pane->findChild<QLineEdit *>(u"findField"_qs);
    auto *count = m_pane->findChild<QLabel *>(u"findCount"_qs);
    QVERIFY(field->isVisible());
    QTest::keyClicks(field, u"needle"_qs);
    QTRY_COMPARE(count->text(), u"1 of 3"_qs);
    QCOMPARE(view().selectedText(), u"Needle"_qs);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(count->text(), u"2 of 3"_qs);
    QVERIFY(view().verticalScrollBar()->value() > 9'000);
    QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(count->text(), u"3 of 3"_qs);
    field->setText(u"nobody"_qs);
    QTRY_COMPARE(count->text(), u"Not found"_qs);
    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(!field->isVisible());
    QVERIFY(view().hasFocus());
}

void tst_LongTextPane::aSearchIsStopped()
{
    show(QByteArray("abcdefgh").repeated(4 * 1024 * 1024));
    m_pane->openFind();
    auto *field = m_pane->findChild<QLineEdit *>(u"findField"_qs);
    field->setText(u"nowhere"_qs);
    QTRY_VERIFY(m_pane->find()->isSearching());
    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(!m_pane->find()->isSearching());
    QCOMPARE(m_pane->find()->matchCount(), 0);
}

void tst_LongTextPane::wraps()
{
    show(QByteArray(500, 'x') + "\ny");
    QCOMPARE(view().lineCount(), 2);
    m_pane->setWrapping(true);
    QTRY_VERIFY(m_pane->isWhole() && view().lineCount() > 5);
    (void)m_pane->grab();
    QCOMPARE(view().horizontalScrollBar()->maximum(), 0);
    m_pane->setWrapping(false);
    QTRY_VERIFY(m_pane->isWhole() && view().lineCount() == 2);
}

// Once wrapped, the numbers of the lines are wider; also where no bar that comes and goes changes the room.
void tst_LongTextPane::wrapsBesideLongNumbers()
{
    view().setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    show(QByteArray(QByteArray(5000, 'x') + '\n').repeated(90));
    m_pane->setWrapping(true);
    QTRY_VERIFY(m_pane->isWhole() && view().lineCount() > 1000);
    QTRY_VERIFY(m_pane->grab().width() > 0 && view().horizontalScrollBar()->maximum() == 0);
}

// The usual case of a large body: JSON without a line break.
void tst_LongTextPane::oneEndlessLine()
{
    show('[' + QByteArray("{\"name\":\"some, [text\"},").repeated(200'000) + "1]", "application/json");
    QCOMPARE(view().lineCount(), (1 + 23 * 200'000 + 2 + LongTextPane::LongestLine - 1) / LongTextPane::LongestLine);
    view().verticalScrollBar()->setValue(5000);
    (void)m_pane->grab();
    const QList<LongTextRow> rows = view().visibleRows();
    QVERIFY(!rows.isEmpty());
    for (const LongTextRow &row : rows) {
        QCOMPARE(row.line().number, 1);
        QVERIFY(row.line().isContinued);
        // Whether a piece begins within a string is known by what stands in it.
        const int quotes = int(row.text().count(u'"')) + (row.begins == json::Tokenizer::State::InString ? 1 : 0);
        QCOMPARE(row.ends == json::Tokenizer::State::InString, quotes % 2 == 1);
        const qsizetype brace = row.text().indexOf(u"\"},{\""_qs);
        QVERIFY(brace >= 0);
        QCOMPARE(row.begins == json::Tokenizer::State::InString, row.text().left(brace + 1).count(u'"') % 2 == 1);
    }
    m_pane->showBody(std::make_shared<BodyFile>(QByteArray("[\"a\",{}]")), "application/json", TextForm::Pretty,
                     m_folder.path());
    QTRY_COMPARE(m_pane->allText(), u"[\n  \"a\",\n  {}\n]"_qs);
}

void tst_LongTextPane::looksAtBytesThatAreNoText()
{
    show(QByteArray("a\xFF\x01\tb\r\n\xE2\x80\xA8"
                    "c"));
    const QList<LongTextRow> rows = view().visibleRows();
    QCOMPARE(rows.size(), 1);
    QVERIFY(rows.first().text().startsWith(u"00000000  61 ff 01"_qs));
    const LongTextRow row({0, 9, 1, false}, QByteArrayView("a\xFF\x01\tb\xC3\xA4\xF0\x9F\x98\x80\r"));
    QCOMPARE(row.text(), u"a\uFFFD\u2401\tbä😀"_qs);
    QCOMPARE(row.offsetOf(6), 7);
    QCOMPARE(row.unitOf(7), 6);
    QCOMPARE(row.unitOf(5), 5);
}

void tst_LongTextPane::menuAtAPlace()
{
    show("one\ntwo");
    QSignalSpy made(m_pane.get(), &LongTextPane::menuMade);
    const QPoint place = view().characterRect(1, 1).center() - QPoint(2, 0);
    QContextMenuEvent event(QContextMenuEvent::Mouse, place, view().viewport()->mapToGlobal(place));
    QCoreApplication::sendEvent(view().viewport(), &event);
    QCOMPARE(made.size(), 1);
    QCOMPARE(made.first().at(1).toLongLong(), 5);
    const auto *menu = made.first().first().value<QMenu *>();
    QVERIFY(menu->actions().size() >= 3);
    QVERIFY(!menu->actions().first()->isEnabled());
}

void tst_LongTextPane::isAccessible()
{
    show("one\ntwo\nthree");
    QAccessibleInterface *known = QAccessible::queryAccessibleInterface(&view());
    QVERIFY(known);
    QVERIFY(known->state().readOnly);
    QAccessibleTextInterface *text = known->textInterface();
    QVERIFY(text);
    QCOMPARE(text->text(0, text->characterCount()), u"one\ntwo\nthree"_qs);
    text->setSelection(0, 4, 7);
    QCOMPARE(view().selectedText(), u"two"_qs);
    int begin = 0;
    int end = 0;
    text->selection(0, &begin, &end);
    QCOMPARE(begin, 4);
    QCOMPARE(end, 7);
    QCOMPARE(text->cursorPosition(), 7);
    QCOMPARE(text->offsetAtPoint(text->characterRect(9).center() - QPoint(2, 0)), 9);
}

QTEST_MAIN(tst_LongTextPane)
#include "tst_longtextpane.moc"
