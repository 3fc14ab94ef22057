// SPDX-License-Identifier: GPL-3.0-or-later
// The whole desktop program in a real window: webhooks arrive over sockets, an event is opened, an operation
// of the built-in document is called on a local server. UW_PICTURES=folder keeps a picture of each page.
#include "app/desktop/desktopapplication.h"
#include "core/store/connection.h"
#include "core/store/migrations.h"
#include "core/store/store.h"
#include "tests/support/fakedialogs.h"
#include "tests/support/memorysecretstore.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/uwhprocess.h"
#include "ui/explorer/explorerpage.h"
#include "ui/explorer/operationhead.h"
#include "ui/log/logpage.h"
#include "ui/providers/providerspage.h"
#include "ui/response/responsetext.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/startuperrorwindow.h"
#include "ui/shell/startupwaitwindow.h"
#include "ui/shell/theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcessEnvironment>
#include <QPushButton>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace uw::test;

namespace {

constexpr auto apiKey = "key-of-the-whole-program-test";

QByteArray userAnswer()
{
    const QByteArray body =
        "{\"id\":\"5ef1cf219f130f232cc34ddc\",\"name\":\"Ada Lovelace\",\"email\":\"ada@example.com\","
        "\"activeWorkspace\":\"5f11791a4e759e12c40733ba\",\"status\":\"ACTIVE\"}";
    return ScriptedServer::ok(body, "Content-Type: application/json\r\n");
}

} // namespace

class DesktopTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ui::Theme> m_theme;
    FakeDialogs m_dialogs;
    // Never the keychain of whoever runs this.
    MemorySecretStore m_secrets;
    std::unique_ptr<ScriptedServer> m_api;
    std::unique_ptr<DesktopApplication> m_desktop;

    void start(std::optional<quint16> port = {}, const std::function<void(ProcessOptions &)> &change = {})
    {
        ProcessOptions options;
        options.dataDirectory = m_folder->path();
        options.databasePath = m_folder->filePath(u"universal_webhook.db"_qs);
        options.listen.port = port.value_or(0);
        options.control.reset();
        options.clockifyBaseUrl = QString::fromLatin1(m_api->url("/api"));
        if (change)
            change(options);
        m_desktop = std::make_unique<DesktopApplication>(options, *m_theme, m_dialogs,
                                                         RuntimeReplacements{.secrets = &m_secrets});
        m_desktop->start();
    }
    QString address() const { return m_desktop->runtime().addresses().listen; }
    template<typename T>
    T *child(const QString &name) const
    {
        return m_desktop->window()->findChild<T *>(name);
    }
    // Every sentence that the widget shows.
    static QString textOf(const QWidget &widget)
    {
        QStringList texts;
        for (const QLabel *label : widget.findChildren<QLabel *>())
            texts << label->text();
        return texts.join(u'\n');
    }
    static QAbstractButton *buttonOf(const QWidget &widget, const QString &text)
    {
        for (QAbstractButton *button : widget.findChildren<QAbstractButton *>()) {
            if (button->text() == text)
                return button;
        }
        return nullptr;
    }
    void post(const QByteArray &path, const QByteArray &eventType, const QByteArray &body) const
    {
        HeaderList headers{HeaderField{"Content-Type", "application/json"}};
        if (!eventType.isEmpty())
            headers.append(HeaderField{"clockify-webhook-event-type", eventType});
        const auto answer = plainRequest(address().toLatin1() + path, "POST", headers, body);
        QVERIFY(answer);
        QCOMPARE(answer->status, 202);
    }
    void keepPicture(const QString &name) const
    {
        const QPixmap picture = m_desktop->window()->grab();
        QVERIFY(picture.width() >= 960 && picture.height() >= 600);
        if (const QString folder = qEnvironmentVariable("UW_PICTURES"); !folder.isEmpty())
            QVERIFY(QDir().mkpath(folder) && picture.save(QDir(folder).filePath(name + u".png")));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_theme = std::make_unique<ui::Theme>(*qApp);
        m_api = std::make_unique<ScriptedServer>();
        m_dialogs.asked.clear();
        m_secrets.values = {{secretkeys::clockifyApiKey, apiKey}};
    }
    void cleanup()
    {
        if (m_desktop) {
            QSignalSpy finished(m_desktop.get(), &DesktopApplication::finished);
            m_desktop->stop();
            QTRY_COMPARE(finished.size(), 1);
        }
        m_desktop.reset();
        m_api.reset();
        m_theme.reset();
        m_folder.reset();
    }

    void receivesShowsAndCalls_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void receivesShowsAndCalls()
    {
        QFETCH(bool, dark);
        // Before there is a window: palette changes reach widgets only inside QApplication::exec().
        m_theme->setMode(dark ? ui::ThemeMode::Dark : ui::ThemeMode::Light);
        const QString look = dark ? u"dark"_qs : u"light"_qs;
        start();
        QTRY_VERIFY(m_desktop->window() && m_desktop->window()->isVisible());
        QTRY_VERIFY(!address().isEmpty());
        m_desktop->window()->resize(1280, 800);
        // Shortcuts go to the active window alone, and there may be no window manager to make it that.
        m_desktop->window()->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_desktop->window()));

        auto *table = child<QAbstractItemView>(u"eventTable"_qs);
        QVERIFY(table);
        post("/webhooks/custom/crm", {}, "{\"kind\":\"lead.created\",\"name\":\"Initech\"}");
        for (const char *type : {"NEW_PROJECT", "NEW_TASK", "NEW_TIMER_STARTED", "TIMER_STOPPED", "NEW_TIME_ENTRY"}) {
            post("/webhooks/clockify", type,
                 "{\"id\":\"5f118c837db7a8637ffcaf36\",\"description\":\"Website redesign\",\"billable\":true,"
                 "\"workspaceId\":\"5f11791a4e759e12c40733ba\",\"timeInterval\":{\"start\":\"2026-01-02T08:00:00Z\","
                 "\"end\":\"2026-01-02T09:30:00Z\",\"duration\":\"PT1H30M\"},\"tags\":[{\"name\":\"design\"}]}");
        }
        QTRY_COMPARE(table->model()->rowCount(), 6);
        QTRY_COMPARE(table->model()->index(0, 2).data().toString(), u"NEW_TIME_ENTRY"_qs);

        const QRect firstRow = table->visualRect(table->model()->index(0, 2));
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, firstRow.center());
        auto *name = child<QWidget>(u"eventName"_qs);
        QVERIFY(name);
        QTRY_VERIFY(name->isVisible());
        auto *view = m_desktop->window()->currentPage()->findChild<QWidget *>(u"bodyView"_qs);
        QVERIFY(view);
        auto *body = qobject_cast<QPlainTextEdit *>(view);
        if (!body)
            body = view->findChild<QPlainTextEdit *>();
        QVERIFY(body);
        QTRY_VERIFY2(body->toPlainText().contains(u"\"description\": \"Website redesign\""),
                     qPrintable(body->toPlainText()));
        keepPicture(u"webhooks-"_qs + look);

        callsAnOperation();
        keepPicture(u"explorer-"_qs + look);
        QTest::keyClick(m_desktop->window(), Qt::Key_1, Qt::ControlModifier);
        QTRY_COMPARE(m_desktop->window()->currentPage()->id(), u"webhooks"_qs);
    }

    void aSignedSampleArrives_data() { receivesShowsAndCalls_data(); }
    void aSignedSampleArrives()
    {
        QFETCH(bool, dark);
        m_theme->setMode(dark ? ui::ThemeMode::Dark : ui::ThemeMode::Light);
        start();
        QTRY_VERIFY(m_desktop->window() && !address().isEmpty());
        m_desktop->window()->resize(1280, 800);
        post("/webhooks/custom/shop", {}, "{\"event\":\"order.created\"}");
        m_desktop->window()->showPage(u"providers"_qs);
        auto *page = m_desktop->window()->findChild<ui::ProvidersPage *>();
        page->open(u"github"_qs, false);
        auto *secret = page->findChild<QLineEdit *>(u"secretField"_qs);
        auto *store = page->findChild<QPushButton *>(u"storeSecret"_qs);
        QTRY_VERIFY(secret->isVisible());
        QTest::keyClicks(secret, u"secret-of-the-sample"_qs);
        QTRY_VERIFY(store->isEnabled());
        QTest::mouseClick(store, Qt::LeftButton);
        auto *send = page->findChild<QPushButton *>(u"sendSample"_qs);
        QTRY_VERIFY(send->isEnabled());
        QTest::mouseClick(send, Qt::LeftButton);
        auto *openEvent = page->findChild<QPushButton *>(u"openSample"_qs);
        QTRY_VERIFY(openEvent->isVisible());
        auto *counts = page->findChild<QLabel *>(u"providerCounts"_qs);
        QTRY_VERIFY2(counts->text().startsWith(u"1 "), qPrintable(counts->text()));
        keepPicture(dark ? u"providers-dark"_qs : u"providers-light"_qs);
        QTest::mouseClick(openEvent, Qt::LeftButton);
        QTRY_COMPARE(m_desktop->window()->currentPage()->id(), u"webhooks"_qs);
        auto *table = child<QAbstractItemView>(u"eventTable"_qs);
        QTRY_COMPARE(table->model()->rowCount(), 2);
    }

    void whatWasReceivedIsThereAgainAfterARestart()
    {
        start();
        QTRY_VERIFY(!address().isEmpty());
        post("/webhooks/custom/a", {}, "1");
        QSignalSpy finished(m_desktop.get(), &DesktopApplication::finished);
        m_desktop->stop();
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(finished.first().first().toInt(), 0);

        start();
        QTRY_VERIFY(m_desktop->window());
        QTRY_COMPARE(child<QAbstractItemView>(u"eventTable"_qs)->model()->rowCount(), 1);
    }

    void callsGoToTheBaseUrlThatIsSet()
    {
        ScriptedServer other;
        start();
        QTRY_VERIFY(m_desktop->window() && !address().isEmpty());
        auto *page = m_desktop->window()->findChild<ui::ExplorerPage *>();
        const auto runCommand = [&page](const QString &id) {
            for (const ui::Command &command : page->commands()) {
                if (command.id == id)
                    command.run();
            }
        };
        runCommand(u"explorer.baseUrl"_qs);
        QCOMPARE(m_dialogs.asked.size(), 1);
        const ui::TextQuestion question = m_dialogs.asked.first().text;
        QCOMPARE(question.initial, QString::fromLatin1(m_api->url("/api")));
        QVERIFY(question.check(u"ftp://clock.example"_qs).contains(u"https://"));
        QVERIFY(question.check(u"http://clock.example"_qs).contains(u"unencrypted"));
        QCOMPARE(question.check({}), QString());
        m_dialogs.answerText(QString::fromLatin1(other.url("/api/")));
        callGoesTo(*page, other, 1);

        // The next run knows it without being asked.
        QSignalSpy finished(m_desktop.get(), &DesktopApplication::finished);
        m_desktop->stop();
        QTRY_COMPARE(finished.size(), 1);
        start();
        QTRY_VERIFY(m_desktop->window());
        page = m_desktop->window()->findChild<ui::ExplorerPage *>();
        callGoesTo(*page, other, 2);
        // And taken back, calls go where the environment says.
        runCommand(u"explorer.baseUrl"_qs);
        m_dialogs.answerText(QString());
        callGoesTo(*page, *m_api, 1);
    }

    void aPortInUseIsSaidAndCanBeTriedAgain()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        start(holder.serverPort());
        QTRY_VERIFY(m_desktop->window());
        QTRY_VERIFY(child<QWidget>(u"fault-listener"_qs));
        auto *fault = child<QWidget>(u"fault-listener"_qs);
        QTRY_VERIFY(fault->isVisible());
        QVERIFY(address().isEmpty());

        holder.close();
        QAbstractButton *again = buttonOf(*fault, u"Try again"_qs);
        QVERIFY(again);
        QTest::mouseClick(again, Qt::LeftButton);
        QTRY_VERIFY(!address().isEmpty());
        QTRY_VERIFY(!child<QWidget>(u"fault-listener"_qs));
    }

    void aBodyOverTheLimitIsSaid()
    {
        start({}, [](ProcessOptions &options) {
            const Result<SettingValues> settings = options.settings.withStored({{u"max_body_bytes"_qs, 1024}});
            QVERIFY(settings);
            options.settings = *settings;
        });
        QTRY_VERIFY(m_desktop->window() && !address().isEmpty());
        post("/webhooks/custom/a", {}, "1");
        const auto answer =
            plainRequest(address().toLatin1() + "/webhooks/custom/a", "POST", {}, QByteArray(1025, '1'));
        QVERIFY(answer);
        QCOMPARE(answer->status, 413);
        QTRY_VERIFY(child<QWidget>(u"fault-body"_qs));
        auto *fault = child<QWidget>(u"fault-body"_qs);
        QVERIFY2(textOf(*fault).contains(u"1.0 KB") && textOf(*fault).contains(u"UW_WEBHOOK_MAX_BODY_BYTES"),
                 qPrintable(textOf(*fault)));
        QTest::mouseClick(buttonOf(*fault, u"Dismiss"_qs), Qt::LeftButton);
        QTRY_VERIFY(!child<QWidget>(u"fault-body"_qs));
        QTRY_COMPARE(child<QAbstractItemView>(u"eventTable"_qs)->model()->rowCount(), 1);
        post("/webhooks/custom/a", {}, QByteArray(1024, '1'));
    }

    void aFullStoreIsSaidAndNothingAcceptedIsLost()
    {
        start({}, [](ProcessOptions &options) { options.storeMaximumBytes = limits::mebibyte; });
        QTRY_VERIFY(m_desktop->window() && !address().isEmpty());
        int accepted = 0;
        int status = 202;
        while (status == 202 && accepted < 100) {
            const auto answer =
                plainRequest(address().toLatin1() + "/webhooks/custom/a", "POST", {}, QByteArray(50'000, '1'));
            QVERIFY(answer);
            status = answer->status;
            accepted += status == 202 ? 1 : 0;
        }
        QCOMPARE(status, 503);
        QVERIFY(accepted > 0);
        QTRY_VERIFY(child<QWidget>(u"fault-store"_qs));
        auto *fault = child<QWidget>(u"fault-store"_qs);
        QTRY_VERIFY(fault->isVisible());
        QVERIFY2(textOf(*fault).contains(u"UW_STORE_MAX_BYTES"), qPrintable(textOf(*fault)));
        QTRY_COMPARE(child<QAbstractItemView>(u"eventTable"_qs)->model()->rowCount(), accepted);
    }

    void aStoreThatIsFullAtStartIsSaidToo()
    {
        start({}, [](ProcessOptions &options) { options.storeMaximumBytes = 1; });
        QTRY_VERIFY(m_desktop->window());
        QTRY_VERIFY(child<QWidget>(u"fault-store"_qs));
        QTRY_VERIFY(child<QWidget>(u"fault-store"_qs)->isVisible());
    }

    void aStoreOfAnOlderVersionIsWaitedForInAWindow()
    {
        {
            const auto connection =
                Connection::open(m_folder->filePath(u"universal_webhook.db"_qs), Connection::Mode::ReadWrite);
            QVERIFY(connection);
            QStringList notices;
            QVERIFY(migrate(**connection, migrations().first(6), notices));
        }
        // It may be gone before anybody could look for it.
        class ShownWindows final : public QObject {
        public:
            QStringList texts;

        protected:
            bool eventFilter(QObject *watched, QEvent *event) override
            {
                auto *window = event->type() == QEvent::Show ? qobject_cast<ui::StartupWaitWindow *>(watched) : nullptr;
                if (window)
                    texts << textOf(*window);
                return false;
            }
        } shown;
        qApp->installEventFilter(&shown);
        start();
        QTRY_VERIFY(m_desktop->window() && m_desktop->window()->isVisible());
        QCOMPARE(shown.texts.size(), 1);
        QVERIFY2(shown.texts.first().contains(u"copy"), qPrintable(shown.texts.first()));
        for (const QWidget *widget : QApplication::topLevelWidgets())
            QVERIFY(!qobject_cast<const ui::StartupWaitWindow *>(widget));
    }

    void aStoreThatCannotBeOpenedIsSaidInAWindow_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("said");
        QTest::newRow("a folder in its place") << u"folder"_qs << u"not a file"_qs;
        QTest::newRow("another program's") << u"foreign"_qs << u"another program"_qs;
        QTest::newRow("newer version") << u"newer"_qs << u"Install the newer program"_qs;
    }
    void aStoreThatCannotBeOpenedIsSaidInAWindow()
    {
        QFETCH(QString, kind);
        QFETCH(QString, said);
        const QString path = m_folder->filePath(u"universal_webhook.db"_qs);
        if (kind == u"folder") {
            QVERIFY(QDir().mkpath(path));
        } else {
            const auto connection = Connection::open(path, Connection::Mode::ReadWrite);
            QVERIFY(connection);
            QVERIFY((*connection)->execute(u"CREATE TABLE other (a)"_qs));
            if (kind == u"newer") {
                QVERIFY((*connection)->execute(u"PRAGMA application_id=%1"_qs.arg(applicationId)));
                QVERIFY((*connection)->execute(u"PRAGMA user_version=9999"_qs));
            }
        }
        start();
        QWidget *errorWindow = nullptr;
        QTRY_VERIFY([&errorWindow] {
            for (QWidget *widget : QApplication::topLevelWidgets()) {
                if (qobject_cast<ui::StartupErrorWindow *>(widget) && widget->isVisible())
                    errorWindow = widget;
            }
            return errorWindow != nullptr;
        }());
        QVERIFY(!m_desktop->window());
        QVERIFY2(textOf(*errorWindow).contains(said), qPrintable(textOf(*errorWindow)));
        QSignalSpy finished(m_desktop.get(), &DesktopApplication::finished);
        QTest::mouseClick(errorWindow->findChild<QPushButton *>(u"quit"_qs), Qt::LeftButton);
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(finished.first().first().toInt(), 1);
        m_desktop.reset();
    }

private:
    // Sends one call; `server` has seen so many then.
    void callGoesTo(ui::ExplorerPage &page, ScriptedServer &server, int calls)
    {
        m_desktop->window()->showPage(page.id());
        page.openOperation(u"getLoggedUser"_qs);
        auto *send = page.findChild<QAbstractButton *>(u"sendButton"_qs);
        QVERIFY(send);
        QTRY_VERIFY(send->isVisible() && send->isEnabled());
        auto *chosen = page.findChild<ui::OperationHead *>();
        QTRY_COMPARE(chosen->server(), QString::fromLatin1(server.url("/api")));
        server.enqueue(userAnswer());
        QTest::mouseClick(send, Qt::LeftButton);
        QTRY_COMPARE(server.requests().size(), calls);
        QVERIFY(server.requests().last().contains(apiKey));
        QTRY_VERIFY(send->isVisible());
    }

    // Opens one operation of Clockify's description, sends it and reads the answer.
    void callsAnOperation()
    {
        QTest::keyClick(m_desktop->window(), Qt::Key_2, Qt::ControlModifier);
        auto *page = qobject_cast<ui::ExplorerPage *>(m_desktop->window()->currentPage());
        QVERIFY(page);
        auto *tree = page->findChild<QAbstractItemView *>(u"operationTree"_qs);
        QVERIFY(tree);
        QTRY_VERIFY(tree->model()->rowCount() > 20);
        page->openOperation(u"getLoggedUser"_qs);
        auto *send = page->findChild<QAbstractButton *>(u"sendButton"_qs);
        QVERIFY(send);
        QTRY_VERIFY(send->isVisible() && send->isEnabled());

        m_api->enqueue(userAnswer());
        QTest::keyClick(m_desktop->window(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_api->requests().size(), 1);
        const QByteArray request = m_api->requests().first();
        QVERIFY2(request.startsWith("GET /api/v1/user"), request.constData());
        QCOMPARE(ScriptedServer::header(request, "X-Api-Key"), QByteArray(apiKey));
        auto *pretty = page->findChild<ui::ResponseText *>(u"prettyBody"_qs);
        QVERIFY(pretty);
        QTRY_VERIFY2(pretty->pane()->allText().contains(u"\"name\": \"Ada Lovelace\""),
                     qPrintable(pretty->pane()->allText()));
    }
};

int main(int argc, char *argv[])
{
    // A real window where there is a display (scripts/test gives one), else the offscreen platform.
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    // Nor their settings and credentials.
    for (const QString &name : QProcessEnvironment::systemEnvironment().keys()) {
        const bool isOurs =
            name.startsWith(u"UW_") || name.startsWith(u"CLOCKIFY_") || name == u"CREDENTIALS_DIRECTORY";
        if (isOurs && name != u"UW_PICTURES")
            qunsetenv(name.toLocal8Bit().constData());
    }
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    DesktopTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_desktop.moc"
