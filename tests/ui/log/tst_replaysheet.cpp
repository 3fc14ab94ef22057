// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/httpclient.h"
#include "core/providers/secretmask.h"
#include "tests/support/fakedialogs.h"
#include "tests/support/manualclock.h"
#include "tests/support/sampleevent.h"
#include "tests/support/scriptedserver.h"
#include "ui/log/replaysheet.h"
#include "ui/shell/theme.h"
#include "ui/widgets/codeeditor.h"
#include "ui/widgets/headerstable.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

using namespace uw;
using namespace uw::ui;
using namespace Qt::StringLiterals;
using test::ScriptedServer;

// The sheet over the real replayer and a real socket.
class ReplaySheetTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<Theme> m_theme;
    test::FakeDialogs m_dialogs;
    test::ManualClock m_clock;
    HttpClient m_http;
    ProviderRegistry m_registry{builtInProviders()};
    std::unique_ptr<Replayer> m_replayer;
    // Deletes itself when it is closed.
    QPointer<ReplaySheet> m_sheet;

    void open(const Event &event, const QStringList &targets = {}, const std::optional<Event> &shown = {})
    {
        m_sheet = new ReplaySheet({.theme = *m_theme, .dialogs = m_dialogs, .replayer = *m_replayer, .clock = m_clock},
                                  std::make_shared<const Event>(event),
                                  std::make_shared<const Event>(shown.value_or(event)), targets, nullptr);
        m_sheet->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_sheet));
    }
    template<typename T>
    T *part(const char *name) const
    {
        return m_sheet->findChild<T *>(QLatin1StringView(name));
    }
    [[nodiscard]] QString status() const { return part<QLabel>("replayStatus")->text(); }
    void sendTo(const QByteArray &url)
    {
        part<QComboBox>("replayTarget")->setCurrentText(QString::fromLatin1(url));
        part<QPushButton>("replaySend")->click();
    }
    // Sends and waits for the answer or the error.
    void sendAndWait(const QByteArray &url)
    {
        QSignalSpy answered(m_sheet, &ReplaySheet::answered);
        sendTo(url);
        QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 1, 30'000);
    }

private Q_SLOTS:
    void init()
    {
        m_theme = std::make_unique<Theme>(*qApp);
        m_replayer =
            std::make_unique<Replayer>(Replayer::Parts{.registry = m_registry,
                                                       .http = m_http,
                                                       .clock = m_clock,
                                                       .digestKeys = [] { return QList<QByteArray>{"key"_ba}; },
                                                       .maximumAnswerBytes = 100});
        m_registry.replaceAll({}, {});
        m_dialogs.asked.clear();
    }
    void cleanup()
    {
        delete m_sheet;
        m_replayer.reset();
        m_theme.reset();
    }

    void sendsItAsItWas()
    {
        ScriptedServer server;
        server.enqueue(ScriptedServer::ok(u"{\"grüße\":1}"_s.toUtf8(), "X-Answer: yes\r\n"));
        open(test::sampleEvent(7), {u"http://127.0.0.1:1/old"_s});
        QCOMPARE(part<QComboBox>("replayTarget")->currentText(), u"http://127.0.0.1:1/old"_s);
        QSignalSpy used(m_sheet, &ReplaySheet::targetUsed);
        sendAndWait(server.url("/hook"));
        QCOMPARE(used.size(), 1);
        QCOMPARE(used.first().first().toString(), QString::fromLatin1(server.url("/hook")));
        QVERIFY2(status().startsWith(u"200 OK"), qPrintable(status()));
        QCOMPARE(part<JsonView>("replayAnswerBody")->text(), u"{\"grüße\":1}"_s);
        QCOMPARE(headerValue(part<HeadersTable>("replayAnswerHeaders")->headers(), "X-Answer"), "yes"_ba);
        const QByteArray sent = server.requests().first();
        QVERIFY(sent.startsWith("POST /hook "));
        QCOMPARE(ScriptedServer::body(sent), test::sampleEvent(7).body);
        QVERIFY(m_dialogs.asked.isEmpty());
        QCOMPARE(part<QPushButton>("replaySend")->text(), u"Send"_s);
    }
    void sendsItEdited()
    {
        ScriptedServer server;
        server.enqueue("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"_ba);
        open(test::sampleEvent(7));
        QVERIFY(part<JsonView>("replayHeaders")->isReadOnly());
        QVERIFY(!part<QComboBox>("replayMethod")->isEnabled());
        part<QRadioButton>("replayEdited")->click();
        QVERIFY(!part<JsonView>("replayHeaders")->isReadOnly());
        part<QComboBox>("replayMethod")->setCurrentText(u"PUT"_s);
        part<JsonView>("replayHeaders")->setText(u"X-One: 1\n\nX-Two:2\n"_s, Syntax::Plain);
        CodeEditor *editor = part<JsonView>("replayBody")->editor();
        editor->selectAll();
        QTest::keyClicks(editor, u"[1]"_s);
        sendAndWait(server.url());
        const QByteArray sent = server.requests().first();
        QVERIFY(sent.startsWith("PUT / "));
        QCOMPARE(ScriptedServer::header(sent, "X-One"), "1"_ba);
        QCOMPARE(ScriptedServer::header(sent, "X-Two"), "2"_ba);
        QVERIFY(ScriptedServer::header(sent, "clockify-webhook-event-type").isEmpty());
        QVERIFY(ScriptedServer::body(sent).startsWith("[1]"));
        QVERIFY(status().startsWith(u"400"));
    }
    void anUntouchedBodyKeepsItsBytes()
    {
        ScriptedServer server;
        server.enqueue(ScriptedServer::ok("ok"));
        Event event = test::sampleEvent(7);
        event.body = "line\r\nline\r\n";
        open(event);
        part<QRadioButton>("replayEdited")->click();
        sendAndWait(server.url());
        QCOMPARE(ScriptedServer::body(server.requests().first()), event.body);
    }
    void aBodyThatIsNoTextGoesAsItIs()
    {
        ScriptedServer server;
        server.enqueue(ScriptedServer::ok("\xFF\xFE"));
        Event event = test::sampleEvent(7);
        event.body = QByteArray("\x00\xFF\x01", 3);
        open(event);
        part<QRadioButton>("replayEdited")->click();
        QVERIFY(part<JsonView>("replayBody")->isReadOnly());
        sendAndWait(server.url());
        QCOMPARE(ScriptedServer::body(server.requests().first()), event.body);
        QVERIFY(part<JsonView>("replayAnswerBody")->text().isEmpty());
    }
    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::newRow("nothing") << ""_ba;
        QTest::newRow("no protocol") << "localhost:3000"_ba;
        QTest::newRow("other protocol") << "ftp://127.0.0.1/"_ba;
        QTest::newRow("where clouds keep credentials") << "http://169.254.169.254/"_ba;
    }
    void saysWhatIsWrong()
    {
        QFETCH(QByteArray, url);
        open(test::sampleEvent(7));
        sendAndWait(url);
        QVERIFY(status().size() > 20);
        QVERIFY(m_dialogs.asked.isEmpty());
    }
    void aLineThatIsNoHeaderIsNamed()
    {
        open(test::sampleEvent(7));
        part<QRadioButton>("replayEdited")->click();
        part<JsonView>("replayHeaders")->setText(u"X-One: 1\nnonsense"_s, Syntax::Plain);
        sendTo("http://127.0.0.1:1/");
        QVERIFY2(status().contains(u"Line 2"), qPrintable(status()));
    }
    void asksBeforeAnEventLeaves()
    {
        open(test::sampleEvent(7));
        sendTo("https://hooks.example.test/in");
        QCOMPARE(m_dialogs.asked.size(), 1);
        QVERIFY(m_dialogs.asked.first().question.title.contains(u"hooks.example.test"));
        QVERIFY(m_dialogs.asked.first().question.destructive);
        m_dialogs.answerConfirm(false);
        QCOMPARE(part<QPushButton>("replaySend")->text(), u"Send"_s);
    }
    void canBeCancelled()
    {
        ScriptedServer server;
        server.enqueue(ScriptedServer::Script());
        open(test::sampleEvent(7));
        sendTo(server.url());
        QCOMPARE(part<QPushButton>("replaySend")->text(), u"Cancel"_s);
        QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 1, 30'000);
        part<QPushButton>("replaySend")->click();
        QCOMPARE(part<QPushButton>("replaySend")->text(), u"Send"_s);
        QVERIFY(status().startsWith(u"Cancelled"));
        server.enqueue(ScriptedServer::ok("ok"));
        sendAndWait(server.url());
        QVERIFY(status().startsWith(u"200"));
    }
    void closingGivesUpTheCall()
    {
        ScriptedServer server;
        server.enqueue(ScriptedServer::Script());
        QSignalSpy gone(&server, &ScriptedServer::disconnected);
        open(test::sampleEvent(7));
        sendTo(server.url());
        QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 1, 30'000);
        m_sheet->close();
        QTRY_VERIFY(m_sheet.isNull());
        QTRY_COMPARE_WITH_TIMEOUT(gone.size(), 1, 30'000);
    }
    void whatIsMaskedGoesAsItCame()
    {
        ScriptedServer server;
        server.answerBy([](const QByteArray &) { return ScriptedServer::Script(ScriptedServer::ok("ok")); });
        Event event = test::sampleEvent(7);
        event.headers.append(HeaderField{"X-Mail", "ann@example.com"});
        Event shown = event;
        shown.headers.last().value = maskedValue.toByteArray();
        shown.body = "{\"masked\":true}";
        open(event, {}, shown);
        QCOMPARE(part<JsonView>("replayBody")->text(), u"{\"masked\":true}"_s);
        for (const char *choice : {"replayAsItWas", "replayEdited"}) {
            part<QRadioButton>(choice)->click();
            sendAndWait(server.url());
            QCOMPARE(ScriptedServer::body(server.requests().last()), event.body);
            QCOMPARE(ScriptedServer::header(server.requests().last(), "X-Mail"), "ann@example.com"_ba);
        }
    }
    void whatIsMaskedIsNotSentAsItsMask()
    {
        ScriptedServer server;
        server.enqueue(ScriptedServer::ok("ok"));
        Event event = test::sampleEvent(7);
        event.body = R"({"userName":"Ann","hours":3})";
        Event shown = event;
        const QString mask = QString::fromUtf8(maskedValue);
        shown.body = u"{\"userName\":\"%1\",\"hours\":3}"_s.arg(mask).toUtf8();
        open(event, {}, shown);
        part<QRadioButton>("replayEdited")->setChecked(true);
        auto *body = part<JsonView>("replayBody");
        body->editor()->setFocus();
        body->editor()->moveCursor(QTextCursor::End);
        QTest::keyClicks(body->editor(), u" "_s);
        sendTo(server.url());
        QVERIFY2(status().contains(mask), qPrintable(status()));
        QVERIFY(server.requests().isEmpty());
        body->editor()->selectAll();
        QTest::keyClicks(body->editor(), u"77"_s);
        sendAndWait(server.url());
        QCOMPARE(ScriptedServer::body(server.requests().first()), "77"_ba);
    }
    void theKeyThatSendsDoesNotCancel()
    {
        ScriptedServer server;
        server.enqueue(ScriptedServer::Script().stall());
        open(test::sampleEvent(7));
        auto *send = part<QPushButton>("replaySend");
        QVERIFY(send->isDefault());
        sendTo(server.url());
        QTRY_COMPARE(server.requests().size(), 1);
        QCOMPARE(send->text(), u"Cancel"_s);
        QVERIFY(!send->isDefault());
        QTest::keyClick(part<QComboBox>("replayTarget"), Qt::Key_Return);
        QCOMPARE(send->text(), u"Cancel"_s);
    }
    void longAnswersAreCut()
    {
        ScriptedServer server;
        server.enqueue(ScriptedServer::ok(QByteArray(5000, 'x')));
        open(test::sampleEvent(7));
        sendAndWait(server.url());
        QCOMPARE(part<JsonView>("replayAnswerBody")->text().size(), 100);
        QVERIFY(status().contains(u"cut"));
    }
    void saysWhatStaysBehind()
    {
        ScriptedServer server;
        server.enqueue(ScriptedServer::ok("ok"));
        Event event = test::sampleEvent(7);
        event.headers.append({"X-Secret", maskedValue.toByteArray()});
        open(event);
        QVERIFY(part<QLabel>("replayNote")->text().contains(QString::fromUtf8(maskedValue)));
        sendAndWait(server.url());
        QVERIFY2(status().contains(u"X-Secret"), qPrintable(status()));
        QVERIFY(!server.requests().first().contains("X-Secret"));
    }
    void signsWhereItCan()
    {
        Event event = test::sampleEvent(7);
        event.source = u"GITHUB"_s;
        event.provider = u"github"_s;
        open(event);
        QVERIFY(!part<QCheckBox>("replayResign")->isEnabled());
        QVERIFY(!part<QCheckBox>("replayResign")->toolTip().isEmpty());
        delete m_sheet;
        m_registry.setProvider(u"github"_s, {.secrets = {.current = {"secret"}}});
        ScriptedServer server;
        server.enqueue(ScriptedServer::ok("ok"));
        open(event);
        part<QCheckBox>("replayResign")->click();
        sendAndWait(server.url());
        QVERIFY(ScriptedServer::header(server.requests().first(), "X-Hub-Signature-256").startsWith("sha256="));
    }
    void linesKeepTheBytesOfTheirFields()
    {
        const HeaderList original{{"X-Latin", "caf\xE9"}, {"X-Utf8", "caf\xC3\xA9"}};
        const QString text = ReplaySheet::textOf(original);
        const auto same = ReplaySheet::headersFromText(text, original, original);
        QVERIFY(same);
        QCOMPARE(*same, original);
        const auto changed = ReplaySheet::headersFromText(u"A:b:c\r"_s, original, original);
        QVERIFY(changed);
        QCOMPARE(*changed, (HeaderList{{"A", "b:c"}}));
        QVERIFY(!ReplaySheet::headersFromText(u": x"_s, original, original));
        // Fields that look alike stand each for its own, and a mask is no value.
        const HeaderList two{{"X", "1"}, {"X", "2"}};
        const HeaderList masked{{"X", maskedValue.toByteArray()}, {"X", maskedValue.toByteArray()}};
        QCOMPARE(ReplaySheet::headersFromText(ReplaySheet::textOf(masked), masked, two).valueOr({}), two);
        const auto edited = ReplaySheet::headersFromText(u"Y: "_s + QString::fromUtf8(maskedValue), masked, two);
        QVERIFY(!edited && edited.error().text.contains(u"Line 1"_s));
    }
};

QTEST_MAIN(ReplaySheetTest)
#include "tst_replaysheet.moc"
