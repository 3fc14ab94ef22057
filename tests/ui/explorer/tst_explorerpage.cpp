// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/httpclient.h"
#include "tests/support/fakedialogs.h"
#include "tests/support/memorysecretstore.h"
#include "tests/support/scriptedserver.h"
#include "ui/explorer/authpanel.h"
#include "ui/explorer/bodyeditor.h"
#include "ui/explorer/documentbar.h"
#include "ui/explorer/explorerpage.h"
#include "ui/explorer/formrow.h"
#include "ui/explorer/noticebar.h"
#include "ui/explorer/operationhead.h"
#include "ui/explorer/operationlist.h"
#include "ui/explorer/operationpanel.h"
#include "ui/explorer/parameterform.h"
#include "ui/explorer/responsepanel.h"
#include "ui/shell/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/jsonview.h"
#include "ui/widgets/searchfield.h"

#include <QApplication>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace uw;
using namespace uw::ui;
using uw::test::ScriptedServer;

namespace {

// A document whose only server is `server`.
QByteArray document(const QByteArray &server, const QByteArray &title = "Pets")
{
    QByteArray text = R"({
  "openapi": "3.0.3",
  "info": {"title": "TITLE", "version": "1"},
  "servers": [{"url": "SERVER"}],
  "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Api-Key"}}},
  "security": [{"key": []}],
  "paths": {
    "/pets/{petId}": {
      "get": {"operationId": "getPet", "tags": ["Pets"], "summary": "Get a pet",
        "parameters": [
          {"name": "petId", "in": "path", "required": true, "schema": {"type": "string"}},
          {"name": "count", "in": "query", "schema": {"type": "integer", "minimum": 1}},
          {"name": "fields", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
          {"name": "deep", "in": "query", "schema": {"type": "boolean"}},
          {"name": "X-Trace", "in": "header", "schema": {"type": "string"}}]},
      "delete": {"operationId": "deletePet", "tags": ["Pets"], "summary": "Give a pet away",
        "parameters": [{"name": "petId", "in": "path", "required": true, "schema": {"type": "string"}}]}},
    "/pets": {
      "post": {"operationId": "addPet", "tags": ["Pets"], "summary": "Add a pet",
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object",
          "properties": {"name": {"type": "string"}}}}}}}}
  }
})";
    return text.replace("SERVER", server).replace("TITLE", title);
}

} // namespace

// The whole page against a real server: find, fill in, ask, send, show.
class tst_ExplorerPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void showsClockifyByItself();
    void searchOpensAnOperation();
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
    void badDocuments_data();
    void badDocuments();
    void opensADroppedFile();
    void opensAFileByDialog();
    void stateComesBack();
    void missingLastDocumentFallsBack();
    void findsAndCommands();
    void pathParametersFollowThePath();
    void longDescriptionsOpenOnDemand();
    void fitsTheSmallestWindow();

private:
    void makePage();
    void openPets();
    void fill(const QString &parameter, const QString &text);
    void send() { QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier); }
    template<typename Widget>
    [[nodiscard]] Widget *child() const
    {
        return m_page->findChild<Widget *>();
    }
    [[nodiscard]] QString answer() const
    {
        return m_page->findChild<ResponsePanel *>()->findChild<JsonView *>()->text();
    }
    [[nodiscard]] QString status() const
    {
        auto *badge = m_page->findChild<ResponsePanel *>()->findChild<BadgeLabel *>();
        return badge->isVisible() ? badge->badge().text : QString();
    }
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (QPushButton *candidate : m_page->findChildren<QPushButton *>()) {
            if (candidate->text() == text && candidate->isVisible())
                return candidate;
        }
        return nullptr;
    }
    [[nodiscard]] bool shows(const QString &text) const
    {
        const QList<QLabel *> labels = m_page->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&text](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }
    [[nodiscard]] QString file(const QString &name, const QByteArray &content) const
    {
        QFile out(m_folder->filePath(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            qFatal("cannot write a test file");
        return out.fileName();
    }
    [[nodiscard]] QString serverUrl() const { return QString::fromLatin1(m_server->url("/api")); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<test::MemorySecretStore> m_secrets;
    test::FakeDialogs m_dialogs;
    QString m_baseUrl;
    std::unique_ptr<ExplorerPage> m_page;
};

void tst_ExplorerPage::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_theme = std::make_unique<Theme>(*qApp);
    m_server = std::make_unique<ScriptedServer>();
    m_server->answerBy([](const QByteArray &) {
        return ScriptedServer::Script(ScriptedServer::ok("{\"ok\":true}", "Content-Type: application/json\r\n"));
    });
    m_http = std::make_unique<HttpClient>();
    m_secrets = std::make_unique<test::MemorySecretStore>();
    m_baseUrl = serverUrl();
    makePage();
}

void tst_ExplorerPage::makePage()
{
    m_page = std::make_unique<ExplorerPage>(
        ExplorerContext{*m_theme, m_dialogs, *m_http, *m_secrets, [this] { return m_baseUrl; }});
    m_page->resize(1100, 800);
    QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    QTRY_COMPARE(shown.size(), 1);
}

void tst_ExplorerPage::cleanup()
{
    m_page.reset();
    m_secrets.reset();
    m_http.reset();
    m_server.reset();
    m_theme.reset();
    m_dialogs.asked.clear();
    m_folder.reset();
}

void tst_ExplorerPage::openPets()
{
    QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
    m_page->openDocument(file(u"pets.json"_qs, document(m_server->url("/api"))));
    QTRY_COMPARE(shown.size(), 1);
}

void tst_ExplorerPage::fill(const QString &parameter, const QString &text)
{
    auto *form = child<ParameterForm>();
    QWidget *row = form->findChild<QWidget *>(parameter);
    QVERIFY2(row, qPrintable(parameter));
    auto *line = row->findChild<QLineEdit *>();
    line->setFocus();
    QTest::keyClicks(line, text);
}

void tst_ExplorerPage::showsClockifyByItself()
{
    const OperationTreeModel *model = child<OperationList>()->model();
    QCOMPARE(model->shownOperations(), 166);
    QCOMPARE(child<SearchField>()->placeholderText(), u"Search 166 operations…"_qs);
    QVERIFY(shows(u"Choose an operation"_qs));
    // Every operation of it opens, and has a server to go to.
    for (const openapi::OperationSummary &operation : model->catalog()->operations()) {
        m_page->openOperation(operation.operationId);
        QCOMPARE(child<OperationPanel>()->operation().summary.pointer, operation.pointer);
        QVERIFY2(!child<OperationHead>()->server().isEmpty(), qPrintable(operation.operationId));
    }
}

void tst_ExplorerPage::searchOpensAnOperation()
{
    openPets();
    QTest::keyClick(m_page.get(), Qt::Key_Slash);
    QCOMPARE(QApplication::focusWidget(), child<SearchField>());
    QTest::keyClicks(QApplication::focusWidget(), u"get pet"_qs);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(child<OperationPanel>()->isVisible());
    QVERIFY(shows(u"Get a pet"_qs) || child<OperationPanel>()->operation().summary.operationId == u"getPet");
    // The first field that has to be filled in is ready for typing.
    QTest::keyClicks(QApplication::focusWidget(), u"7"_qs);
    QCOMPARE(child<ParameterForm>()->values().keys(), QStringList{u"petId"_qs});
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_F, Qt::ControlModifier);
    QCOMPARE(QApplication::focusWidget(), child<SearchField>());
    // A slash that is typed stays a slash.
    QTest::keyClicks(QApplication::focusWidget(), u"/pets"_qs);
    QCOMPARE(child<SearchField>()->text(), u"/pets"_qs);
}

void tst_ExplorerPage::sendsTheExactBytes()
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

void tst_ExplorerPage::missingValuesTakeTheFocus()
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

void tst_ExplorerPage::valuesThatDoNotFitMayBeSent()
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

void tst_ExplorerPage::asksBeforeWriting()
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

void tst_ExplorerPage::asksNoMoreWhenToldSo()
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

void tst_ExplorerPage::sendsABody()
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

void tst_ExplorerPage::keyGoesToTheBaseUrl()
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

void tst_ExplorerPage::keyNeverGoesToAnotherHost()
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

void tst_ExplorerPage::plainBaseUrlElsewhereIsRefused()
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

void tst_ExplorerPage::cancelsWithEscape()
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

void tst_ExplorerPage::failureIsASentence()
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

void tst_ExplorerPage::valuesAreKeptPerOperation()
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

void tst_ExplorerPage::answersAreKeptPerOperation()
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

void tst_ExplorerPage::curlFollowsTheTyping()
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

void tst_ExplorerPage::badDocuments_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("said");
    QTest::newRow("missing") << QByteArray() << u"no file"_qs;
    QTest::newRow("not JSON") << QByteArray("<html>sorry</html>") << QString();
    QTest::newRow("not OpenAPI") << QByteArray("{\"hello\": 1}") << QString();
    QTest::newRow("100,000 levels") << QByteArray(100'000, '[') << QString();
    QTest::newRow("empty") << QByteArray("") << QString();
}

void tst_ExplorerPage::badDocuments()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, said);
    openPets();
    m_page->openOperation(u"getPet"_qs);
    fill(u"petId"_qs, u"7"_qs);
    m_page->openDocument(content.isNull() ? m_folder->filePath(u"none.json"_qs) : file(u"bad.json"_qs, content));
    auto *notice = child<NoticeBar>();
    QTRY_VERIFY(!notice->text().isEmpty());
    QVERIFY2(notice->text().contains(said, Qt::CaseInsensitive), qPrintable(notice->text()));
    QVERIFY2(notice->text().endsWith(u'.') && notice->text().contains(u".json"_qs), qPrintable(notice->text()));
    // The former document stays, and works.
    QCOMPARE(child<OperationList>()->model()->shownOperations(), 3);
    QCOMPARE(child<ParameterForm>()->values().size(), 1);
    button(u"Open document…"_qs)->click();
    QCOMPARE(m_dialogs.asked.size(), 1);
    // A good one takes the notice away.
    QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
    m_dialogs.answerFile(m_folder->filePath(u"pets.json"_qs));
    QTRY_COMPARE(shown.size(), 1);
    QVERIFY(notice->text().isEmpty());
}

void tst_ExplorerPage::opensADroppedFile()
{
    QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
    const auto drop = [this](const QList<QUrl> &urls) {
        QMimeData data;
        data.setUrls(urls);
        QDragEnterEvent enter({600, 400}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_page.get(), &enter);
        QDropEvent event({600, 400}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_page.get(), &event);
        return enter.isAccepted();
    };
    const QUrl pets = QUrl::fromLocalFile(file(u"pets.json"_qs, document(m_server->url("/api"))));
    QVERIFY(!drop({QUrl(u"https://a.example/pets.json"_qs)}));
    QVERIFY(!drop({pets, pets}));
    QVERIFY(drop({pets}));
    QTRY_COMPARE(shown.size(), 1);
    QCOMPARE(child<OperationList>()->model()->shownOperations(), 3);
}

void tst_ExplorerPage::opensAFileByDialog()
{
    QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
    QTest::keyClick(m_page.get(), Qt::Key_O, Qt::ControlModifier);
    QCOMPARE(m_dialogs.asked.size(), 1);
    m_dialogs.answerFile({});
    QTest::keyClick(m_page.get(), Qt::Key_O, Qt::ControlModifier);
    m_dialogs.answerFile(file(u"pets.json"_qs, document(m_server->url("/api"))));
    QTRY_COMPARE(shown.size(), 1);
    QCOMPARE(child<DocumentBar>()->recent(), QStringList{m_folder->filePath(u"pets.json"_qs)});
}

void tst_ExplorerPage::stateComesBack()
{
    openPets();
    child<OperationList>()->setExpanded({u"Pets"_qs});
    m_page->openOperation(u"addPet"_qs);
    child<ResponsePanel>()->setCurrentTab(ResponsePanel::HeadersTab);
    QSettings settings(m_folder->filePath(u"state.ini"_qs), QSettings::IniFormat);
    m_page->saveState(settings);
    makePage();
    QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
    m_page->restoreState(settings);
    QTRY_COMPARE(shown.size(), 1);
    QCOMPARE(child<OperationPanel>()->operation().summary.operationId, u"addPet"_qs);
    QCOMPARE(child<ResponsePanel>()->currentTab(), ResponsePanel::HeadersTab);
    QCOMPARE(child<OperationList>()->expanded(), QStringList{u"Pets"_qs});
    QCOMPARE(child<DocumentBar>()->recent().size(), 1);
}

void tst_ExplorerPage::missingLastDocumentFallsBack()
{
    QSettings settings(m_folder->filePath(u"state.ini"_qs), QSettings::IniFormat);
    settings.setValue(u"document"_qs, m_folder->filePath(u"gone.json"_qs));
    // Restored before anything could be read, as at a start.
    m_page = std::make_unique<ExplorerPage>(
        ExplorerContext{*m_theme, m_dialogs, *m_http, *m_secrets, [this] { return m_baseUrl; }});
    QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
    m_page->restoreState(settings);
    m_page->show();
    QTRY_COMPARE(shown.size(), 1);
    QCOMPARE(child<OperationList>()->model()->shownOperations(), 166);
    QVERIFY(child<NoticeBar>()->text().contains(u"gone.json"_qs));
}

void tst_ExplorerPage::findsAndCommands()
{
    openPets();
    const QList<Command> found = m_page->find(u"pet"_qs, 2);
    QCOMPARE(found.size(), 2);
    QSignalSpy wanted(m_page.get(), &ExplorerPage::showRequested);
    found.first().run();
    QCOMPARE(wanted.size(), 1);
    QVERIFY(child<OperationPanel>()->isVisible());
    QVERIFY(m_page->find(QString(), 10).isEmpty());
    QStringList ids;
    for (const Command &command : m_page->commands()) {
        QVERIFY(command.run && !command.title.isEmpty());
        ids << command.id;
    }
    QVERIFY(ids.contains(u"explorer.send"_qs));
    ids.removeDuplicates();
    QCOMPARE(ids.size(), m_page->commands().size());
    QVERIFY(m_page->shortcuts().size() >= 5);
}

void tst_ExplorerPage::pathParametersFollowThePath()
{
    m_page->openOperation(u"DELETE /v1/workspaces/{workspaceId}/tags/{id}"_qs);
    QStringList names;
    for (const FormRow *row : child<ParameterForm>()->rows())
        names << row->parameter().name;
    QCOMPARE(names, (QStringList{u"workspaceId"_qs, u"id"_qs}));
}

void tst_ExplorerPage::longDescriptionsOpenOnDemand()
{
    auto *head = child<OperationHead>();
    openapi::OperationDetails operation;
    operation.summary.method = "GET";
    operation.description = u"Short."_qs;
    m_page->openOperation(u"getLoggedUser"_qs);
    const auto more = [head]() -> QToolButton * {
        for (QToolButton *candidate : head->findChildren<QToolButton *>()) {
            if (candidate->isVisible() && (candidate->text() == u"More" || candidate->text() == u"Less"))
                return candidate;
        }
        return nullptr;
    };
    head->setOperation(operation, {}, {});
    QVERIFY(!more());
    operation.description = u"One `word` after **another**. "_qs.repeated(40);
    head->setOperation(operation, {}, {});
    QVERIFY(more());
    const int oneLine = head->sizeHint().height();
    more()->click();
    QCOMPARE(more()->text(), u"Less"_qs);
    QVERIFY(head->heightForWidth(head->width()) > oneLine);
    more()->click();
    QCOMPARE(head->sizeHint().height(), oneLine);
}

void tst_ExplorerPage::fitsTheSmallestWindow()
{
    m_page->openOperation(u"getProjects"_qs);
    // Of 960 the window's rail takes 64, of 600 its status line 28.
    const QSize room(960 - 64, 600 - 28);
    QVERIFY2(m_page->minimumSizeHint().width() <= room.width(),
             qPrintable(QString::number(m_page->minimumSizeHint().width())));
    QVERIFY2(m_page->minimumSizeHint().height() <= room.height(),
             qPrintable(QString::number(m_page->minimumSizeHint().height())));
    m_page->setLayoutDirection(Qt::RightToLeft);
    m_page->resize(room);
    QVERIFY(child<OperationList>()->mapTo(m_page.get(), QPoint()).x()
            > child<OperationPanel>()->mapTo(m_page.get(), QPoint()).x());
}

QTEST_MAIN(tst_ExplorerPage)
#include "tst_explorerpage.moc"
