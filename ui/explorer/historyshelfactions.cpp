// SPDX-License-Identifier: GPL-3.0-or-later
// What the shelf does with calls beside showing them: menus, copies, comparisons, files, settings.
#include "core/history/callhistory.h"
#include "core/history/har.h"
#include "core/history/savedrequestjson.h"
#include "core/http/codeexport.h"
#include "core/http/curl.h"
#include "core/store/readerpool.h"
#include "core/store/savedrequestrepository.h"
#include "core/store/store.h"
#include "ui/explorer/callcompare.h"
#include "ui/explorer/historydetail.h"
#include "ui/explorer/historymodel.h"
#include "ui/explorer/historysettingssheet.h"
#include "ui/explorer/historyshelf.h"
#include "ui/explorer/historyview.h"
#include "ui/explorer/importsheet.h"
#include "ui/explorer/savedview.h"
#include "ui/log/comparesheet.h"
#include "ui/shell/theme.h"
#include "ui/widgets/dialogs.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QSaveFile>

namespace uw::ui {

namespace {

HttpRequest requestOf(const CallRecord &call)
{
    return {.method = call.method, .url = call.url, .headers = call.requestHeaders, .body = call.requestBody};
}

} // namespace

void HistoryShelf::showMenu(QPoint position)
{
    const QList<qint64> calls = m_view->selected();
    if (calls.isEmpty())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const qint64 call = calls.constFirst();
    if (calls.size() == 1) {
        menu->addAction(m_theme.icon(u"replay"), tr("Fill in again"), this, [this, call] { fill(call); });
        menu->addAction(m_theme.icon(u"save"), tr("Save…"), this, [this, call] { save(call); });
        if (m_detail->call() && m_detail->call()->sequence == call)
            fillCopyMenu(*menu->addMenu(tr("Copy as")), m_detail->call());
    } else if (calls.size() == 2) {
        menu->addAction(tr("Compare the two"), this, [this, calls] { compare(calls.at(1), calls.at(0)); });
    }
    menu->addAction(m_theme.icon(u"external"), tr("Export as HAR…"), this, [this, calls] { exportHar(calls); });
    menu->addSeparator();
    menu->addAction(m_theme.icon(u"trash"), tr("Delete"), this, [this, calls] { remove(calls); });
    menu->popup(position);
}

void HistoryShelf::showCopyMenu(QPoint position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillCopyMenu(*menu, m_detail->call());
    menu->popup(position);
}

void HistoryShelf::fillCopyMenu(QMenu &menu, const std::shared_ptr<const CallRecord> &call)
{
    struct Language {
        QString name;
        QString (*write)(const HttpRequest &);
    };
    const Language languages[] = {{QStringLiteral("cURL"), &toCurlCommand},
                                  {QStringLiteral("HTTPie"), &toHttpieCommand},
                                  {QStringLiteral("Python requests"), &toPythonRequests},
                                  {QStringLiteral("JavaScript fetch"), &toJavaScriptFetch},
                                  {QStringLiteral("C++ Qt"), &toQtNetwork}};
    for (const Language &language : languages)
        menu.addAction(language.name, this, [this, call, write = language.write] {
            m_worker.run<QString>([call, write] { return write(requestOf(*call)); },
                                  [this, call](const QString &code) { copy(code, *call); });
        });
    menu.addSeparator();
    menu.addAction(tr("HAR file…"), this, [this, call] { exportHar({call->sequence}); });
}

void HistoryShelf::copy(const QString &code, const CallRecord &call)
{
    QGuiApplication::clipboard()->setText(code);
    if (call.isRequestCut)
        tell(tr("Copied with the beginning of the body: the rest was not kept."), Severity::Warning);
    else
        tell(tr("Copied. Secrets are masked."), Severity::Success);
}

void HistoryShelf::compare(qint64 first, qint64 second)
{
    read({first, second}, [this](const QList<CallRecord> &calls) {
        if (calls.size() < 2) {
            tell(tr("One of the calls is no longer in the history."), Severity::Warning);
            return;
        }
        m_worker.run<EventComparison>(
            [calls] { return compareValues(comparableCall(calls.at(0)), comparableCall(calls.at(1))); },
            [this, calls](const EventComparison &comparison) {
                auto *sheet = new CompareSheet(
                    m_theme, callSentence(calls.at(0)), callSentence(calls.at(1)), comparison, this,
                    {.title = tr("Compare two calls"), .same = tr("Both calls sent and got the same.")});
                sheet->show();
            });
    });
}

void HistoryShelf::writeFile(const FileQuestion &question, std::function<QByteArray()> make)
{
    m_dialogs.askSaveFile(this, question, [this, make = std::move(make)](const QString &path) {
        if (path.isEmpty())
            return;
        m_worker.run<QString>(
            [path, make] {
                QSaveFile file(path);
                const QByteArray bytes = make();
                const bool done = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
                return done ? QString() : file.errorString();
            },
            [this, path](const QString &problem) {
                if (problem.isEmpty())
                    tell(tr("Saved %1").arg(path), Severity::Success);
                else
                    tell(tr("%1 could not be written: %2.").arg(path, problem), Severity::Error);
            });
    });
}

void HistoryShelf::exportHar(const QList<qint64> &sequences)
{
    read(sequences, [this](const QList<CallRecord> &calls) {
        writeFile({.title = tr("Export as HAR"),
                   .suggestedName = QStringLiteral("calls.har"),
                   .filter = tr("HAR files (*.har);;All files (*)")},
                  [calls] { return toHar(calls); });
    });
}

void HistoryShelf::exportSaved()
{
    m_history.store().readers().run<SavedRequests>(
        this, &savedrequestrepository::all, [this](const Result<SavedRequests> &all) {
            if (!all) {
                tell(tr("The saved requests cannot be read. %1").arg(all.error().text), Severity::Error);
                return;
            }
            writeFile({.title = tr("Export saved requests"),
                       .suggestedName = QStringLiteral("saved-requests.json"),
                       .filter = tr("JSON (*.json);;All files (*)")},
                      [saved = *all] { return toSavedRequestsJson(saved); });
        });
}

void HistoryShelf::openImport()
{
    auto *sheet = new ImportSheet(m_theme, m_dialogs, this);
    connect(sheet, &ImportSheet::saveRequested, this, [this](const SavedRequests &saved) {
        m_saved->add(saved);
        m_saved->load();
        setCurrentIndex(SavedTab);
    });
    connect(sheet, &ImportSheet::historyRequested, this, [this](const QList<FinishedCall> &calls) {
        m_history.import(calls, this, [this, count = int(calls.size())](const Result<void> &done) {
            if (done)
                tell(tr("%Ln calls were added to the history", nullptr, count), Severity::Success);
            else
                tell(tr("The calls were not added. %1").arg(done.error().text), Severity::Error);
        });
        setCurrentIndex(HistoryTab);
    });
    connect(sheet, &ImportSheet::openRequested, this, [this](const FinishedCall &call) {
        Q_EMIT fillRequested({.method = call.request.method, .url = call.request.url, .arguments = call.arguments});
    });
    sheet->show();
}

void HistoryShelf::askForSettings()
{
    auto *sheet = new HistorySettingsSheet(m_theme, m_history.settings(), this);
    connect(sheet, &HistorySettingsSheet::chosen, this, [this](const HistorySettings &settings) {
        m_history.setSettings(settings, this, [this](const Result<void> &done) {
            if (!done)
                tell(tr("This was not kept. %1").arg(done.error().text), Severity::Error);
        });
    });
    sheet->show();
}

} // namespace uw::ui
