// SPDX-License-Identifier: GPL-3.0-or-later
// What the page does with documents: opens, refreshes and forgets them.
#include "core/base/logging.h"
#include "core/history/callarguments.h"
#include "core/openapi/serverconcern.h"
#include "core/store/readerpool.h"
#include "core/store/savedrequestrepository.h"
#include "core/store/store.h"
#include "ui/explorer/documentchanges.h"
#include "ui/explorer/explorerpageprivate.h"
#include "ui/widgets/dialogs.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QStackedWidget>
#include <QUrl>

#include <algorithm>

namespace uw::ui {

namespace {

// Where samples of webhooks are sent when the window does not know its own listener.
constexpr QLatin1StringView usualListener{"http://127.0.0.1:8001"};

// "orders.created" as the name of a custom source.
QString sourceNameOf(const QString &webhook)
{
    constexpr qsizetype longest = 64;
    QString name;
    for (const QChar c : webhook) {
        const bool fits = (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'.'
                       || c == u'_' || c == u'-';
        name += fits ? c : QChar(u'-');
    }
    name.truncate(longest);
    return name.isEmpty() || name == u"." || name == u".." ? u"sample"_qs : name;
}

// Saved requests of one document, ready for another thread.
struct NamedCalls {
    QStringList names;
    QList<openapi::SavedCall> calls;

    [[nodiscard]] QList<QPair<QString, QStringList>> brokenBy(const openapi::Document &older,
                                                              const openapi::Document &newer) const
    {
        QList<QPair<QString, QStringList>> broken;
        for (const openapi::BrokenCall &call : openapi::callsBrokenBy(older, newer, calls))
            broken.append({names.at(call.call), call.reasons});
        return broken;
    }
};

NamedCalls callsOf(const SavedRequests &saved, const QString &document)
{
    NamedCalls named;
    for (const SavedRequest &request : saved.requests) {
        if (request.document != document || request.operation.isEmpty())
            continue;
        const CallArguments arguments = parseCallArguments(request.arguments).valueOr({});
        named.names << (request.folder.isEmpty() ? request.name : request.folder % u'/' % request.name);
        named.calls << openapi::SavedCall{.method = {},
                                          .path = {},
                                          .operationId = request.operation,
                                          .arguments = arguments.parameters.keys(),
                                          .hasBody = !arguments.body.isEmpty()};
    }
    return named;
}

} // namespace

void ExplorerPage::Private::connectDocuments()
{
    QObject::connect(bar, &DocumentBar::openPressed, q, [this] { askForDocument(); });
    QObject::connect(bar, &DocumentBar::addressPressed, q, [this] { askForAddress(); });
    QObject::connect(bar, &DocumentBar::pastePressed, q, [this] { pasteDocument(); });
    QObject::connect(bar, &DocumentBar::refreshPressed, q, [this] { refreshDocument(); });
    QObject::connect(bar, &DocumentBar::removePressed, q, [this] { removeDocument(); });
    QObject::connect(bar, &DocumentBar::documentChosen, q, [this](const QString &path) { loader.load(path); });
    QObject::connect(bar, &DocumentBar::nestingChosen, q, [this](openapi::NestedStyle style) {
        library.setOption(document.path, u"nesting"_qs, openapi::nestedStyleWord(style));
        applyNesting();
    });
    QObject::connect(bar, &DocumentBar::hidingDeprecatedToggled, q,
                     [this](bool hides) { list->setHidesDeprecated(hides); });
    QObject::connect(&library, &DocumentLibrary::changed, q, [this] { bar->setDocuments(library.documents()); });
    QObject::connect(&library, &DocumentLibrary::failed, q, [this](const QString &text) {
        qCWarning(uwUi).noquote() << text;
        Q_EMIT q->messageRequested({.text = text, .severity = Severity::Warning});
    });
    QObject::connect(
        &loader, &DocumentLoader::refreshed, q,
        [this](const std::shared_ptr<const openapi::Document> &older, const QList<openapi::DocumentChange> &found) {
            showChanges(found);
            if (!found.isEmpty())
                showBroken(older);
        });
    QObject::connect(&loader, &DocumentLoader::unchanged, q, [this] {
        bar->setLoading({});
        Q_EMIT q->messageRequested({.text = tr("The document has not changed.")});
    });
    QObject::connect(&loader, &DocumentLoader::indexed, q,
                     [this](const std::shared_ptr<const OperationCatalog> &better) {
                         document.catalog = better;
                         list->improveSearch(better);
                     });
    QObject::connect(changes, &DocumentChanges::operationRequested, q, [this](const QString &operation) {
        const int position = positionOf(operation);
        if (position >= 0)
            openOperation(position, true);
    });
    QObject::connect(changes, &DocumentChanges::closePressed, q, [this] { showOperation(); });
}

void ExplorerPage::Private::askForDocument()
{
    const FileQuestion question{
        .title = tr("Open an OpenAPI document"),
        .filter = tr("OpenAPI documents (*.json *.yaml *.yml);;All files (*)"),
    };
    context.dialogs.askOpenFile(q, question, [this](const QString &path) {
        if (!path.isEmpty())
            loader.load(path);
    });
}

void ExplorerPage::Private::askForAddress()
{
    const TextQuestion question{
        .title = tr("Open a document from the net"),
        .text = tr("The description is fetched now, without any key, and kept: it opens without the net from then on."),
        .verb = tr("Open"),
        .placeholder = u"https://api.example.com/openapi.json"_qs,
        .check =
            [](const QString &text) {
                const QUrl url(text.trimmed(), QUrl::StrictMode);
                return isWebAddress(text.trimmed()) && url.isValid() && !url.host().isEmpty()
                         ? QString()
                         : tr("Enter an address that starts with https:// or http://.");
            },
    };
    context.dialogs.askText(q, question, [this](const std::optional<QString> &text) {
        if (text)
            loader.load(text->trimmed());
    });
}

void ExplorerPage::Private::pasteDocument()
{
    const QString text = QGuiApplication::clipboard()->text();
    if (!text.trimmed().isEmpty())
        return loader.paste(text.toUtf8());
    noticeAction = nullptr;
    notice->show(Severity::Info,
                 tr("There is no text in the clipboard. Copy a whole description, JSON or YAML, and try "
                    "again."));
}

void ExplorerPage::Private::refreshDocument()
{
    if (document.document && loader.loading().isEmpty())
        loader.refresh(document);
}

void ExplorerPage::Private::removeDocument()
{
    const QString path = document.path;
    const QString title = document.document ? document.document->title() : QString();
    const bool isBuiltIn = document.isBuiltIn();
    const Question question{
        .title = isBuiltIn ? tr("Go back to the description that comes with the program?")
                           : tr("Remove “%1” from the list?").arg(title.isEmpty() ? path : title),
        .text = isBuiltIn ? tr("What was fetched is forgotten.")
                          : tr("What was kept of it is forgotten. A file stays where it is."),
        .verb = isBuiltIn ? tr("Go back") : tr("Remove"),
    };
    context.dialogs.confirm(q, question, [this, path](bool yes) {
        if (!yes)
            return;
        bar->forget(path);
        library.remove(path);
        loader.load(DocumentLoader::ClockifyPath);
    });
}

void ExplorerPage::Private::offerFiles()
{
    if (!document.notice.isEmpty()) {
        noticeAction = nullptr;
        notice->show(Severity::Warning, document.notice);
    }
    const auto count = int(document.document->withheldFiles().size());
    if (count == 0)
        return;
    noticeAction = [this] { askForFiles(); };
    notice->show(Severity::Info,
                 count == 1 ? tr("The document refers to a file that was not read: it is outside its folder or on the "
                                 "net.")
                            : tr("The document refers to %n files that were not read: they are outside its folder or "
                                 "on the net.",
                                 nullptr, count),
                 tr("Show…"));
}

void ExplorerPage::Private::askForFiles()
{
    constexpr qsizetype mostShown = 12;
    const QList<openapi::WithheldFile> files = document.document->withheldFiles();
    QStringList lines;
    bool outside = document.record.allowsOutside;
    bool remote = document.record.allowsRemote;
    for (const openapi::WithheldFile &file : files) {
        if (lines.size() < mostShown)
            lines << (file.isRemote ? file.address : QUrl(file.address).toLocalFile());
        outside = outside || !file.isRemote;
        remote = remote || file.isRemote;
    }
    if (files.size() > mostShown)
        lines << tr("and %n more", nullptr, int(files.size() - mostShown));
    const Question question{
        .title = tr("Read the files that the document refers to?"),
        .text = remote ? tr("They are fetched without any key. Whoever runs those servers sees that you did.")
                       : tr("They are on this computer, outside the document's folder. Only what a description can use "
                            "is taken from them."),
        .verb = tr("Read files"),
        .details = lines.join(u'\n'),
    };
    context.dialogs.confirm(q, question, [this, path = document.path, outside, remote](bool yes) {
        if (!yes)
            return;
        library.allow(path, outside, remote);
        loader.load(path);
    });
}

bool ExplorerPage::Private::concernsPerson(const HttpRequest &request, bool anyway)
{
    // A webhook's sample goes to our own listener by our own will; an address that a person typed is theirs.
    const QString origin = originOf(QString::fromUtf8(request.url));
    const QStringList &servers = panel->operation().servers;
    const auto isTarget = [&origin](const QString &server) { return originOf(server) == origin; };
    if (opened < 0 || document.catalog->isWebhook(opened) || std::none_of(servers.begin(), servers.end(), isTarget))
        return false;
    const QString agreed = document.path % u'\n' % origin;
    const QString concern = openapi::serverConcern(*document.document, origin);
    if (concern.isEmpty() || agreedServers.contains(agreed))
        return false;
    asking = true;
    const Question question{
        .title = tr("Send to %1?").arg(origin),
        .text = concern,
        .verb = tr("Send there"),
        .destructive = true,
    };
    context.dialogs.confirm(q, question, [this, agreed, anyway](bool yes) {
        asking = false;
        if (!yes)
            return;
        agreedServers.insert(agreed);
        send(anyway);
    });
    return true;
}

void ExplorerPage::Private::applyNesting()
{
    const openapi::NestedStyle style = openapi::nestedStyleOf(library.option(document.path, u"nesting"_qs));
    bar->setNesting(style);
    panel->setNesting(style);
}

void ExplorerPage::Private::openSample(openapi::OperationDetails webhook, const QString &key)
{
    const QString own = context.listener ? context.listener() : QString();
    webhook.servers = {own.isEmpty() ? QString(usualListener) : own};
    webhook.summary.method = "POST";
    webhook.summary.path = u"/webhooks/custom/" + sourceNameOf(webhook.summary.path);
    // Whatever it signs with is the sender's, and nothing of ours.
    webhook.apiKeyHeaders.clear();
    OperationDraft draft = drafts.value(key);
    if (!drafts.contains(key) && webhook.body)
        draft.body = QString::fromUtf8(webhook.body->sample);
    panel->setOperation(webhook, draft, targetContext());
}

// Which of the saved requests fitted before and do not now.
void ExplorerPage::Private::showBroken(const std::shared_ptr<const openapi::Document> &older)
{
    if (!context.store)
        return;
    using Named = QList<QPair<QString, QStringList>>;
    const auto judge = [this, older, newer = document.document,
                        name = historyDocumentName(document.path)](const Result<SavedRequests> &saved) {
        if (!saved)
            return library.failed(saved.error().text);
        brokenJob.start([older, newer, calls = callsOf(*saved, name)] { return calls.brokenBy(*older, *newer); },
                        [this](const Named &broken) { changes->addBroken(broken); });
    };
    context.store->readers().run<SavedRequests>(q, &savedrequestrepository::all, judge);
}

void ExplorerPage::Private::showChanges(const QList<openapi::DocumentChange> &found)
{
    if (found.isEmpty()) {
        Q_EMIT q->messageRequested({.text = tr("The document was read again. Nothing that calls depend on changed.")});
        return;
    }
    changes->setChanges(tr("What changed in %1").arg(document.document->title()), found);
    pages->setCurrentIndex(ChangesPage);
}

} // namespace uw::ui
