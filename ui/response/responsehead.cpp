// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/responsehead.h"

#include "ui/explorer/timingview.h"
#include "ui/shell/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/format.h"
#include "ui/widgets/severity.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QPushButton>
#include <QToolButton>

namespace uw::ui {

namespace {

QToolButton *makeTool(const Theme &theme, QStringView icon, const QString &what, QWidget *parent)
{
    auto *tool = new QToolButton(parent);
    tool->setIcon(theme.icon(icon));
    tool->setToolTip(what);
    tool->setAccessibleName(what);
    tool->setAutoRaise(true);
    return tool;
}

} // namespace

ResponseHead::ResponseHead(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_status(new BadgeLabel(theme, this))
    , m_facts(new TextLabel(theme, TextRole::Body, ColorRole::SecondaryText, {}, this))
    , m_verdict(new QToolButton(this))
    , m_wrap(makeTool(theme, u"wrap", tr("Wrap long lines"), this))
    , m_narrow(makeTool(theme, u"filter", tr("Narrow down by JSONPath"), this))
    , m_copy(new CopyButton(theme, tr("Copy what is shown"), this))
{
    QToolButton *save = makeTool(theme, u"save", tr("Save the body as a file"), this);
    m_wrap->setCheckable(true);
    m_verdict->setObjectName(QStringLiteral("schemaVerdict"));
    m_verdict->setAutoRaise(true);
    m_verdict->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_verdict->hide();
    m_facts->setMinimumWidth(0);
    m_facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *line = new QWidget(this);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(Spacing::Medium, Spacing::Tiny, Spacing::Small, 0);
    row->setSpacing(Spacing::Tiny);
    row->addWidget(m_status);
    row->addSpacing(Spacing::Small);
    row->addWidget(m_facts, 1);
    row->addWidget(m_verdict);
    row->addSpacing(Spacing::Small);
    row->addWidget(m_narrow);
    row->addWidget(m_wrap);
    row->addWidget(m_copy);
    row->addWidget(save);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(line);
    column->addWidget(makeHint());

    connect(m_wrap, &QToolButton::toggled, this, &ResponseHead::wrapToggled);
    connect(save, &QToolButton::clicked, this, &ResponseHead::savePressed);
    connect(m_narrow, &QToolButton::clicked, this, &ResponseHead::narrowPressed);
    connect(m_verdict, &QToolButton::clicked, this, &ResponseHead::verdictPressed);
}

QWidget *ResponseHead::makeHint()
{
    m_hintLine = new QWidget(this);
    m_hintText = new TextLabel(m_theme, TextRole::Body, ColorRole::Text, {}, m_hintLine);
    m_hintText->setWordWrap(true);
    m_hintAction = new QPushButton(tr("Change the key"), m_hintLine);
    auto *row = new QHBoxLayout(m_hintLine);
    row->setContentsMargins(Spacing::Medium, 0, Spacing::Small, Spacing::Tiny);
    row->addWidget(m_hintText, 1);
    row->addWidget(m_hintAction);
    m_hintLine->hide();
    connect(m_hintAction, &QPushButton::clicked, this, &ResponseHead::keyPressed);
    return m_hintLine;
}

void ResponseHead::setResponse(const HttpResponse &response, qint64 bodyBytes)
{
    m_status->setBadge(statusBadge(response.status, QString::fromLatin1(response.reason)));
    // Of a stream that goes on there is no end yet.
    const bool hasEnded = response.timing.totalMs >= 0;
    m_facts->setText(hasEnded ? tr("%1 · %2", "duration and size of an answer")
                                    .arg(durationText(response.timing.totalMs), shortSize(bodyBytes))
                              : QString());
    m_facts->setToolTip(hasEnded ? timingText(response.timing) : QString());
}

void ResponseHead::setVerdict(const QString &text, Severity severity, const QString &tip)
{
    m_verdict->setVisible(!text.isEmpty());
    m_verdict->setText(text);
    m_verdict->setToolTip(tip);
    m_verdict->setIcon(m_theme.icon(severityIcon(severity), severityRole(severity)));
}

void ResponseHead::setHint(const QString &text, bool aboutKey)
{
    m_hintText->setText(text);
    m_hintAction->setVisible(aboutKey);
    m_hintLine->setVisible(!text.isEmpty());
}

void ResponseHead::setTools(bool wraps, bool copies, bool narrows)
{
    m_wrap->setVisible(wraps);
    m_copy->setVisible(copies);
    m_narrow->setVisible(narrows);
}

QString hintOf(const HttpResponse &response, const KeyOfCall &key, bool *aboutKey)
{
    const auto value = [&response](const char *name) {
        return QString::fromUtf8(headerValue(response.headers, name)).trimmed();
    };
    *aboutKey = response.status == 401 && key.isPrivate;
    if (*aboutKey) {
        return key.sent
                 ? ResponseHead::tr("The server refused the stored %1. Store another one.").arg(key.header)
                 : ResponseHead::tr("No %1 is stored for %2. Store one and send again.").arg(key.header, key.origin);
    }
    if (response.status == 403 && key.sent)
        return ResponseHead::tr("The server knows the key, but its owner may not do this. Use the key of somebody who "
                                "may.");
    if (response.status == 429) {
        const QString after = value("Retry-After");
        return after.isEmpty()
                 ? ResponseHead::tr("Too many calls in a short time. Wait a moment, then send again.")
                 : ResponseHead::tr("Too many calls in a short time. Send again after: %1.", "seconds or a date")
                       .arg(after);
    }
    if (response.status >= 300 && response.status < 400 && !value("Location").isEmpty())
        return ResponseHead::tr("The server sends on to %1, which was not followed.").arg(value("Location"));
    if (response.isCut)
        return ResponseHead::tr("The answer went on and was cut here. A larger limit can be set in the search "
                                "(Ctrl+K).");
    return {};
}

} // namespace uw::ui
