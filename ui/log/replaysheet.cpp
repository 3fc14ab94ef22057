// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/replaysheet.h"

#include "core/providers/secretmask.h"
#include "ui/log/eventtext.h"
#include "ui/shell/theme.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/format.h"
#include "ui/widgets/headersmodel.h"
#include "ui/widgets/headerstable.h"
#include "ui/widgets/jsonview.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QRadioButton>
#include <QShortcut>
#include <QSplitter>
#include <QTabWidget>

using namespace Qt::StringLiterals;

namespace uw::ui {

namespace {

constexpr QSize sheetSize{940, 620};
constexpr int methodWidthEm = 14;

// What can be edited and shown as a text.
std::optional<QString> shownText(const QByteArray &bytes)
{
    std::optional<QString> text = utf8Text(bytes);
    return text && text->contains(QChar::Null) ? std::nullopt : text;
}

const QString &maskText()
{
    static const QString text = QString::fromUtf8(maskedValue);
    return text;
}

bool looksLikeJson(const QString &text)
{
    const QStringView begin = QStringView(text).trimmed();
    return begin.startsWith(u'{') || begin.startsWith(u'[');
}

QWidget *titled(const Theme &theme, const QString &title, const QList<QWidget *> &beside, QWidget *content)
{
    auto *part = new QWidget;
    auto *head = new QHBoxLayout;
    head->setSpacing(Spacing::Small);
    head->addWidget(new TextLabel(theme, TextRole::Section, ColorRole::Text, title));
    for (QWidget *widget : beside)
        head->addWidget(widget);
    auto *column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Spacing::Small);
    column->addLayout(head);
    column->addWidget(content, 1);
    return part;
}

QTabWidget *tabs(const QList<std::pair<QString, QWidget *>> &pages)
{
    auto *tabs = new QTabWidget;
    tabs->setDocumentMode(true);
    for (const auto &[title, page] : pages)
        tabs->addTab(page, title);
    return tabs;
}

} // namespace

ReplaySheet::ReplaySheet(const ReplayContext &context, std::shared_ptr<const Event> event,
                         std::shared_ptr<const Event> shown, const QStringList &targets, QWidget *parent)
    : QDialog(parent)
    , m_context(context)
    , m_event(std::move(event))
    , m_shown(std::move(shown))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"replaySheet"_s);
    setWindowTitle(tr("Replay %1")
                       .arg(m_event->eventType.isEmpty() ? sourceText(m_event->source, m_event->customSource)
                                                         : shortened(m_event->eventType, 100)));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Spacing::Large, Spacing::Large, Spacing::Large, Spacing::Large);
    column->setSpacing(Spacing::Medium);
    column->addWidget(buildTarget(targets));
    column->addWidget(buildChoice());
    auto *splitter = new QSplitter(Qt::Horizontal);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(buildRequest());
    splitter->addWidget(buildAnswer());
    splitter->setSizes({sheetSize.width() / 2, sheetSize.width() / 2});
    splitter->setHandleWidth(Spacing::Large);
    column->addWidget(splitter, 1);
    resize(sheetSize);
    auto *keys = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), this);
    connect(keys, &QShortcut::activated, this, &ReplaySheet::start);
    fill();
    refresh();
    m_target->setFocus();
}

ReplaySheet::~ReplaySheet() = default;

QWidget *ReplaySheet::buildTarget(const QStringList &targets)
{
    auto *line = new QWidget;
    m_target = new QComboBox;
    m_target->setObjectName(u"replayTarget"_s);
    m_target->setEditable(true);
    m_target->setInsertPolicy(QComboBox::NoInsert);
    m_target->setAccessibleName(tr("Address to send the event to"));
    m_target->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_target->addItems(targets);
    m_target->lineEdit()->setPlaceholderText(u"http://localhost:3000/hook"_s);
    m_target->lineEdit()->setMaxLength(int(ReplayTarget::longestUrl));
    setRoles(m_target->lineEdit(), m_context.theme, TextRole::Fixed);
    m_send = new QPushButton;
    m_send->setObjectName(u"replaySend"_s);
    m_send->setDefault(true);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Spacing::Small);
    auto *label = new TextLabel(m_context.theme, TextRole::Body, ColorRole::Text, tr("Send to"));
    label->setBuddy(m_target);
    row->addWidget(label);
    row->addWidget(m_target, 1);
    row->addWidget(m_send);
    connect(m_send, &QPushButton::clicked, this, [this] {
        if (m_call) {
            m_call.reset();
            say(tr("Cancelled. The target may have the event already."), false);
            refresh();
        } else {
            start();
        }
    });
    return line;
}

QWidget *ReplaySheet::buildChoice()
{
    auto *line = new QWidget;
    m_asItWas = new QRadioButton(tr("As it was"));
    m_asItWas->setObjectName(u"replayAsItWas"_s);
    m_asItWas->setChecked(true);
    m_edited = new QRadioButton(tr("Edited"));
    m_edited->setObjectName(u"replayEdited"_s);
    m_resign = new QCheckBox(tr("Sign anew with the present time"));
    m_resign->setObjectName(u"replayResign"_s);
    const Result<void> canSign = canResign(*m_event, *m_context.replayer.registry().snapshot());
    m_resign->setEnabled(canSign.hasValue());
    m_resign->setToolTip(canSign ? tr("Signature and time are made with the stored secret.") : canSign.error().text);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Spacing::Large);
    row->addWidget(m_asItWas);
    row->addWidget(m_edited);
    row->addWidget(m_resign);
    row->addStretch();
    connect(m_edited, &QRadioButton::toggled, this, &ReplaySheet::refresh);
    return line;
}

QWidget *ReplaySheet::buildRequest()
{
    m_method = new QComboBox;
    m_method->setObjectName(u"replayMethod"_s);
    m_method->setEditable(true);
    m_method->addItems({u"POST"_s, u"PUT"_s, u"PATCH"_s, u"GET"_s, u"DELETE"_s});
    m_method->setAccessibleName(tr("Method"));
    m_method->setFixedWidth(methodWidthEm * fontMetrics().horizontalAdvance(u'n'));
    m_headers = new JsonView(m_context.theme);
    m_headers->setObjectName(u"replayHeaders"_s);
    m_body = new JsonView(m_context.theme);
    m_body->setObjectName(u"replayBody"_s);
    connect(m_headers, &JsonView::textEdited, m_headers, &JsonView::clearProblem);
    connect(m_body, &JsonView::textEdited, this, [this] {
        m_isBodyChanged = true;
        m_body->clearProblem();
    });
    m_note = new TextLabel(m_context.theme, TextRole::Caption, ColorRole::SecondaryText);
    m_note->setObjectName(u"replayNote"_s);
    m_note->setWordWrap(true);
    auto *part =
        titled(m_context.theme, tr("Request"), {m_method}, tabs({{tr("Headers"), m_headers}, {tr("Body"), m_body}}));
    part->layout()->addWidget(m_note);
    return part;
}

QWidget *ReplaySheet::buildAnswer()
{
    m_status = new TextLabel(m_context.theme, TextRole::Body, ColorRole::SecondaryText);
    m_status->setObjectName(u"replayStatus"_s);
    m_status->setWordWrap(true);
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_answerBody = new JsonView(m_context.theme);
    m_answerBody->setObjectName(u"replayAnswerBody"_s);
    m_answerHeaders = new HeadersTable(m_context.theme);
    m_answerHeaders->setObjectName(u"replayAnswerHeaders"_s);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Spacing::Small);
    column->addWidget(m_status);
    column->addWidget(tabs({{tr("Body"), m_answerBody}, {tr("Headers"), m_answerHeaders}}), 1);
    // As high as the head of the request beside it.
    auto *spacer = new QWidget;
    spacer->setFixedHeight(m_method->sizeHint().height());
    return titled(m_context.theme, tr("Answer"), {spacer}, content);
}

void ReplaySheet::fill()
{
    m_method->setCurrentText(QString::fromLatin1(m_event->method));
    m_headers->setText(textOf(m_shown->headers), Syntax::Plain);
    const std::optional<QString> body = shownText(m_shown->body);
    m_isBodyText = body && body->size() < JsonView::LargeText;
    if (body)
        m_body->setText(*body, looksLikeJson(*body) ? Syntax::Json : Syntax::Plain);
    else
        m_body->setPlaceholderText(
            tr("The body is no text. Its %1 go as they are.").arg(longSize(m_event->body.size())));
    say(tr("Nothing has been sent yet."), false);
}

bool ReplaySheet::isEdited() const
{
    return m_edited->isChecked();
}

void ReplaySheet::refresh()
{
    m_send->setText(m_call ? tr("Cancel") : tr("Send"));
    // The key that sent must not give up what is on its way.
    m_send->setDefault(!m_call);
    m_send->setAutoDefault(!m_call);
    m_method->setEnabled(isEdited());
    m_headers->setReadOnly(!isEdited());
    m_body->setReadOnly(!isEdited() || !m_isBodyText);
    const bool hasMask = std::any_of(m_event->headers.cbegin(), m_event->headers.cend(),
                                     [](const HeaderField &field) { return field.value == maskedValue; });
    m_note->setText(hasMask ? tr("Host, length and fields of the connection are told anew. ••••: put back when the "
                                 "secret is known and the target is this computer, else left out.")
                            : tr("Host, length and fields of the connection are told anew."));
}

QString ReplaySheet::textOf(const HeaderList &headers)
{
    QStringList lines;
    for (const HeaderField &field : headers)
        lines << headerText(field.name) + u": "_s + headerText(field.value);
    return lines.join(u'\n');
}

Result<HeaderList> ReplaySheet::headersFromText(const QString &text, const HeaderList &shown,
                                                const HeaderList &original)
{
    HeaderList headers;
    // Two fields that look alike stand for the one and the other.
    QList<qsizetype> taken;
    const QStringList lines = text.split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString &line = lines[i];
        if (line.trimmed().isEmpty())
            continue;
        qsizetype place = 0;
        while (place < shown.size() && (taken.contains(place) || textOf({shown[place]}) != line))
            ++place;
        const qsizetype colon = line.indexOf(u':');
        if (place < shown.size() && place < original.size()) {
            headers.append(original[place]);
            taken.append(place);
        } else if (line.contains(maskText()))
            return Error{
                ErrorCode::InvalidInput,
                tr("Line %1 holds ••••, which stands for something that is not shown. Write what is to be sent "
                   "there, or remove the line.")
                    .arg(i + 1)};
        else if (colon > 0)
            headers.append({line.first(colon).trimmed().toUtf8(), line.sliced(colon + 1).trimmed().toUtf8()});
        else
            return Error{ErrorCode::InvalidInput,
                         tr("Line %1 is no header. Write it as Name: value, or remove it.").arg(i + 1)};
    }
    return headers;
}

std::optional<ReplayOrder> ReplaySheet::readOrder()
{
    ReplayOrder order{.to = m_target->currentText().trimmed().toUtf8(), .resign = m_resign->isChecked()};
    if (!isEdited())
        return order;
    const Result<HeaderList> headers = headersFromText(m_headers->text(), m_shown->headers, m_event->headers);
    if (!headers) {
        m_headers->setProblem(headers.error().text);
        say(headers.error().text, true);
        return std::nullopt;
    }
    order.headers = *headers;
    order.method = m_method->currentText().trimmed().toUtf8();
    if (!m_isBodyText || !m_isBodyChanged)
        return order;
    const QString body = m_body->text();
    if (body.contains(maskText()) && !m_event->body.contains(maskText().toUtf8())) {
        const QString text =
            tr("The body holds ••••, which stands for personal data that is not shown. Write what is to "
               "be sent there, or send the event as it was.");
        m_body->setProblem(text, body.indexOf(maskText()));
        say(text, true);
        return std::nullopt;
    }
    order.body = body.toUtf8();
    return order;
}

void ReplaySheet::start()
{
    if (m_call)
        return;
    std::optional<ReplayOrder> order = readOrder();
    if (!order)
        return;
    const Result<ReplayTarget> careful = parseReplayTarget(order->to, PublicTargets::Refused);
    if (careful) {
        send(*order);
        return;
    }
    order->publicTargets = PublicTargets::Allowed;
    const Result<ReplayTarget> target = parseReplayTarget(order->to, PublicTargets::Allowed);
    if (!target)
        showAnswer(target.error());
    else if (m_allowedHosts.contains(target->parsed.host()))
        send(*order);
    else
        askAndSend(*order);
}

void ReplaySheet::askAndSend(const ReplayOrder &order)
{
    const QString host = QUrl::fromEncoded(order.to).host();
    const Question question{
        .title = tr("Send this event to %1?").arg(host),
        .text = tr("The address may lie outside this computer and its private networks. The event leaves with its body "
                   "and its headers, which may hold personal data. Secrets that were hidden stay here."),
        .verb = tr("Send"),
        .details = QString::fromUtf8(order.to),
        .destructive = true};
    m_context.dialogs.confirm(this, question, [this, order, host](bool yes) {
        if (!yes)
            return;
        m_allowedHosts << host;
        send(order);
    });
}

void ReplaySheet::send(const ReplayOrder &order)
{
    m_call = std::make_unique<QObject>();
    say(tr("Sending…"), false);
    m_answerBody->clear();
    m_answerHeaders->setHeaders({});
    refresh();
    const QString url = QString::fromUtf8(order.to);
    if (m_target->findText(url) < 0)
        m_target->insertItem(0, url);
    m_target->setCurrentText(url);
    Q_EMIT targetUsed(url);
    m_context.replayer.send(*m_event, order, m_call.get(),
                            [this](const Result<ReplayOutcome> &outcome) { showAnswer(outcome); });
}

void ReplaySheet::showAnswer(const Result<ReplayOutcome> &outcome)
{
    // Its own context must not die while it is being called.
    if (m_call)
        m_call.release()->deleteLater();
    refresh();
    if (!outcome) {
        say(outcome.error().text, true);
        Q_EMIT answered();
        return;
    }
    const HttpResponse &response = outcome->response;
    const std::optional<QString> text = shownText(response.body);
    QStringList parts{tr("%1 %2", "an HTTP status and its word")
                          .arg(QString::number(response.status), shortened(wireText(response.reason), 60))
                          .trimmed(),
                      tr("%1 ms").arg(QLocale().toString(qRound64(response.timing.totalMs))),
                      longSize(response.body.size()), clockText(m_context.clock.nowMs(), m_context.clock.nowMs())};
    if (response.isCut)
        parts << tr("cut after the first part");
    QString status = parts.join(u" · "_s);
    if (!outcome->sent.withheld.isEmpty())
        status += u'\n' + tr("Left out: %1").arg(outcome->sent.withheld.join(u", "_s));
    say(status, response.status >= 400);
    if (text)
        m_answerBody->setText(*text, looksLikeJson(*text) ? Syntax::Json : Syntax::Plain);
    else
        m_answerBody->setPlaceholderText(tr("The answer's body is no text."));
    m_answerHeaders->setHeaders(response.headers);
    Q_EMIT answered();
}

void ReplaySheet::say(const QString &text, bool isError)
{
    m_status->setText(text);
    setRoles(m_status, m_context.theme, TextRole::Body, isError ? ColorRole::Error : ColorRole::Text);
}

} // namespace uw::ui
