// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/explorer/explorerpagefixture.h"
#include "ui/explorer/authpanel.h"
#include "ui/explorer/bodyeditor.h"
#include "ui/explorer/documentbar.h"
#include "ui/explorer/operationhead.h"
#include "ui/explorer/operationpanel.h"
#include "ui/explorer/parameterform.h"
#include "ui/response/bodytable.h"
#include "ui/response/eventstreamview.h"
#include "ui/response/pagingwindow.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTabWidget>
#include <QTcpServer>
#include <QToolButton>

using namespace uw;
using namespace uw::ui;
using uw::test::ScriptedServer;

// From the form to the answer: what is sent, what is asked first, what stays behind.
class tst_ExplorerSending : public test::ExplorerPageFixture {
    Q_OBJECT

private Q_SLOTS:
    void sendsTheExactBytes();
    void missingValuesTakeTheFocus();
    void valuesThatDoNotFitMayBeSent();
    void asksBeforeWriting();
    void asksNoMoreWhenToldSo();
    void sendsABody();
    void keyGoesToTheBaseUrl();
    void keyNeverGoesToAnotherHost();
    void plainBaseUrlElsewhereIsRefused();
    void cancelsWithEscape();
    void failureIsASentence();
    void valuesAreKeptPerOperation();
    void answersAreKeptPerOperation();
    void curlFollowsTheTyping();
    void fetchesAllPages();
    void streamsAreStoppedAndKept();
};

void tst_ExplorerSending::sendsTheExactBytes()
{
    openPets();
    m_page->openOperation(u"getPet"_qs);
    fill(u"petId"_qs, u"a b/c"_qs);
    fill(u"count"_qs, u"3"_qs);
    fill(u"fields"_qs, u"na,me"_qs);
    fill(u"X-Trace"_qs, u"t-1"_qs);
    send();
    QTRY_COMPARE(status(), u"200 OK"_qs);
    QTRY_COMPARE(answer(), u"{\n  \"ok\": true\n}"_qs);
    const QByteArray request = m_server->requests().value(0);
    QCOMPARE(request.left(request.indexOf("\r\n")),
             QByteArray("GET /api/pets/a%20b%2Fc?count=3&fields=na%2Cme HTTP/1.1"));
    QCOMPARE(ScriptedServer::header(request, "X-Trace"), QByteArray("t-1"));
    QVERIFY(ScriptedServer::header(request, "Content-Type").isNull());
    // Reading needs no question.
    QVERIFY(m_dialogs.asked.isEmpty());
}

void tst_ExplorerSending::missingValuesTakeTheFocus()
{
    openPets();
    m_page->openOperation(u"getPet"_qs);
    child<QTabWidget>()->setCurrentIndex(OperationPanel::CurlTab);
    child<OperationHead>()->setFocus();
    QTest::keyClick(m_page.get(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(child<QTabWidget>()->currentIndex(), int(OperationPanel::ParamsTab));
    QCOMPARE(QApplication::focusWidget()->accessibleName(), u"petId, required"_qs);
    QVERIFY(shows(u"required"_qs));
    QCOMPARE(m_server->connections(), 0);
}

void tst_ExplorerSending::valuesThatDoNotFitMayBeSent()
{
    openPets();
    m_page->openOperation(u"getPet"_qs);
    fill(u"petId"_qs, u"7"_qs);
    fill(u"count"_qs, u"many"_qs);
    send();
    QVERIFY(shows(u"does not fit"_qs));
    QCOMPARE(m_server->connections(), 0);
    QVERIFY(button(u"Send anyway"_qs));
    button(u"Send anyway"_qs)->click();
    QTRY_COMPARE(status(), u"200 OK"_qs);
    QVERIFY(m_server->requests().value(0).startsWith("GET /api/pets/7?count=many "));
}

void tst_ExplorerSending::asksBeforeWriting()
{
    openPets();
    m_page->openOperation(u"deletePet"_qs);
    fill(u"petId"_qs, u"7"_qs);
    send();
    QCOMPARE(m_dialogs.asked.size(), 1);
    const Question question = m_dialogs.asked.first().question;
    QCOMPARE(question.verb, u"Send DELETE"_qs);
    QVERIFY(question.destructive);
    QVERIFY(question.details.startsWith(u"DELETE "_qs + serverUrl() + u"/pets/7"_qs));
    // One question at a time; what was shown is what goes out.
    send();
    QCOMPARE(m_dialogs.asked.size(), 1);
    fill(u"petId"_qs, u"8"_qs);
    m_dialogs.answerConfirm(true);
    QTRY_COMPARE(status(), u"200 OK"_qs);
    QVERIFY(m_server->requests().value(0).startsWith("DELETE /api/pets/7 "));
    send();
    m_dialogs.answerConfirm(false);
    send();
    QCOMPARE(m_dialogs.asked.size(), 1);
    QCOMPARE(m_server->requests().size(), 1);
}

void tst_ExplorerSending::asksNoMoreWhenToldSo()
{
    openPets();
    auto *bar = child<DocumentBar>();
    QVERIFY(bar->asksBeforeWriting());
    for (QAction *action : bar->findChildren<QAction *>()) {
        if (action->text() == u"Ask before writing")
            action->trigger();
    }
    m_page->openOperation(u"deletePet"_qs);
    fill(u"petId"_qs, u"7"_qs);
    send();
    QVERIFY(m_dialogs.asked.isEmpty());
    QTRY_COMPARE(status(), u"200 OK"_qs);
    // Another document asks; this one still does not.
    QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
    m_page->openDocument(file(u"other.json"_qs, document("https://a.example")));
    QTRY_COMPARE(shown.size(), 1);
    QVERIFY(bar->asksBeforeWriting());
    m_page->openDocument(m_folder->filePath(u"pets.json"_qs));
    QTRY_COMPARE(shown.size(), 2);
    QVERIFY(!bar->asksBeforeWriting());
}

void tst_ExplorerSending::sendsABody()
{
    openPets();
    m_page->openOperation(u"addPet"_qs);
    auto *body = child<BodyEditor>();
    QCOMPARE(child<QTabWidget>()->currentIndex(), int(OperationPanel::BodyTab));
    child<OperationPanel>()->focusForm();
    send();
    QVERIFY(shows(u"needs a body"_qs));
    QVERIFY(!button(u"Send anyway"_qs));
    QTest::keyClicks(QApplication::focusWidget(), u"{\"name\": \"Ü\""_qs);
    send();
    QVERIFY(shows(u"not JSON"_qs));
    QVERIFY(button(u"Send anyway"_qs));
    QTest::keyClicks(QApplication::focusWidget(), u"}"_qs);
    send();
    m_dialogs.answerConfirm(true);
    QTRY_COMPARE(status(), u"200 OK"_qs);
    const QByteArray request = m_server->requests().value(0);
    QVERIFY(request.startsWith("POST /api/pets HTTP/1.1\r\n"));
    QCOMPARE(ScriptedServer::header(request, "Content-Type"), QByteArray("application/json"));
    QCOMPARE(ScriptedServer::body(request), body->text().toUtf8());
    QCOMPARE(ScriptedServer::body(request), QByteArray("{\"name\": \"\xc3\x9c\"}"));
    QCOMPARE(child<QTabWidget>()->tabText(OperationPanel::BodyTab), u"Body ●"_qs);
}

void tst_ExplorerSending::keyGoesToTheBaseUrl()
{
    m_secrets->values.insert(secretkeys::clockifyApiKey, "the-key");
    m_page->openOperation(u"getLoggedUser"_qs);
    QTRY_COMPARE(child<AuthPanel>()->status(), AuthPanel::Status::Stored);
    child<OperationPanel>()->focusForm();
    send();
    QTRY_COMPARE(status(), u"200 OK"_qs);
    const QByteArray request = m_server->requests().value(0);
    QVERIFY(request.startsWith("GET /api/v1/user HTTP/1.1\r\n"));
    QCOMPARE(ScriptedServer::header(request, "X-Api-Key"), QByteArray("the-key"));
    // Nothing on the page holds it.
    for (const QLineEdit *field : m_page->findChildren<QLineEdit *>())
        QVERIFY(!field->text().contains(u"the-key"_qs));
    child<QTabWidget>()->setCurrentIndex(OperationPanel::CurlTab);
    for (const JsonView *view : m_page->findChildren<JsonView *>())
        QVERIFY(!view->text().contains(u"the-key"_qs));
}

void tst_ExplorerSending::keyNeverGoesToAnotherHost()
{
    m_secrets->values.insert(secretkeys::clockifyApiKey, "the-key");
    ScriptedServer other;
    other.answerBy([](const QByteArray &) { return ScriptedServer::Script(ScriptedServer::ok("{}")); });
    // Typed by hand into the server field of Clockify's own document.
    m_page->openOperation(u"getLoggedUser"_qs);
    auto *server = child<OperationHead>()->findChild<QComboBox *>();
    server->setEditText(QString::fromLatin1(other.url("/api")));
    QTRY_COMPARE(child<AuthPanel>()->status(), AuthPanel::Status::NotStored);
    server->setFocus();
    send();
    QTRY_COMPARE(status(), u"200 OK"_qs);
    QCOMPARE(other.requests().size(), 1);
    QVERIFY(!other.requests().first().contains("the-key"));
    // Named by a document from elsewhere.
    QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
    m_page->openDocument(file(u"evil.json"_qs, document(other.url("/api"), "Clockify API")));
    QTRY_COMPARE(shown.size(), 1);
    m_page->openOperation(u"getPet"_qs);
    fill(u"petId"_qs, u"7"_qs);
    send();
    QTRY_COMPARE(other.requests().size(), 2);
    QVERIFY(!other.requests().last().contains("the-key"));
    QCOMPARE(m_server->connections(), 0);
}

void tst_ExplorerSending::plainBaseUrlElsewhereIsRefused()
{
    m_page->openOperation(u"getLoggedUser"_qs);
    m_baseUrl = u"http://clock.example/api"_qs;
    m_page->refreshBaseUrl();
    QCOMPARE(child<OperationHead>()->server(), m_baseUrl);
    child<OperationPanel>()->focusForm();
    send();
    QVERIFY(shows(u"unencrypted"_qs));
    m_baseUrl = serverUrl();
    m_page->refreshBaseUrl();
    send();
    QTRY_COMPARE(status(), u"200 OK"_qs);
}

void tst_ExplorerSending::cancelsWithEscape()
{
    m_server->answerBy([](const QByteArray &) { return ScriptedServer::Script().stall(); });
    openPets();
    m_page->openOperation(u"getPet"_qs);
    fill(u"petId"_qs, u"7"_qs);
    QSignalSpy arrived(m_server.get(), &ScriptedServer::requestArrived);
    send();
    QVERIFY(button(u"Cancel"_qs));
    QVERIFY(!button(u"Send"_qs));
    QTRY_COMPARE(arrived.size(), 1);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(shows(u"Cancelled after"_qs));
    QVERIFY(button(u"Send"_qs));
}

void tst_ExplorerSending::failureIsASentence()
{
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const QByteArray address = "http://127.0.0.1:" + QByteArray::number(closed.serverPort());
    closed.close();
    QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
    m_page->openDocument(file(u"closed.json"_qs, document(address)));
    QTRY_COMPARE(shown.size(), 1);
    m_page->openOperation(u"getPet"_qs);
    fill(u"petId"_qs, u"7"_qs);
    send();
    QTRY_VERIFY(shows(u"refused the connection"_qs));
    QVERIFY(shows(u"No answer"_qs));
}

void tst_ExplorerSending::valuesAreKeptPerOperation()
{
    openPets();
    m_page->openOperation(u"getPet"_qs);
    fill(u"petId"_qs, u"7"_qs);
    fill(u"count"_qs, u"wrong"_qs);
    m_page->openOperation(u"addPet"_qs);
    QTest::keyClicks(QApplication::focusWidget(), u"[1]"_qs);
    m_page->openOperation(u"deletePet"_qs);
    QVERIFY(child<ParameterForm>()->values().isEmpty());
    m_page->openOperation(u"getPet"_qs);
    QCOMPARE(child<ParameterForm>()->values().keys(), (QStringList{u"count"_qs, u"petId"_qs}));
    m_page->openOperation(u"addPet"_qs);
    QCOMPARE(child<BodyEditor>()->text(), u"[1]"_qs);
    // Also over a look at another document.
    QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
    m_page->openDocument(file(u"other.json"_qs, document("https://a.example")));
    QTRY_COMPARE(shown.size(), 1);
    m_page->openOperation(u"getPet"_qs);
    QVERIFY(child<ParameterForm>()->values().isEmpty());
    m_page->openDocument(m_folder->filePath(u"pets.json"_qs));
    QTRY_COMPARE(shown.size(), 2);
    m_page->openOperation(u"getPet"_qs);
    QCOMPARE(child<ParameterForm>()->values().keys(), (QStringList{u"count"_qs, u"petId"_qs}));
}

void tst_ExplorerSending::answersAreKeptPerOperation()
{
    openPets();
    m_page->openOperation(u"getPet"_qs);
    fill(u"petId"_qs, u"7"_qs);
    send();
    // Gone elsewhere before the answer is there.
    m_page->openOperation(u"addPet"_qs);
    QTRY_COMPARE(m_server->requests().size(), 1);
    QVERIFY(shows(u"Nothing sent yet"_qs));
    m_page->openOperation(u"getPet"_qs);
    QTRY_COMPARE(status(), u"200 OK"_qs);
    QTRY_COMPARE(answer(), u"{\n  \"ok\": true\n}"_qs);
}

void tst_ExplorerSending::curlFollowsTheTyping()
{
    openPets();
    m_page->openOperation(u"getPet"_qs);
    child<QTabWidget>()->setCurrentIndex(OperationPanel::CurlTab);
    auto *view = child<QTabWidget>()->widget(OperationPanel::CurlTab)->findChild<JsonView *>();
    QVERIFY(view->text().contains(serverUrl() + u"/pets/{petId}"_qs));
    QVERIFY(view->text().contains(u"$CLOCKIFY_API_KEY"_qs));
    fill(u"count"_qs, u"3"_qs);
    QTRY_VERIFY(view->text().contains(u"/pets/{petId}?count=3"_qs));
    QVERIFY(!view->text().contains(u"uw-missing"_qs));
}

void tst_ExplorerSending::fetchesAllPages()
{
    m_server->answerBy([](const QByteArray &request) {
        return request.contains("count=2") ? ScriptedServer::Script(ScriptedServer::ok("[{\"id\":2}]"))
                                           : ScriptedServer::Script(ScriptedServer::ok(
                                               "[{\"id\":1}]", "Link: </api/pets/7?count=2>; rel=\"next\"\r\n"));
    });
    openPets();
    m_page->openOperation(u"getPet"_qs);
    fill(u"petId"_qs, u"7"_qs);
    auto *fetchAll = m_page->findChild<QToolButton *>(u"fetchAllButton"_qs);
    QVERIFY(fetchAll->isVisible());
    fetchAll->click();
    // The key is read first.
    QTRY_VERIFY(child<PagingWindow>());
    auto *window = child<PagingWindow>();
    QVERIFY(window->isVisible());
    QTRY_COMPARE(window->table()->tableModel()->rowCount(), 2);
    QCOMPARE(m_server->requests().size(), 2);
    // A value of the table can be used like any other.
    QSignalSpy chosen(child<ResponsePanel>(), &ResponsePanel::valueChosen);
    Q_EMIT window->table()->valueChosen(
        *window->table()->tableModel()->picked(window->table()->tableModel()->index(1, 0)));
    QCOMPARE(chosen.first().first().value<ResponseValue>().operation, u"getPet"_qs);
    QCOMPARE(chosen.first().first().value<ResponseValue>().pointer, u"/1/id"_qs);
    // What writes is not called again and again.
    m_page->openOperation(u"addPet"_qs);
    QVERIFY(!fetchAll->isVisible());
}

void tst_ExplorerSending::streamsAreStoppedAndKept()
{
    m_server->enqueue(ScriptedServer::Script("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
                                             "event: tick\ndata: 1\n\n")
                          .stall());
    m_server->answerBy({});
    openPets();
    m_page->openOperation(u"getPet"_qs);
    fill(u"petId"_qs, u"7"_qs);
    send();
    auto *view = child<EventStreamView>();
    QTRY_VERIFY(view->isVisible());
    QTRY_COMPARE(view->list()->model()->rowCount(), 1);
    QCOMPARE(status(), u"200 OK"_qs);
    view->findChild<QPushButton *>()->click();
    QVERIFY(view->isVisible());
    QCOMPARE(view->list()->model()->rowCount(), 1);
    QVERIFY(!view->findChild<QPushButton *>()->isVisible());
}

QTEST_MAIN(tst_ExplorerSending)
#include "tst_explorersending.moc"
