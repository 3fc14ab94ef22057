// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/explorer/explorerpagefixture.h"

#include "ui/explorer/parameterform.h"

#include <QLineEdit>
#include <QSignalSpy>

using namespace uw::ui;

namespace uw::test {

QByteArray ExplorerPageFixture::document(const QByteArray &server, const QByteArray &title)
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

void ExplorerPageFixture::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_theme = std::make_unique<Theme>(*qApp);
    m_server = std::make_unique<ScriptedServer>();
    m_server->answerBy([](const QByteArray &) {
        return ScriptedServer::Script(ScriptedServer::ok("{\"ok\":true}", "Content-Type: application/json\r\n"));
    });
    m_http = std::make_unique<HttpClient>();
    m_secrets = std::make_unique<MemorySecretStore>();
    m_baseUrl = serverUrl();
    makePage();
}

void ExplorerPageFixture::makePage()
{
    ExplorerContext context{*m_theme, m_dialogs, *m_http, *m_secrets, [this] { return m_baseUrl; }};
    context.listener = [this] { return QString::fromLatin1(m_server->url("")); };
    m_page = std::make_unique<ExplorerPage>(context);
    m_page->resize(1100, 800);
    QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    QTRY_COMPARE(shown.size(), 1);
}

void ExplorerPageFixture::cleanup()
{
    m_page.reset();
    m_secrets.reset();
    m_http.reset();
    m_server.reset();
    m_theme.reset();
    m_dialogs.asked.clear();
    m_folder.reset();
}

void ExplorerPageFixture::openPets()
{
    QSignalSpy shown(m_page.get(), &ExplorerPage::documentShown);
    m_page->openDocument(file(u"pets.json"_qs, document(m_server->url("/api"))));
    QTRY_COMPARE(shown.size(), 1);
}

void ExplorerPageFixture::fill(const QString &parameter, const QString &text)
{
    auto *form = child<ParameterForm>();
    QWidget *row = form->findChild<QWidget *>(parameter);
    QVERIFY2(row, qPrintable(parameter));
    auto *line = row->findChild<QLineEdit *>();
    line->setFocus();
    QTest::keyClicks(line, text);
}

} // namespace uw::test
