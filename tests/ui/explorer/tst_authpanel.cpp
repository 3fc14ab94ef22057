// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakedialogs.h"
#include "tests/support/memorysecretstore.h"
#include "ui/explorer/authpanel.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace uw;
using namespace uw::ui;
using Status = AuthPanel::Status;

namespace {

const KeyPlace place{.header = u"X-Api-Key"_qs,
                     .origin = u"https://api.clockify.me"_qs,
                     .secretKey = secretkeys::clockifyApiKey,
                     .isPrivate = true};
const KeyPlace other{.header = u"X-Api-Key"_qs,
                     .origin = u"https://api.example.com"_qs,
                     .secretKey = u"explorer/x-api-key@https://api.example.com"_qs,
                     .isPrivate = true};

} // namespace

// Storing and deleting a key without ever showing it.
class tst_AuthPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void tellsTheStatus();
    void stores();
    void deletesAfterAQuestion();
    void saysWhatIsWrong();
    void nothingIsKeptForAnotherPlace();
    void plainHttpIsExplained();

private:
    [[nodiscard]] bool shows(const QString &text) const
    {
        const QList<QLabel *> labels = m_panel->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&text](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (QPushButton *candidate : m_panel->findChildren<QPushButton *>()) {
            if (candidate->text() == text)
                return candidate;
        }
        return nullptr;
    }
    [[nodiscard]] QLineEdit *field() const { return m_panel->findChild<QLineEdit *>(); }

    std::unique_ptr<Theme> m_theme;
    test::FakeDialogs m_dialogs;
    std::unique_ptr<test::MemorySecretStore> m_secrets;
    std::unique_ptr<AuthPanel> m_panel;
};

void tst_AuthPanel::init()
{
    m_theme = std::make_unique<Theme>(*qApp);
    m_secrets = std::make_unique<test::MemorySecretStore>();
    m_panel = std::make_unique<AuthPanel>(*m_theme, m_dialogs, *m_secrets);
    m_panel->resize(700, 300);
    m_panel->show();
}

void tst_AuthPanel::cleanup()
{
    m_panel.reset();
    m_secrets.reset();
    m_dialogs.asked.clear();
}

void tst_AuthPanel::tellsTheStatus()
{
    QCOMPARE(m_panel->status(), Status::NotNeeded);
    QVERIFY(!field()->isVisible());
    m_panel->setPlace(place);
    QTRY_COMPARE(m_panel->status(), Status::NotStored);
    QVERIFY(shows(u"X-Api-Key: not stored"_qs));
    QVERIFY(shows(u"Sent to https://api.clockify.me and nowhere else."_qs));
    QVERIFY(!button(u"Delete"_qs)->isVisible());
    // Stored elsewhere meanwhile.
    m_secrets->values.insert(place.secretKey, "k");
    m_panel->refresh();
    QTRY_COMPARE(m_panel->status(), Status::Stored);
    QVERIFY(shows(u"X-Api-Key: stored in the keychain"_qs));
    m_panel->setPlace(std::nullopt);
    QCOMPARE(m_panel->status(), Status::NotNeeded);
}

void tst_AuthPanel::stores()
{
    m_panel->setPlace(place);
    QTRY_COMPARE(m_panel->status(), Status::NotStored);
    QCOMPARE(field()->echoMode(), QLineEdit::Password);
    QVERIFY(!button(u"Store secret"_qs)->isEnabled());
    QTest::keyClicks(field(), u"  abc-123  "_qs);
    QVERIFY(button(u"Store secret"_qs)->isEnabled());
    QTest::keyClick(field(), Qt::Key_Return);
    QTRY_COMPARE(m_panel->status(), Status::Stored);
    QCOMPARE(m_secrets->values.value(place.secretKey), QByteArray("abc-123"));
    QCOMPARE(field()->text(), QString());
}

void tst_AuthPanel::deletesAfterAQuestion()
{
    m_secrets->values.insert(place.secretKey, "k");
    m_panel->setPlace(place);
    QTRY_COMPARE(m_panel->status(), Status::Stored);
    button(u"Delete"_qs)->click();
    QCOMPARE(m_dialogs.asked.size(), 1);
    QVERIFY(m_dialogs.asked.first().question.destructive);
    m_dialogs.answerConfirm(false);
    QCOMPARE(m_secrets->values.size(), 1);
    button(u"Delete"_qs)->click();
    m_dialogs.answerConfirm(true);
    QTRY_COMPARE(m_panel->status(), Status::NotStored);
    QVERIFY(m_secrets->values.isEmpty());
}

void tst_AuthPanel::saysWhatIsWrong()
{
    m_secrets->failure = Error{ErrorCode::Unavailable, u"No keychain runs. Start gnome-keyring."_qs};
    m_panel->setPlace(place);
    QTRY_COMPARE(m_panel->status(), Status::Unavailable);
    QVERIFY(shows(u"No keychain runs. Start gnome-keyring."_qs));
    // What was typed stays, so that it can be stored once the keychain is there.
    QTest::keyClicks(field(), u"abc"_qs);
    button(u"Store secret"_qs)->click();
    QTRY_VERIFY(button(u"Store secret"_qs)->isEnabled());
    QCOMPARE(field()->text(), u"abc"_qs);
    m_secrets->failure.reset();
    button(u"Store secret"_qs)->click();
    QTRY_COMPARE(m_panel->status(), Status::Stored);
    QVERIFY(!shows(u"No keychain runs"_qs));
}

void tst_AuthPanel::nothingIsKeptForAnotherPlace()
{
    m_panel->setPlace(place);
    QTest::keyClicks(field(), u"for clockify only"_qs);
    m_panel->setPlace(other);
    QCOMPARE(field()->text(), QString());
    QTRY_COMPARE(m_panel->status(), Status::NotStored);
    QTest::keyClicks(field(), u"x"_qs);
    button(u"Store secret"_qs)->click();
    QTRY_COMPARE(m_panel->status(), Status::Stored);
    QCOMPARE(m_secrets->values.keys(), QStringList{other.secretKey});
    // A question that was still open belongs to the former place.
    button(u"Delete"_qs)->click();
    m_panel->setPlace(place);
    m_dialogs.answerConfirm(true);
    QTRY_COMPARE(m_panel->status(), Status::NotStored);
    QCOMPARE(m_secrets->values.size(), 1);
}

void tst_AuthPanel::plainHttpIsExplained()
{
    KeyPlace plain = other;
    plain.origin = u"http://api.example.com"_qs;
    plain.isPrivate = false;
    m_panel->setPlace(plain);
    QVERIFY(shows(u"not encrypted"_qs));
}

QTEST_MAIN(tst_AuthPanel)
#include "tst_authpanel.moc"
