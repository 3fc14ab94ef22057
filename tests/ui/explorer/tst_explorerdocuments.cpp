// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/explorer/explorerpagefixture.h"
#include "ui/explorer/bodyeditor.h"
#include "ui/explorer/documentbar.h"
#include "ui/explorer/documentchanges.h"
#include "ui/explorer/noticebar.h"
#include "ui/explorer/operationlist.h"
#include "ui/explorer/operationpanel.h"
#include "ui/explorer/parameterform.h"
#include "ui/widgets/searchfield.h"

#include <QAbstractButton>
#include <QAction>
#include <QClipboard>
#include <QMenu>
#include <QSignalSpy>
#include <QTreeView>

using namespace uw;
using namespace uw::test;
using namespace uw::ui;

namespace {

QByteArray description(const QByteArray &title, const QByteArray &members)
{
    return R"({"openapi":"3.1.0","info":{"title":")" + title + "\"}," + members + '}';
}

} // namespace

// What the page does with documents: addresses, the clipboard, refreshing, files of others, servers, webhooks.
class tst_ExplorerDocuments final : public ExplorerPageFixture {
    Q_OBJECT

    void open(const QString &path)
    {
        QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
        m_page->openDocument(path);
        QTRY_COMPARE(shown.size(), 1);
    }
    // An entry of the document's menu, by its name.
    [[nodiscard]] QAction *action(const QString &name)
    {
        child<DocumentBar>()->findChild<QAbstractButton *>()->click();
        auto *menu = child<DocumentBar>()->findChild<QMenu *>();
        menu->close();
        for (QMenu *candidate : child<DocumentBar>()->findChildren<QMenu *>()) {
            if (auto *found = candidate->findChild<QAction *>(name))
                return found;
        }
        return nullptr;
    }

    // The slots stand below: moc loses its way in raw strings of JSON inside a class.
private Q_SLOTS:
    void opensAnAddress();
    void opensTheClipboard();
    void showsWhatChanged();
    void asksForFilesElsewhere();
    void asksBeforeAnUnusualServer();
    void sendsASampleOfAWebhook();
    void writesNestedValuesAsChosen();
    void hidesDeprecatedOperations();
    void findsWhatStandsInside();
    void removesADocument();
};

void tst_ExplorerDocuments::opensAnAddress()
{
    m_server->answerBy([](const QByteArray &) -> ScriptedServer::Script {
        return ScriptedServer::ok(description("Fetched", R"("paths":{"/a":{"get":{}}})"));
    });
    action(u"addressAction"_qs)->trigger();
    QCOMPARE(m_dialogs.asked.size(), 1);
    const auto check = m_dialogs.asked.first().text.check;
    QVERIFY(!check(u"ftp://h/x"_qs).isEmpty());
    QVERIFY(!check(u"https://"_qs).isEmpty());
    QVERIFY(check(u" https://h.example/api.json "_qs).isEmpty());
    QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
    m_dialogs.answerText(QString::fromLatin1(m_server->url("/api.json")));
    QTRY_COMPARE(shown.size(), 1);
    QCOMPARE(child<OperationList>()->model()->shownOperations(), 1);
    QCOMPARE(child<DocumentBar>()->recent().first(), QString::fromLatin1(m_server->url("/api.json")));

    m_server->answerBy([](const QByteArray &) -> ScriptedServer::Script { return ScriptedServer::ok("<html>"); });
    m_page->openDocument(QString::fromLatin1(m_server->url("/page")));
    QTRY_VERIFY2(child<NoticeBar>()->text().contains(u"is a web page"), qPrintable(child<NoticeBar>()->text()));
    QCOMPARE(child<OperationList>()->model()->shownOperations(), 1);
}

void tst_ExplorerDocuments::opensTheClipboard()
{
    QApplication::clipboard()->clear();
    action(u"pasteAction"_qs)->trigger();
    QVERIFY(child<NoticeBar>()->text().contains(u"no text in the clipboard"));
    QApplication::clipboard()->setText(u"openapi: 3.0.0\ninfo: {title: Pasted}\npaths: {/a: {get: {}, put: {}}}\n"_qs);
    QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
    action(u"pasteAction"_qs)->trigger();
    QTRY_COMPARE(shown.size(), 1);
    QCOMPARE(child<OperationList>()->model()->shownOperations(), 2);
    // It has no source to fetch it from.
    QVERIFY(!action(u"refreshAction"_qs));
}

void tst_ExplorerDocuments::showsWhatChanged()
{
    const QString path = file(u"api.json"_qs, description("T", R"("paths":{"/a":{"get":{}},"/b":{"get":{}}})"));
    open(path);
    static_cast<void>(file(u"api.json"_qs, description("T", R"("paths":{"/a":{"get":{"deprecated":true}},
        "/c":{"get":{}}})")));
    QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
    action(u"refreshAction"_qs)->trigger();
    QTRY_COMPARE(shown.size(), 1);
    auto *changes = child<DocumentChanges>();
    QTRY_VERIFY(changes->isVisible());
    QCOMPARE(changes->summary(), u"3 changes, one of them may break calls"_qs);
    const QAbstractItemModel *model = changes->view()->model();
    QCOMPARE(model->index(0, 0).data().toString(), u"GET /b"_qs);
    QCOMPARE(model->index(0, 1).data().toString(), u"The operation is gone."_qs);
    // One that is gone cannot be opened, another one can.
    Q_EMIT changes->view()->activated(model->index(0, 1));
    QVERIFY(changes->isVisible());
    Q_EMIT changes->view()->activated(model->index(2, 1));
    QVERIFY(!changes->isVisible());
    QCOMPARE(child<OperationPanel>()->operation().summary.path, u"/c"_qs);

    changes->addBroken({{u"Mine"_qs, {u"The operation b is gone."_qs}}});
    QCOMPARE(model->index(0, 0).data().toString(), u"Saved: Mine"_qs);
    QVERIFY2(changes->summary().endsWith(u". One saved request no longer fits"), qPrintable(changes->summary()));

    QSignalSpy messages(m_page.get(), &ExplorerPage::messageRequested);
    action(u"refreshAction"_qs)->trigger();
    QTRY_COMPARE(messages.size(), 1);
    QVERIFY(messages.first().first().value<Message>().text.contains(u"has not changed"));
}

void tst_ExplorerDocuments::asksForFilesElsewhere()
{
    const QTemporaryDir other;
    QFile part(other.filePath(u"part.json"_qs));
    QVERIFY(part.open(QIODevice::WriteOnly));
    QVERIFY(part.write(R"({"get":{"operationId":"elsewhere"}})") > 0);
    part.close();
    open(file(u"api.json"_qs, description("T", R"("paths":{"/a":{"$ref":")" + part.fileName().toUtf8() + "\"}}")));
    QVERIFY2(child<NoticeBar>()->text().contains(u"a file that was not read"), qPrintable(child<NoticeBar>()->text()));
    QCOMPARE(child<OperationList>()->model()->shownOperations(), 0);
    QVERIFY(button(u"Show…"_qs));
    button(u"Show…"_qs)->click();
    QCOMPARE(m_dialogs.asked.size(), 1);
    QCOMPARE(m_dialogs.asked.first().question.details, part.fileName());
    QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
    m_dialogs.answerConfirm(true);
    QTRY_COMPARE(shown.size(), 1);
    QCOMPARE(child<OperationList>()->model()->shownOperations(), 1);
    QCOMPARE(child<NoticeBar>()->text(), QString());
}

void tst_ExplorerDocuments::asksBeforeAnUnusualServer()
{
    open(file(u"api.json"_qs, description("T", R"("servers":[{"url":"https://api.example.com"}],"paths":{"/a":{
        "servers":[{"url":")" + m_server->url("") + R"("}],"get":{"operationId":"leaked"}}})")));
    m_page->openOperation(u"leaked"_qs);
    child<OperationPanel>()->setFocus();
    const auto press = [this] { Q_EMIT child<OperationPanel>()->sendPressed(false); };
    press();
    QCOMPARE(m_dialogs.asked.size(), 1);
    QVERIFY2(m_dialogs.asked.first().question.text.contains(u"this computer"),
             qPrintable(m_dialogs.asked.first().question.text));
    m_dialogs.answerConfirm(false);
    QCOMPARE(m_server->connections(), 0);
    press();
    m_dialogs.answerConfirm(true);
    QTRY_COMPARE(status(), u"200 OK"_qs);
    // Once is enough.
    press();
    QCOMPARE(m_dialogs.asked.size(), 0);
    QTRY_COMPARE(m_server->requests().size(), 2);
}

void tst_ExplorerDocuments::sendsASampleOfAWebhook()
{
    open(file(u"api.json"_qs, description("T", R"("webhooks":{"pet born!":{"post":{"requestBody":{"content":{
        "application/json":{"schema":{"properties":{"name":{"type":"string","example":"Rex"}}}}}}}}})")));
    QCOMPARE(child<OperationList>()->model()->shownOperations(), 1);
    m_page->openOperation(u"POST pet born!"_qs);
    Q_EMIT child<OperationPanel>()->sendPressed(false);
    QCOMPARE(m_dialogs.asked.size(), 1);
    m_dialogs.answerConfirm(true);
    QTRY_COMPARE(m_server->requests().size(), 1);
    QVERIFY2(m_server->requests().first().startsWith("POST /webhooks/custom/pet-born- HTTP/1.1\r\n"),
             m_server->requests().first().constData());
    QVERIFY(ScriptedServer::body(m_server->requests().first()).contains("Rex"));
}

void tst_ExplorerDocuments::writesNestedValuesAsChosen()
{
    open(file(u"api.json"_qs, description("T", R"("servers":[{"url":")" + m_server->url("") + R"("}],"paths":{"/a":{
        "get":{"operationId":"a","parameters":[{"name":"f","in":"query","style":"deepObject",
        "schema":{"type":"object"},"example":{"a":{"b":1}}}]}}})")));
    m_page->openOperation(u"a"_qs);
    QVERIFY(action(u"brackets-indexed"_qs)->isChecked());
    action(u"dots-indexed"_qs)->trigger();
    QVERIFY(action(u"dots-indexed"_qs)->isChecked());
    json::Value filter = json::Value::object();
    filter["a"]["b"] = 1;
    child<ParameterForm>()->setParameters(child<OperationPanel>()->operation().parameters, {{u"f"_qs, filter}});
    Q_EMIT child<OperationPanel>()->sendPressed(false);
    QTRY_COMPARE(m_server->requests().size(), 1);
    QVERIFY2(m_server->requests().first().startsWith("GET /a?f.a.b=1 "), m_server->requests().first().constData());
}

void tst_ExplorerDocuments::hidesDeprecatedOperations()
{
    open(file(u"api.json"_qs, description("T", R"("paths":{"/a":{"get":{"deprecated":true},"put":{}}})")));
    auto *model = child<OperationList>()->model();
    QCOMPARE(model->shownOperations(), 2);
    action(u"deprecatedAction"_qs)->trigger();
    QCOMPARE(model->shownOperations(), 1);
    open(file(u"other.json"_qs, description("T", R"("paths":{"/a":{"get":{"deprecated":true},"put":{}}})")));
    QCOMPARE(model->shownOperations(), 1);
    action(u"deprecatedAction"_qs)->trigger();
    QCOMPARE(model->shownOperations(), 2);
}

void tst_ExplorerDocuments::findsWhatStandsInside()
{
    open(file(u"api.json"_qs, description("T", R"("paths":{"/a":{"get":{"parameters":[
        {"name":"zebraCount","in":"query"}]}},"/b":{"get":{"description":"nothing"}}})")));
    child<SearchField>()->setText(u"zebra"_qs);
    QTRY_COMPARE(child<OperationList>()->model()->shownOperations(), 1);
    QTRY_COMPARE(m_page->find(u"zebra"_qs, 10).size(), 1);
    QCOMPARE(m_page->find(u"zebra"_qs, 10).first().detail, u"GET /a"_qs);
}

void tst_ExplorerDocuments::removesADocument()
{
    const QString path = file(u"api.json"_qs, description("T", R"("paths":{})"));
    open(path);
    QVERIFY(child<DocumentBar>()->recent().contains(path));
    action(u"removeAction"_qs)->trigger();
    QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
    m_dialogs.answerConfirm(true);
    QTRY_COMPARE(shown.size(), 1);
    QVERIFY(!child<DocumentBar>()->recent().contains(path));
    QVERIFY(child<OperationList>()->model()->shownOperations() > 100);
    QVERIFY(QFile::exists(path));
    // Clockify's own comes with the program and cannot be removed.
    QVERIFY(!action(u"removeAction"_qs));
}

QTEST_MAIN(tst_ExplorerDocuments)
#include "tst_explorerdocuments.moc"
