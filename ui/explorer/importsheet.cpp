// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/importsheet.h"

#include "core/history/har.h"
#include "core/history/savedrequestjson.h"
#include "core/http/curlimport.h"
#include "ui/shell/theme.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QFile>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QUrl>

namespace uw::ui {

namespace {

constexpr QSize sheetSize{760, 560};
constexpr int readDelayMs = 200;
constexpr int methodWidth = 90;
constexpr int statusWidth = 90;
constexpr int textShare = 2;
constexpr int listShare = 3;

enum Column { MethodColumn, StatusColumn, UrlColumn };

QString nameOf(const FinishedCall &call)
{
    const QUrl url = QUrl::fromEncoded(call.request.url, QUrl::TolerantMode);
    const QString name = QString::fromLatin1(call.request.method) + u' ' + url.host() + url.path();
    return name.left(200);
}

SavedRequest savedOf(const FinishedCall &call)
{
    SavedRequest saved = savedRequestOf(call);
    saved.name = nameOf(call);
    return saved;
}

void findCurl(const QByteArray &text, FoundRequests &found)
{
    const Result<QList<CurlRequest>> requests = fromCurlCommands(text);
    if (!requests) {
        found.problem = requests.error().text;
        return;
    }
    for (const CurlRequest &request : *requests) {
        FinishedCall call;
        call.origin = QStringLiteral("import");
        call.request = request.request;
        call.arguments = {.body = request.request.body, .headers = request.request.headers};
        found.calls << call;
        found.notes << request.notes;
    }
    found.notes.removeDuplicates();
}

} // namespace

FoundRequests findRequests(const QByteArray &text)
{
    FoundRequests found;
    const QByteArray trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return found;
    if (!trimmed.startsWith('{')) {
        findCurl(text, found);
        return found;
    }
    if (trimmed.left(300).contains("universal-webhook/saved-requests")) {
        const Result<SavedRequests> saved = fromSavedRequestsJson(text);
        found.saved = saved.valueOr({});
        found.problem = saved ? QString() : saved.error().text;
        return found;
    }
    const Result<QList<FinishedCall>> calls = fromHar(text);
    found.calls = calls.valueOr({});
    found.problem = !calls           ? calls.error().text
                  : calls->isEmpty() ? ImportSheet::tr("The HAR file holds no HTTP request.")
                                     : QString();
    found.hasAnswers = true;
    return found;
}

ImportSheet::ImportSheet(const Theme &theme, DialogService &dialogs, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_dialogs(dialogs)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("importSheet"));
    setWindowTitle(tr("Import requests"));
    makeParts();
    resize(sheetSize);
    m_delay.setSingleShot(true);
    m_delay.setInterval(readDelayMs);
    connect(&m_delay, &QTimer::timeout, this, [this] { readText(m_text->toPlainText().toUtf8()); });
    connect(m_text, &QPlainTextEdit::textChanged, &m_delay, qOverload<>(&QTimer::start));
    updateButtons();
}

void ImportSheet::makeParts()
{
    auto *hint =
        new TextLabel(m_theme, TextRole::Body, ColorRole::SecondaryText,
                      tr("Paste curl commands as a terminal or “Copy as cURL” of a browser has them, or open a "
                         "HAR file or requests that were exported here. Nothing is run and no file that a "
                         "command names is read."),
                      this);
    hint->setWordWrap(true);
    m_text = new QPlainTextEdit(this);
    m_text->setPlaceholderText(
        QStringLiteral("curl 'https://api.example.com/v1/items' \\\n  -H 'Accept: application/json'"));
    m_text->setAccessibleName(tr("curl commands"));
    m_text->setTabChangesFocus(true);
    setRoles(m_text, m_theme, TextRole::Fixed);
    m_list = new QTreeWidget(this);
    m_list->setObjectName(QStringLiteral("foundRequests"));
    m_list->setAccessibleName(tr("Requests that were found"));
    m_list->setHeaderLabels({tr("Method"), tr("Status"), tr("Address")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->header()->setStretchLastSection(true);
    m_list->setColumnWidth(MethodColumn, methodWidth);
    m_list->setColumnWidth(StatusColumn, statusWidth);
    m_notes = new TextLabel(m_theme, TextRole::Body, ColorRole::SecondaryText, {}, this);
    m_notes->setObjectName(QStringLiteral("importNotes"));
    m_notes->setWordWrap(true);
    auto *file = new QPushButton(m_theme.icon(u"folder"), tr("Open file…"), this);
    m_open = new QPushButton(tr("Open"), this);
    m_open->setToolTip(tr("Opens the first chosen request, so that it can be sent"));
    m_keep = new QPushButton(tr("Add to history"), this);
    m_save = new QPushButton(tr("Save requests"), this);
    m_save->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Spacing::Small);
    buttons->addWidget(file);
    buttons->addStretch(1);
    for (QPushButton *button : {m_open, m_keep, m_save})
        buttons->addWidget(button);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Spacing::Large, Spacing::Large, Spacing::Large, Spacing::Large);
    column->setSpacing(Spacing::Small);
    column->addWidget(hint);
    column->addWidget(m_text, textShare);
    column->addWidget(m_list, listShare);
    column->addWidget(m_notes);
    column->addLayout(buttons);
    connect(m_list, &QTreeWidget::itemChanged, this, &ImportSheet::updateButtons);
    connect(file, &QPushButton::clicked, this, [this] {
        const FileQuestion question{.title = tr("Open requests"),
                                    .filter = tr("HAR files and saved requests (*.har *.json);;All files (*)")};
        m_dialogs.askOpenFile(this, question, [this](const QString &path) {
            if (!path.isEmpty())
                openFile(path);
        });
    });
    connect(m_save, &QPushButton::clicked, this, [this] {
        Q_EMIT saveRequested(chosenSaved());
        close();
    });
    connect(m_keep, &QPushButton::clicked, this, [this] {
        Q_EMIT historyRequested(chosenCalls());
        close();
    });
    connect(m_open, &QPushButton::clicked, this, [this] {
        Q_EMIT openRequested(chosenCalls().constFirst());
        close();
    });
}

void ImportSheet::setText(const QString &text)
{
    m_text->setPlainText(text);
}

void ImportSheet::openFile(const QString &path)
{
    const quint64 generation = ++m_generation;
    m_worker.run<FoundRequests>(
        [path] {
            QFile file(path);
            if (!file.open(QIODevice::ReadOnly))
                return FoundRequests{.problem = tr("“%1” cannot be read: %2.").arg(path, file.errorString())};
            const QByteArray text = file.read(maximumHarBytes + 1);
            if (text.size() > maximumHarBytes)
                return FoundRequests{.problem = tr("“%1” is larger than the 64 MiB that are read.").arg(path)};
            return findRequests(text);
        },
        [this, generation](const FoundRequests &found) {
            if (generation == m_generation)
                showFound(found);
        });
}

void ImportSheet::readText(const QByteArray &text)
{
    const quint64 generation = ++m_generation;
    m_worker.run<FoundRequests>([text] { return findRequests(text); },
                                [this, generation](const FoundRequests &found) {
                                    if (generation == m_generation)
                                        showFound(found);
                                });
}

void ImportSheet::showFound(const FoundRequests &found)
{
    m_found = found;
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    QList<QTreeWidgetItem *> items;
    const auto add = [&items, this](const QString &method, const QString &status, const QString &target) {
        auto *item = new QTreeWidgetItem(QStringList{method, status, target});
        item->setCheckState(MethodColumn, Qt::Checked);
        item->setFont(UrlColumn, m_theme.font(TextRole::Fixed));
        items << item;
    };
    for (const FinishedCall &call : found.calls)
        add(QString::fromLatin1(call.request.method),
            call.response ? QString::number(call.response->status) : QString(), QString::fromUtf8(call.request.url));
    for (const SavedRequest &request : found.saved.requests)
        add(QString::fromLatin1(request.method), QString(),
            request.folder.isEmpty() ? request.name : request.folder + u" / " + request.name);
    m_list->addTopLevelItems(items);
    m_notes->setText(found.problem.isEmpty() ? found.notes.join(u'\n') : found.problem);
    m_notes->setVisible(!m_notes->text().isEmpty());
    updateButtons();
    Q_EMIT read();
}

QList<int> ImportSheet::chosen() const
{
    QList<int> rows;
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        if (m_list->topLevelItem(row)->checkState(MethodColumn) == Qt::Checked)
            rows << row;
    }
    return rows;
}

QList<FinishedCall> ImportSheet::chosenCalls() const
{
    QList<FinishedCall> calls;
    for (const int row : chosen()) {
        if (row < m_found.calls.size())
            calls << m_found.calls.at(row);
    }
    return calls;
}

SavedRequests ImportSheet::chosenSaved() const
{
    SavedRequests saved;
    for (const FinishedCall &call : chosenCalls())
        saved.requests << savedOf(call);
    if (m_found.saved.requests.isEmpty())
        return saved;
    saved.folders = m_found.saved.folders;
    for (const int row : chosen())
        saved.requests << m_found.saved.requests.at(row);
    return saved;
}

void ImportSheet::updateButtons()
{
    const bool any = !chosen().isEmpty();
    m_save->setEnabled(any);
    m_open->setEnabled(any && !m_found.calls.isEmpty());
    m_keep->setEnabled(any && m_found.hasAnswers);
    m_keep->setVisible(m_found.hasAnswers);
}

} // namespace uw::ui
