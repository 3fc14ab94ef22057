// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakedialogs.h"
#include "ui/explorer/responsepanel.h"
#include "ui/explorer/timingview.h"
#include "ui/response/bodytable.h"
#include "ui/response/bodytree.h"
#include "ui/response/responsetext.h"
#include "ui/shell/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/headerstable.h"
#include "ui/widgets/longtextpane.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace uw::ui;

namespace {

CallState answered(int status, const QByteArray &body, const HeaderList &headers = {})
{
    auto answer = std::make_shared<Answer>();
    answer->response.status = status;
    answer->response.reason = status == 200 ? "OK" : "Odd";
    answer->response.headers = headers;
    answer->response.body = body;
    answer->response.timing = {
        .connectedMs = 10, .encryptedMs = 30, .sentMs = 31, .firstByteMs = 171, .totalMs = 184.4};
    CallState state;
    state.phase = CallState::Phase::Done;
    state.answer = answer;
    return state;
}

} // namespace

// What is shown of an answer, and of a call that has none.
class tst_ResponsePanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void nothingSentYet();
    void showsAnAnswer();
    void keepsItsTab();
    void aTabThatIsNotThereIsRemembered();
    void theLatestAnswerWins();
    void narrowsDownByJsonPath();
    void offersValuesForUse();
    void aBodyOnDisk();
    void progressAfterAMoment();
    void failuresAndCancelledCalls();
    void hints_data();
    void hints();
    void savesTheBody();
    void saysWhyItCouldNotSave();
    void copiesWhatIsShown();
    void phases_data();
    void phases();
    void timingModel();

private:
    template<typename Widget>
    [[nodiscard]] Widget *child() const
    {
        return m_panel->findChild<Widget *>();
    }
    [[nodiscard]] bool shows(const QString &text) const
    {
        const QList<QLabel *> labels = m_panel->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&text](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }

    // Of the view that is shown.
    [[nodiscard]] QString bodyText() const
    {
        for (const ResponseText *text : m_panel->findChildren<ResponseText *>()) {
            if (text->isVisible())
                return text->pane()->isWhole() ? text->pane()->allText() : u"not whole yet"_qs;
        }
        return u"no text is shown"_qs;
    }

    std::unique_ptr<Theme> m_theme;
    test::FakeDialogs m_dialogs;
    std::unique_ptr<ResponsePanel> m_panel;
};

void tst_ResponsePanel::init()
{
    m_theme = std::make_unique<Theme>(*qApp);
    m_panel = std::make_unique<ResponsePanel>(*m_theme, m_dialogs);
    m_panel->resize(800, 400);
    m_panel->show();
}

void tst_ResponsePanel::cleanup()
{
    m_panel.reset();
    m_theme.reset();
    m_dialogs.asked.clear();
}

void tst_ResponsePanel::nothingSentYet()
{
    QVERIFY(shows(u"Nothing sent yet"_qs));
    QVERIFY(!child<QTabBar>()->isVisible());
    m_panel->saveBody();
    QVERIFY(m_dialogs.asked.isEmpty());
}

void tst_ResponsePanel::showsAnAnswer()
{
    m_panel->setState(answered(200, "{\"b\":1.0,\"a\":9007199254740993}", {{"Content-Type", "application/json"}}));
    QCOMPARE(child<BadgeLabel>()->badge().text, u"200 OK"_qs);
    QVERIFY(shows(u"184 ms · 30 B"_qs));
    QTRY_COMPARE(bodyText(), u"{\n  \"b\": 1.0,\n  \"a\": 9007199254740993\n}"_qs);
    m_panel->setCurrentTab(ResponsePanel::RawTab);
    QTRY_COMPARE(bodyText(), u"{\"b\":1.0,\"a\":9007199254740993}"_qs);
    m_panel->setCurrentTab(ResponsePanel::HeadersTab);
    QCOMPARE(child<QTabBar>()->tabText(ResponsePanel::HeadersTab), u"Headers 1"_qs);
    QVERIFY(child<HeadersTable>()->isVisible());
    QCOMPARE(child<HeadersTable>()->headers().size(), 1);
    m_panel->setCurrentTab(ResponsePanel::TimingTab);
    QCOMPARE(child<TimingView>()->model()->rowCount(), 6);
}

void tst_ResponsePanel::keepsItsTab()
{
    m_panel->setCurrentTab(ResponsePanel::HeadersTab);
    m_panel->setState(answered(200, "{}", {{"A", "1"}}));
    QCOMPARE(m_panel->currentTab(), ResponsePanel::HeadersTab);
    m_panel->setState(answered(200, "{}", {{"A", "1"}, {"B", "2"}}));
    QCOMPARE(m_panel->currentTab(), ResponsePanel::HeadersTab);
    QCOMPARE(child<HeadersTable>()->headers().size(), 2);
}

void tst_ResponsePanel::aTabThatIsNotThereIsRemembered()
{
    m_panel->setCurrentTab(ResponsePanel::TableTab);
    m_panel->setState(answered(200, "plain words", {{"Content-Type", "text/plain"}}));
    QVERIFY(!child<QTabBar>()->isTabVisible(ResponsePanel::TableTab));
    QTRY_COMPARE(bodyText(), u"plain words"_qs);
    m_panel->setState(answered(200, "[{\"a\":1}]", {{"Content-Type", "application/json"}}));
    QCOMPARE(m_panel->currentTab(), ResponsePanel::TableTab);
    QTRY_COMPARE(child<BodyTable>()->tableModel()->rowCount(), 1);
    QVERIFY(child<BodyTable>()->isVisible());
}

void tst_ResponsePanel::narrowsDownByJsonPath()
{
    m_panel->setState(answered(200, "{\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}]}"));
    QTRY_VERIFY(bodyText().startsWith(u'{'));
    m_panel->openJsonPath();
    auto *field = m_panel->findChild<QLineEdit *>(u"jsonPathField"_qs);
    QVERIFY(field->isVisible());
    QTest::keyClicks(field, u"$.data[1].id"_qs);
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_COMPARE(bodyText(), u"[\n  \"b\"\n]"_qs);
    // What is chosen in a selection stands elsewhere in the whole.
    m_panel->setCurrentTab(ResponsePanel::TreeTab);
    auto *tree = child<BodyTree>();
    const QModelIndex top = tree->treeModel()->index(0, 0);
    QTRY_COMPARE(tree->treeModel()->rowCount(top), 1);
    QSignalSpy chosen(m_panel.get(), &ResponsePanel::valueChosen);
    Q_EMIT tree->valueChosen(*tree->picked(tree->treeModel()->index(0, 0, top)));
    QCOMPARE(chosen.first().first().value<ResponseValue>().pointer, u"/data/1/id"_qs);
    QTest::keyClick(field, Qt::Key_Escape);
    m_panel->setCurrentTab(ResponsePanel::PrettyTab);
    QTRY_VERIFY(bodyText().startsWith(u'{'));
    m_panel->openJsonPath();
    field->setText(u"$.["_qs);
    QTest::keyClick(field, Qt::Key_Return);
    auto *state = m_panel->findChild<QLabel *>(u"jsonPathState"_qs);
    QTRY_VERIFY(!state->text().isEmpty());
    QVERIFY(bodyText().startsWith(u'{'));
}

void tst_ResponsePanel::offersValuesForUse()
{
    m_panel->setOperation({}, {.operationId = u"getUser"_qs});
    m_panel->setCurrentTab(ResponsePanel::TableTab);
    m_panel->setState(answered(200, "{\"data\":[{\"id\":\"a/b\"}]}"));
    auto *table = child<BodyTable>();
    QTRY_COMPARE(table->tableModel()->rowCount(), 1);
    QSignalSpy chosen(m_panel.get(), &ResponsePanel::valueChosen);
    const std::optional<PickedValue> picked = table->tableModel()->picked(table->tableModel()->index(0, 0));
    QVERIFY(picked);
    Q_EMIT table->valueChosen(*picked);
    const auto value = chosen.first().first().value<ResponseValue>();
    QCOMPARE(value.operation, u"getUser"_qs);
    QCOMPARE(value.pointer, u"/data/0/id"_qs);
    QCOMPARE(json::toQString(value.value), u"a/b"_qs);
}

void tst_ResponsePanel::aBodyOnDisk()
{
    QTemporaryDir folder;
    m_panel->setSpoolFolder(folder.path());
    auto file = std::make_shared<BodyFile>(folder.path(), 0);
    QVERIFY(file->append("[1,2]"));
    CallState state = answered(200, {});
    auto answer = std::make_shared<Answer>(*state.answer);
    answer->response.file = file;
    state.answer = answer;
    m_panel->setState(state);
    QVERIFY(shows(u" · 5 B"_qs));
    QTRY_COMPARE(bodyText(), u"[\n  1,\n  2\n]"_qs);
    m_panel->saveBody();
    m_dialogs.answerFile(folder.filePath(u"saved"_qs));
    QSignalSpy said(m_panel.get(), &ResponsePanel::messageRequested);
    QTRY_COMPARE(said.size(), 1);
    QFile saved(folder.filePath(u"saved"_qs));
    QVERIFY(saved.open(QIODevice::ReadOnly));
    QCOMPARE(saved.readAll(), QByteArray("[1,2]"));
}

void tst_ResponsePanel::theLatestAnswerWins()
{
    // The first one takes a worker longer than the second.
    m_panel->setState(answered(200, '[' + QByteArray("1,").repeated(1'000'000) + "1]"));
    m_panel->setState(answered(200, "[2]"));
    QTRY_COMPARE(bodyText(), u"[\n  2\n]"_qs);
    m_panel->setState(answered(200, {}));
    QTRY_COMPARE(bodyText(), QString());
}

void tst_ResponsePanel::progressAfterAMoment()
{
    CallState running = answered(200, "[1]");
    running.phase = CallState::Phase::Running;
    running.host = u"api.example.com"_qs;
    running.elapsed.start();
    m_panel->setState(running);
    QVERIFY(!shows(u"Waiting for api.example.com"_qs));
    QTRY_VERIFY(shows(u"Waiting for api.example.com"_qs));
    // The former answer stays until there is another.
    QTRY_COMPARE(bodyText(), u"[\n  1\n]"_qs);
    m_panel->setState(answered(200, "[2]"));
    QVERIFY(!shows(u"Waiting"_qs));
}

void tst_ResponsePanel::failuresAndCancelledCalls()
{
    CallState state;
    state.phase = CallState::Phase::Failed;
    state.problem = u"127.0.0.1:9 refused the connection. Check that the server runs."_qs;
    m_panel->setState(state);
    QVERIFY(shows(u"No answer"_qs));
    QVERIFY(shows(state.problem));
    state.phase = CallState::Phase::Cancelled;
    state.problem = u"Cancelled after 1.2 s."_qs;
    m_panel->setState(state);
    QVERIFY(shows(state.problem));
    m_panel->setState(answered(200, "{}"));
    QVERIFY(!shows(u"Cancelled"_qs));
}

void tst_ResponsePanel::hints_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("keySent");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<bool>("offersKey");
    QTest::newRow("fine") << 200 << true << QByteArray() << QByteArray() << QString() << false;
    QTest::newRow("key refused") << 401 << true << QByteArray() << QByteArray() << u"refused the stored X-Api-Key"_qs
                                 << true;
    QTest::newRow("no key") << 401 << false << QByteArray() << QByteArray()
                            << u"No X-Api-Key is stored for https://a.example"_qs << true;
    QTest::newRow("not allowed") << 403 << true << QByteArray() << QByteArray() << u"may not do this"_qs << false;
    QTest::newRow("too many") << 429 << true << QByteArray("Retry-After") << QByteArray("17")
                              << u"Send again after: 17."_qs << false;
    QTest::newRow("redirect") << 302 << true << QByteArray("location") << QByteArray("https://b.example/")
                              << u"https://b.example/, which was not followed"_qs << false;
}

void tst_ResponsePanel::hints()
{
    QFETCH(int, status);
    QFETCH(bool, keySent);
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, value);
    QFETCH(QString, expected);
    QFETCH(bool, offersKey);
    CallState state = answered(status, "{}", header.isEmpty() ? HeaderList() : HeaderList{{header, value}});
    auto answer = std::make_shared<Answer>(*state.answer);
    answer->key = KeyPlace{.header = u"X-Api-Key"_qs, .origin = u"https://a.example"_qs, .secretKey = u"k"_qs};
    answer->keySent = keySent;
    state.answer = answer;
    QSignalSpy wanted(m_panel.get(), &ResponsePanel::keyWanted);
    m_panel->setState(state);
    QVERIFY(expected.isEmpty() || shows(expected));
    QPushButton *action = nullptr;
    for (QPushButton *button : m_panel->findChildren<QPushButton *>()) {
        if (button->text() == u"Change the key" && button->isVisible())
            action = button;
    }
    QCOMPARE(action != nullptr, offersKey);
    if (action)
        action->click();
    QCOMPARE(wanted.size(), offersKey ? 1 : 0);
}

void tst_ResponsePanel::savesTheBody()
{
    QTemporaryDir folder;
    const QByteArray body("\x00\xff\r\n{}", 6);
    m_panel->setFileStem(u"getThing"_qs);
    m_panel->setState(answered(200, body, {{"Content-Type", "application/json;charset=UTF-8"}}));
    QSignalSpy said(m_panel.get(), &ResponsePanel::messageRequested);
    m_panel->saveBody();
    QCOMPARE(m_dialogs.asked.size(), 1);
    QCOMPARE(m_dialogs.asked.first().file.suggestedName, u"getThing.json"_qs);
    m_dialogs.answerFile({});
    m_panel->saveBody();
    // A newer answer is not what was asked for.
    m_panel->setState(answered(200, "newer"));
    m_dialogs.answerFile(folder.filePath(u"saved.json"_qs));
    QTRY_COMPARE(said.size(), 1);
    QCOMPARE(said.first().first().value<Message>().severity, Severity::Success);
    QFile file(folder.filePath(u"saved.json"_qs));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), body);
}

void tst_ResponsePanel::saysWhyItCouldNotSave()
{
    QTemporaryDir folder;
    m_panel->setState(answered(200, "{}"));
    QSignalSpy said(m_panel.get(), &ResponsePanel::messageRequested);
    m_panel->saveBody();
    QCOMPARE(m_dialogs.asked.first().file.suggestedName, u"answer.bin"_qs);
    m_dialogs.answerFile(folder.filePath(u"no/such/folder.json"_qs));
    QTRY_COMPARE(said.size(), 1);
    QCOMPARE(said.first().first().value<Message>().severity, Severity::Error);
    QVERIFY(said.first().first().value<Message>().text.startsWith(u"folder.json could not be written:"_qs));
}

void tst_ResponsePanel::copiesWhatIsShown()
{
    m_panel->setState(answered(200, "[1]", {{"A", "1"}}));
    QTRY_COMPARE(bodyText(), u"[\n  1\n]"_qs);
    CopyButton *copy = nullptr;
    for (CopyButton *button : m_panel->findChildren<CopyButton *>()) {
        if (button->accessibleName() == u"Copy what is shown")
            copy = button;
    }
    QVERIFY(copy);
    copy->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"[\n  1\n]"_qs);
    m_panel->setCurrentTab(ResponsePanel::HeadersTab);
    copy->click();
    QCOMPARE(QGuiApplication::clipboard()->text().trimmed(), u"A: 1"_qs);
}

void tst_ResponsePanel::phases_data()
{
    QTest::addColumn<double>("connected");
    QTest::addColumn<double>("encrypted");
    QTest::addColumn<double>("sent");
    QTest::addColumn<double>("firstByte");
    QTest::addColumn<double>("total");
    QTest::addColumn<QString>("expected");
    QTest::newRow("all") << 10.0 << 30.0 << 31.0 << 171.0 << 2184.0
                         << u"Connect 10 ms, Secure (TLS) 20 ms, Send 1.0 ms, Wait for the first byte 140 ms, "
                            "Receive 2.01 s"_qs;
    QTest::newRow("used again") << -1.0 << -1.0 << 1.0 << 5.0 << 5.0
                                << u"Send 1.0 ms, Wait for the first byte 4.0 ms, Receive 0.0 ms"_qs;
    QTest::newRow("out of order") << 10.0 << -1.0 << 9.0 << 12.0 << 20.0
                                  << u"Connect 10 ms, Send 0.0 ms, Wait for the first byte 2.0 ms, Receive 8.0 ms"_qs;
    QTest::newRow("nothing known") << -1.0 << -1.0 << -1.0 << -1.0 << -1.0 << QString();
}

void tst_ResponsePanel::phases()
{
    QFETCH(double, connected);
    QFETCH(double, encrypted);
    QFETCH(double, sent);
    QFETCH(double, firstByte);
    QFETCH(double, total);
    QStringList parts;
    for (const TimingPhase &phase : timingPhases({connected, encrypted, sent, firstByte, total}))
        parts << phase.title + u' ' + durationText(phase.durationMs());
    QTEST(parts.join(u", "_qs), "expected");
}

void tst_ResponsePanel::timingModel()
{
    TimingModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    model.setTiming({.connectedMs = 25, .encryptedMs = -1, .sentMs = 25, .firstByteMs = 75, .totalMs = 100});
    QCOMPARE(model.rowCount(), 5);
    const QModelIndex wait = model.index(2, TimingModel::BarColumn);
    QCOMPARE(wait.data(TimingModel::StartRole).toDouble(), 0.25);
    QCOMPARE(wait.data(TimingModel::EndRole).toDouble(), 0.75);
    QCOMPARE(wait.data(Qt::AccessibleTextRole).toString(), u"from 25 ms to 75 ms"_qs);
    QCOMPARE(model.index(4, TimingModel::PhaseColumn).data().toString(), u"Total"_qs);
    QCOMPARE(model.index(4, TimingModel::DurationColumn).data().toString(), u"100 ms"_qs);
    QVERIFY(!model.index(4, TimingModel::BarColumn).data(TimingModel::StartRole).isValid());
}

QTEST_MAIN(tst_ResponsePanel)
#include "tst_responsepanel.moc"
