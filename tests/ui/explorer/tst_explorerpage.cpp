// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/explorer/explorerpagefixture.h"
#include "ui/explorer/documentbar.h"
#include "ui/explorer/formrow.h"
#include "ui/explorer/noticebar.h"
#include "ui/explorer/operationhead.h"
#include "ui/explorer/operationlist.h"
#include "ui/explorer/operationpanel.h"
#include "ui/explorer/parameterform.h"
#include "ui/widgets/searchfield.h"

#include <QDropEvent>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>
#include <QToolButton>

using namespace uw;
using namespace uw::ui;

// Finding operations, opening documents, and what the page keeps.
class tst_ExplorerPage : public test::ExplorerPageFixture {
    Q_OBJECT

private Q_SLOTS:
    void showsClockifyByItself();
    void searchOpensAnOperation();
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
};

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
