// SPDX-License-Identifier: GPL-3.0-or-later
// The Explorer page with its history: what is kept of a call, filling in again, comparing, copies, saved requests.
#include "core/http/httpclient.h"
#include "tests/support/fakedialogs.h"
#include "tests/support/memorysecretstore.h"
#include "tests/support/scriptedserver.h"
#include "tests/ui/explorer/historyfixture.h"
#include "ui/explorer/explorerpage.h"
#include "ui/explorer/formrow.h"
#include "ui/explorer/historydetail.h"
#include "ui/explorer/historymodel.h"
#include "ui/explorer/historyshelf.h"
#include "ui/explorer/historyview.h"
#include "ui/explorer/operationpanel.h"
#include "ui/explorer/parameterform.h"
#include "ui/explorer/savedmodel.h"
#include "ui/explorer/savedview.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QTableWidget>
#include <QTreeView>

using namespace uw;
using namespace uw::ui;
using uw::test::ScriptedServer;

namespace {

// A document whose only server is `server`.
QByteArray document(const QByteArray &server)
{
    return QByteArray(R"({"openapi":"3.0.3","info":{"title":"Pets","version":"1"},"servers":[{"url":"SERVER"}],
      "components":{"securitySchemes":{"key":{"type":"apiKey","in":"header","name":"X-Api-Key"}}},
      "paths":{"/pets/{petId}":{"get":{"operationId":"getPet","summary":"Get a pet","security":[{"key":[]}],
        "parameters":[{"name":"petId","in":"path","required":true,"schema":{"type":"string"}}]}},
      "/other":{"get":{"operationId":"other"}}}})")
        .replace("SERVER", server);
}

} // namespace

class ExplorerHistoryTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<test::FakeDialogs> m_dialogs;
    std::unique_ptr<test::HistoryFixture> m_fixture;
    std::unique_ptr<test::MemorySecretStore> m_secrets;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<ExplorerPage> m_page;

    template<typename T>
    T *part() const
    {
        return m_page->findChild<T *>();
    }
    void open(const QString &operation)
    {
        m_page->openOperation(operation);
        QTRY_COMPARE(part<OperationPanel>()->operation().summary.operationId, operation);
    }
    void sendPet(const QString &id)
    {
        open(u"getPet"_qs);
        part<ParameterForm>()->setParameters(part<OperationPanel>()->operation().parameters,
                                             {{u"petId"_qs, id.toStdString()}});
        QSignalSpy recorded(&m_fixture->history(), &CallHistory::recorded);
        Q_EMIT part<OperationPanel>()->sendPressed(false);
        QTRY_COMPARE(recorded.size(), 1);
    }
    void showHistory(int rows)
    {
        part<HistoryShelf>()->setCurrentIndex(HistoryShelf::HistoryTab);
        QTRY_COMPARE(part<HistoryView>()->model()->rowCount(), rows);
    }
    void select(int row)
    {
        part<HistoryView>()->list()->setCurrentIndex(part<HistoryView>()->model()->index(row));
        QTRY_VERIFY(part<HistoryDetail>()->isVisible());
        QTRY_COMPARE(part<HistoryDetail>()->call()->sequence, part<HistoryView>()->model()->call(row).sequence);
    }

private Q_SLOTS:
    void init()
    {
        m_theme = std::make_unique<Theme>(*qApp);
        m_dialogs = std::make_unique<test::FakeDialogs>();
        m_fixture = std::make_unique<test::HistoryFixture>();
        m_secrets = std::make_unique<test::MemorySecretStore>();
        m_http = std::make_unique<HttpClient>();
        m_server = std::make_unique<ScriptedServer>();
        m_server->answerBy([](const QByteArray &request) {
            const QByteArray target = request.split(' ').value(1);
            return ScriptedServer::Script(
                ScriptedServer::ok("{\"target\":\"" + target + "\",\"same\":1}", "Content-Type: application/json\r\n"));
        });
        QFile file(m_fixture->filePath(u"pets.json"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.write(document(m_server->url(""))) > 0);
        file.close();
        m_page = std::make_unique<ExplorerPage>(ExplorerContext{.theme = *m_theme,
                                                                .dialogs = *m_dialogs,
                                                                .http = *m_http,
                                                                .secrets = *m_secrets,
                                                                .history = &m_fixture->history()});
        QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
        m_page->openDocument(file.fileName());
        m_page->resize(1200, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        QTRY_VERIFY(!shown.isEmpty() && m_page->find(u"getPet"_qs, 1).size() == 1);
        m_page->activateWindow();
    }
    void cleanup()
    {
        m_page.reset();
        m_http.reset();
        m_server.reset();
        m_fixture.reset();
        m_theme.reset();
    }

    void keepsCallsAndShowsThem()
    {
        sendPet(u"7"_qs);
        sendPet(u"8"_qs);
        showHistory(2);
        const CallSummary &call = part<HistoryView>()->model()->call(0);
        QCOMPARE(call.operation, u"getPet"_qs);
        QCOMPARE(call.document, m_fixture->filePath(u"pets.json"_qs));
        QCOMPARE(call.url, m_server->url("/pets/8"));
        QCOMPARE(call.status, 200);
        select(0);
        QCOMPARE(part<HistoryDetail>()->call()->responseBody, "{\"target\":\"/pets/8\",\"same\":1}");
        QVERIFY(!part<OperationPanel>()->isVisible());
        part<HistoryShelf>()->setCurrentIndex(HistoryShelf::OperationsTab);
        QTRY_VERIFY(part<OperationPanel>()->isVisible());
    }

    void fillsInAgain()
    {
        sendPet(u"7"_qs);
        open(u"other"_qs);
        showHistory(1);
        select(0);
        part<HistoryView>()->list()->setFocus();
        QTest::keyClick(part<HistoryView>()->list(), Qt::Key_Return);
        QTRY_VERIFY(part<OperationPanel>()->isVisible());
        QCOMPARE(part<OperationPanel>()->operation().summary.operationId, u"getPet"_qs);
        QCOMPARE(json::toQString(part<OperationPanel>()->draft().parameters.value(u"petId"_qs)), u"7"_qs);
        // The same operation again, with what another call had.
        sendPet(u"9"_qs);
        part<HistoryShelf>()->fill(1);
        QTRY_COMPARE(json::toQString(part<OperationPanel>()->draft().parameters.value(u"petId"_qs)), u"7"_qs);
    }

    void opensTheDocumentOfACall()
    {
        sendPet(u"7"_qs);
        QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
        m_page->openDocument(u":/openapi/clockify.json"_qs);
        QTRY_COMPARE(shown.size(), 1);
        part<HistoryShelf>()->fill(1);
        QTRY_COMPARE(shown.size(), 2);
        QCOMPARE(part<OperationPanel>()->operation().summary.operationId, u"getPet"_qs);
        QCOMPARE(json::toQString(part<OperationPanel>()->draft().parameters.value(u"petId"_qs)), u"7"_qs);
    }

    void sendsAFreeRequest()
    {
        Q_EMIT part<HistoryShelf>()->fillRequested({.method = "GET",
                                                    .url = m_server->url("/free/{x}?q=%2F&r"),
                                                    .arguments = {.headers = {{"X-A", "b"}}},
                                                    .name = u"Mine"_qs});
        QTRY_VERIFY(part<OperationPanel>()->isVisible());
        QSignalSpy recorded(&m_fixture->history(), &CallHistory::recorded);
        Q_EMIT part<OperationPanel>()->sendPressed(false);
        QTRY_COMPARE(recorded.size(), 1);
        QVERIFY(m_server->requests().first().startsWith("GET /free/%7Bx%7D?q=%2F&r HTTP/1.1"));
        QCOMPARE(ScriptedServer::header(m_server->requests().first(), "X-A"), "b");
        showHistory(1);
        QCOMPARE(part<HistoryView>()->model()->call(0).operation, QString());
        QCOMPARE(part<HistoryView>()->model()->call(0).url, m_server->url("/free/%7Bx%7D?q=%2F&r"));
    }

    void savesAndOpensARequest()
    {
        sendPet(u"7"_qs);
        part<HistoryShelf>()->setCurrentIndex(HistoryShelf::SavedTab);
        Q_EMIT part<SavedView>()->saveCurrentRequested();
        QCOMPARE(m_dialogs->asked.first().text.initial, u"Get a pet"_qs);
        m_dialogs->answerText(u"Pet seven"_qs);
        SavedModel *model = part<SavedView>()->model();
        QTRY_COMPARE(model->rowCount(), 1);
        QCOMPARE(model->saved().requests.first().operation, u"getPet"_qs);
        open(u"other"_qs);
        part<SavedView>()->tree()->setFocus();
        part<SavedView>()->tree()->setCurrentIndex(model->index(0, 0));
        QTest::keyClick(part<SavedView>()->tree(), Qt::Key_Return);
        QTRY_COMPARE(part<OperationPanel>()->operation().summary.operationId, u"getPet"_qs);
        QCOMPARE(json::toQString(part<OperationPanel>()->draft().parameters.value(u"petId"_qs)), u"7"_qs);
    }

    void comparesTwoCalls()
    {
        sendPet(u"7"_qs);
        sendPet(u"8"_qs);
        part<HistoryShelf>()->compare(1, 2);
        QTRY_VERIFY(m_page->findChild<QTableWidget *>(u"differences"_qs));
        const auto *table = m_page->findChild<QTableWidget *>(u"differences"_qs);
        QCOMPARE(table->rowCount(), 2);
        QCOMPARE(table->item(0, 1)->text(), u"/request/url"_qs);
        QCOMPARE(table->item(1, 1)->text(), u"/response/body/target"_qs);
    }

    void copiesAndExports()
    {
        sendPet(u"7"_qs);
        showHistory(1);
        select(0);
        Q_EMIT part<HistoryDetail>()->copyMenuRequested({});
        auto *menu = part<HistoryShelf>()->findChild<QMenu *>({}, Qt::FindDirectChildrenOnly);
        QVERIFY(menu);
        QStringList names;
        for (QAction *action : menu->actions())
            names << action->text();
        QCOMPARE(names, (QStringList{u"cURL"_qs, u"HTTPie"_qs, u"Python requests"_qs, u"JavaScript fetch"_qs,
                                     u"C++ Qt"_qs, QString(), u"HAR file…"_qs}));
        QGuiApplication::clipboard()->clear();
        menu->actions().first()->trigger();
        QTRY_VERIFY(QGuiApplication::clipboard()->text().startsWith(u"curl -X GET "_qs));
        menu->actions().last()->trigger();
        QTRY_COMPARE(m_dialogs->asked.size(), 1);
        const QString path = m_fixture->filePath(u"calls.har"_qs);
        m_dialogs->answerFile(path);
        QTRY_VERIFY(QFile::exists(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("/pets/7"));
        menu->close();
    }

    void deletesWithUndo()
    {
        sendPet(u"7"_qs);
        sendPet(u"8"_qs);
        showHistory(2);
        select(0);
        QSignalSpy told(m_page.get(), &Page::messageRequested);
        part<HistoryShelf>()->remove({2});
        QTRY_COMPARE(part<HistoryView>()->model()->rowCount(), 1);
        QTRY_COMPARE(told.size(), 1);
        QTRY_VERIFY(!part<HistoryDetail>()->isVisible());
        told.first().first().value<Message>().action();
        QTRY_COMPARE(part<HistoryView>()->model()->rowCount(), 2);
        Q_EMIT part<HistoryView>()->clearRequested();
        m_dialogs->answerConfirm(true);
        QTRY_COMPARE(part<HistoryView>()->model()->rowCount(), 0);
    }

    // The key is in the keychain and nowhere else.
    void keepsNoKey()
    {
        const QByteArray key = "very-secret/key+1";
        m_secrets->values.insert(u"explorer/x-api-key@"_qs + QString::fromUtf8(m_server->url("")), key);
        sendPet(u"7"_qs);
        QCOMPARE(ScriptedServer::header(m_server->requests().last(), "X-Api-Key"), key);
        const auto connection = Connection::open(m_fixture->databasePath(), Connection::Mode::ReadOnly);
        QVERIFY(connection);
        const auto call = callrepository::find(**connection, 1);
        QVERIFY(call && *call);
        QCOMPARE(findHeader((*call)->requestHeaders, "X-Api-Key")->value,
                 "\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2");
        for (const QString &ending : {QString(), u"-wal"_qs}) {
            QFile file(m_fixture->databasePath() + ending);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            QVERIFY(!bytes.contains(key));
            QVERIFY(!bytes.contains(key.toBase64()));
            QVERIFY(!bytes.contains(key.toPercentEncoding()));
        }
    }
};

QTEST_MAIN(ExplorerHistoryTest)
#include "tst_explorerhistory.moc"
