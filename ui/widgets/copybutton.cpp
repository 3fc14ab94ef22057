// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/copybutton.h"

#include "ui/shell/theme.h"

#include <QClipboard>
#include <QGuiApplication>

namespace uw::ui {

using namespace std::chrono_literals;

CopyButton::CopyButton(const Theme &theme, const QString &what, QWidget *parent) : QToolButton(parent), m_theme(theme)
{
    setAutoRaise(true);
    setFocusPolicy(Qt::StrongFocus);
    setIconSize({Metric::IconSmall, Metric::IconSmall});
    setIcon(theme.icon(u"copy"));
    setToolTip(what);
    setAccessibleName(what);
    m_reset.setSingleShot(true);
    m_reset.setInterval(1500ms);
    connect(&m_reset, &QTimer::timeout, this, [this] {
        setIcon(m_theme.icon(u"copy"));
        setAccessibleDescription({});
    });
    connect(this, &QToolButton::clicked, this, &CopyButton::copy);
}

void CopyButton::setCopyText(const QString &text)
{
    m_source = [text] { return text; };
}

void CopyButton::setSource(std::function<QString()> source)
{
    m_source = std::move(source);
}

void CopyButton::copy()
{
    if (!m_source)
        return;
    const QString text = m_source();
    QGuiApplication::clipboard()->setText(text);
    setIcon(m_theme.icon(u"check", ColorRole::Success));
    setAccessibleDescription(tr("Copied"));
    m_reset.start();
    Q_EMIT copied(text);
}

} // namespace uw::ui
