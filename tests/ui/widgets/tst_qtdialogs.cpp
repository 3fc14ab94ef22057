// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakedialogs.h"
#include "ui/shell/theme.h"
#include "ui/widgets/qtdialogs.h"

#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace uw::ui;

class QtDialogsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_theme = std::make_unique<Theme>(*qApp);
        m_window = std::make_unique<QWidget>();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup()
    {
        m_window.reset();
        m_theme.reset();
    }

    void confirms_data()
    {
        QTest::addColumn<bool>("accept");
        QTest::newRow("verb") << true;
        QTest::newRow("cancel") << false;
    }
    void confirms()
    {
        QFETCH(bool, accept);
        QtDialogService service(*m_theme);
        QList<bool> answers;
        service.confirm(m_window.get(), {.title = u"Send?"_qs, .text = u"It writes."_qs, .verb = u"Send"_qs},
                        [&](bool accepted) { answers.append(accepted); });
        QVERIFY(answers.isEmpty());
        auto *dialog = m_window->findChild<QDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        auto *verb = dialog->findChild<QPushButton *>(u"verbButton"_qs);
        QCOMPARE(verb->text(), u"Send"_qs);
        if (accept)
            QTest::mouseClick(verb, Qt::LeftButton);
        else
            QTest::keyClick(dialog, Qt::Key_Escape);
        QCOMPARE(answers, QList<bool>{accept});
        QTRY_VERIFY(!m_window->findChild<QDialog *>());
    }

    void enterDoesNotDestroy()
    {
        QList<bool> answers;
        QtDialogService service(*m_theme);
        service.confirm(
            m_window.get(),
            {.title = u"Delete?"_qs, .text = {}, .verb = u"Delete"_qs, .details = u"DELETE /x"_qs, .destructive = true},
            [&](bool accepted) { answers.append(accepted); });
        auto *dialog = m_window->findChild<QDialog *>();
        QCOMPARE(dialog->findChild<QPlainTextEdit *>()->toPlainText(), u"DELETE /x"_qs);
        QTest::keyClick(dialog, Qt::Key_Return);
        QVERIFY(dialog->isVisible());
        QVERIFY(answers.isEmpty());
    }

    void saysNothingAfterTheParentIsGone()
    {
        QtDialogService service(*m_theme);
        int answers = 0;
        service.confirm(m_window.get(), {.title = u"Send?"_qs, .text = {}, .verb = u"Send"_qs},
                        [&](bool) { ++answers; });
        m_window.reset();
        QCOMPARE(answers, 0);
    }

    void asksForASecret()
    {
        QtDialogService service(*m_theme);
        std::optional<QString> answer;
        service.askText(
            m_window.get(),
            {.title = u"API key"_qs, .text = u"From your profile."_qs, .verb = u"Store key"_qs, .secret = true},
            [&](const std::optional<QString> &text) { answer = text; });
        auto *dialog = m_window->findChild<QDialog *>();
        auto *field = dialog->findChild<QLineEdit *>();
        QCOMPARE(field->echoMode(), QLineEdit::Password);
        auto *verb = dialog->findChild<QPushButton *>(u"verbButton"_qs);
        QVERIFY(!verb->isEnabled());
        QTest::keyClicks(field, u"s3cret"_qs);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(answer, std::optional<QString>(u"s3cret"_qs));
    }

    void keepsAQuestionThatIsAnsweredWrongly()
    {
        QtDialogService service(*m_theme);
        int answers = 0;
        QString answer;
        service.askText(
            m_window.get(),
            {.title = u"Address"_qs,
             .text = {},
             .verb = u"Use address"_qs,
             .initial = u"ftp"_qs,
             .placeholder = u"https://a.example"_qs,
             .mayBeEmpty = true,
             .check = [](const QString &text) { return text == u"ftp" ? u"This is no address."_qs : QString(); }},
            [&](const std::optional<QString> &text) {
                ++answers;
                answer = text.value_or(u"cancelled"_qs);
            });
        auto *dialog = m_window->findChild<QDialog *>();
        auto *field = dialog->findChild<QLineEdit *>();
        auto *wrong = dialog->findChild<QLabel *>(u"wrongAnswer"_qs);
        QCOMPARE(field->placeholderText(), u"https://a.example"_qs);
        QVERIFY(!wrong->isVisible());
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(answers, 0);
        QVERIFY(dialog->isVisible());
        QVERIFY(wrong->isVisible());
        QCOMPARE(wrong->text(), u"This is no address."_qs);
        field->clear();
        QVERIFY(!wrong->isVisible());
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"verbButton"_qs), Qt::LeftButton);
        QCOMPARE(answers, 1);
        QCOMPARE(answer, QString());
    }

    void theDoubleAnswersInOrder()
    {
        uw::test::FakeDialogs fake;
        QString log;
        fake.confirm(nullptr, {.title = u"a"_qs, .text = {}, .verb = {}},
                     [&](bool yes) { log += yes ? u"yes "_qs : u"no "_qs; });
        fake.askSaveFile(nullptr, {.title = u"b"_qs}, [&](const QString &path) { log += path; });
        QCOMPARE(fake.asked.size(), 2);
        fake.answerConfirm(true);
        fake.answerFile(u"/tmp/x"_qs);
        QCOMPARE(log, u"yes /tmp/x"_qs);
    }

private:
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<QWidget> m_window;
};

QTEST_MAIN(QtDialogsTest)
#include "tst_qtdialogs.moc"
