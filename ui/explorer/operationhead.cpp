// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/operationhead.h"

#include "ui/explorer/valueeditor.h"
#include "ui/explorer/valuetext.h"
#include "ui/shell/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

namespace uw::ui {

namespace {

// In widths of an "n".
constexpr int ServerShortestEm = 14;
constexpr int ServerWidestEm = 42;
// Of the width of summary and server together.
constexpr int SummaryShare = 3;
constexpr int ServerShare = 2;
// Keeps a path in its order where the text around it runs from right to left (UAX 9, LEFT-TO-RIGHT MARK).
constexpr QChar leftToRight(0x200E);

// A description as one plain line.
QString firstLine(const QString &markdown)
{
    QString line = markdown.simplified();
    line.remove(u'`');
    line.remove(u"**"_qs);
    return line;
}

} // namespace

OperationHead::OperationHead(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_method(new BadgeLabel(theme, this))
    , m_path(new ElidedLabel(this))
    , m_copy(new CopyButton(theme, tr("Copy the path"), this))
    , m_send(new QPushButton(tr("Send"), this))
    , m_fetchAll(new QToolButton(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_summary(new ElidedLabel(this))
    , m_deprecated(new TextLabel(theme, TextRole::Caption, ColorRole::Warning, tr("deprecated"), this))
    , m_server(new QComboBox(this))
    , m_line(new ElidedLabel(this))
    , m_text(new TextLabel(theme, TextRole::Body, ColorRole::SecondaryText, {}, this))
    , m_more(new QToolButton(this))
    , m_problemLine(new QWidget(this))
    , m_problem(new TextLabel(theme, TextRole::Body, ColorRole::Error, {}, m_problemLine))
    , m_anyway(new QPushButton(tr("Send anyway"), m_problemLine))
{
    setRoles(m_path, theme, TextRole::Fixed);
    setRoles(m_summary, theme, TextRole::Section);
    setRoles(m_line, theme, TextRole::Body, ColorRole::SecondaryText);
    m_path->setElideMode(Qt::ElideMiddle);
    m_method->setFilled(true);
    m_send->setObjectName(QStringLiteral("sendButton"));
    m_send->setIcon(theme.icon(u"send"));
    m_send->setDefault(true);
    m_send->setAccessibleName(tr("Send the request"));
    m_fetchAll->setObjectName(QStringLiteral("fetchAllButton"));
    m_fetchAll->setText(tr("Fetch all pages"));
    m_fetchAll->setToolTip(tr("Call it page after page and join the lists into one table"));
    m_cancel->setToolTip(tr("Stop waiting for the answer (Escape)"));
    m_server->setEditable(true);
    m_server->setInsertPolicy(QComboBox::NoInsert);
    m_server->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_server->setMinimumContentsLength(ServerShortestEm);
    m_server->setMaximumWidth(ServerWidestEm * fontMetrics().horizontalAdvance(u'n'));
    m_server->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_server->setAccessibleName(tr("Server"));
    m_server->setToolTip(tr("The server that is called: choose one or enter another"));
    m_server->lineEdit()->setPlaceholderText(tr("https://api.example.com"));
    ignoreWheelWithoutFocus(m_server);
    m_text->setTextFormat(Qt::RichText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_more->setAutoRaise(true);
    m_more->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_problem->setWordWrap(true);
    auto *problemRow = new QHBoxLayout(m_problemLine);
    problemRow->setContentsMargins(0, 0, 0, 0);
    problemRow->addWidget(m_problem, 1);
    problemRow->addWidget(m_anyway);
    m_problemLine->hide();

    auto *first = new QHBoxLayout;
    first->setSpacing(Spacing::Small);
    first->addWidget(m_method);
    first->addWidget(m_path, 1);
    first->addWidget(m_copy);
    first->addWidget(m_fetchAll);
    first->addWidget(m_send);
    first->addWidget(m_cancel);
    auto *second = new QHBoxLayout;
    second->setSpacing(Spacing::Small);
    second->addWidget(m_summary, SummaryShare);
    second->addWidget(m_deprecated);
    second->addWidget(m_server, ServerShare);
    auto *third = new QHBoxLayout;
    third->setSpacing(Spacing::Small);
    third->addWidget(m_line, 1);
    third->addWidget(m_text, 1);
    third->addWidget(m_more, 0, Qt::AlignBottom);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Spacing::Medium, 0, Spacing::Small, Spacing::Small);
    column->setSpacing(Spacing::Tiny);
    column->addLayout(first);
    column->addLayout(second);
    column->addLayout(third);
    column->addWidget(m_problemLine);

    connect(m_send, &QPushButton::clicked, this, &OperationHead::sendPressed);
    connect(m_anyway, &QPushButton::clicked, this, &OperationHead::sendAnywayPressed);
    connect(m_fetchAll, &QToolButton::clicked, this, &OperationHead::fetchAllPressed);
    connect(m_cancel, &QPushButton::clicked, this, &OperationHead::cancelPressed);
    connect(m_server, &QComboBox::editTextChanged, this, &OperationHead::serverChanged);
    connect(m_more, &QToolButton::clicked, this, [this] {
        m_whole = !m_whole;
        showDescription();
    });
    setRunning(false);
}

void OperationHead::setOperation(const openapi::OperationDetails &operation, const QStringList &servers,
                                 const QString &server)
{
    const openapi::OperationSummary &summary = operation.summary;
    m_method->setBadge(methodBadge(QString::fromLatin1(summary.method)));
    m_path->setText(leftToRight + summary.path + leftToRight);
    m_path->setAccessibleName(summary.path);
    m_copy->setCopyText(summary.path);
    m_summary->setText(summary.summary.isEmpty() ? summary.operationId : summary.summary);
    m_deprecated->setVisible(summary.deprecated);
    m_fetchAll->setVisible(summary.method == "GET");
    m_description = operation.description;
    m_whole = false;
    showDescription();
    setProblem({});
    setSendBlocked({});
    const QSignalBlocker blocker(m_server);
    m_server->clear();
    m_server->addItems(servers);
    m_server->setEditText(server.isEmpty() ? servers.value(0) : server);
    // The host is what tells servers apart.
    m_server->lineEdit()->setCursorPosition(0);
}

void OperationHead::setServers(const QStringList &servers)
{
    const bool changed = isServerChanged();
    const QString server = this->server();
    {
        const QSignalBlocker blocker(m_server);
        m_server->clear();
        m_server->addItems(servers);
        m_server->setEditText(changed ? server : servers.value(0));
    }
    Q_EMIT serverChanged();
}

QString OperationHead::server() const
{
    return m_server->currentText().trimmed();
}

bool OperationHead::isServerChanged() const
{
    return server() != m_server->itemText(0);
}

void OperationHead::focusServer()
{
    m_server->setFocus(Qt::OtherFocusReason);
}

void OperationHead::showDescription()
{
    const QString line = firstLine(m_description);
    m_line->setText(line);
    m_line->setVisible(!m_whole && !line.isEmpty());
    m_text->setText(m_whole ? helpHtml(m_description) : QString());
    m_text->setVisible(m_whole);
    m_more->setText(m_whole ? tr("Less") : tr("More"));
    m_more->setAccessibleName(m_whole ? tr("Shorten the description") : tr("Show the whole description"));
    updateMore();
}

// The button is there while something is hidden, or could be hidden again.
void OperationHead::updateMore()
{
    const int room = width() - layout()->contentsMargins().left() - layout()->contentsMargins().right();
    m_more->setVisible(m_whole || m_line->sizeHint().width() > room);
}

void OperationHead::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    updateMore();
}

void OperationHead::setRunning(bool running)
{
    // The focus stays on the one of the two buttons that is there.
    const bool hadFocus = m_send->hasFocus() || m_cancel->hasFocus();
    m_send->setVisible(!running);
    m_cancel->setVisible(running);
    if (hadFocus)
        (running ? m_cancel : m_send)->setFocus();
}

void OperationHead::setSendBlocked(const QString &reason)
{
    m_send->setEnabled(reason.isEmpty());
    m_send->setToolTip(reason.isEmpty() ? tr("Send the request (Ctrl+Enter)") : reason);
}

void OperationHead::setProblem(const QString &text, bool mayBeSent)
{
    m_problem->setText(text);
    m_anyway->setVisible(mayBeSent);
    m_problemLine->setVisible(!text.isEmpty());
}

} // namespace uw::ui
