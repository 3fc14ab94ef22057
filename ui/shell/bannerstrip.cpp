// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/bannerstrip.h"

#include "ui/shell/theme.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/severity.h"
#include "ui/widgets/textlabel.h"

#include <QAccessible>
#include <QBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace uw::ui {

namespace {

// A quiet ground in the colour of its severity, with a line of the full colour at the leading edge.
class Banner final : public QWidget {
public:
    Banner(const Theme &theme, Severity severity, QWidget *parent)
        : QWidget(parent)
        , m_theme(theme)
        , m_severity(severity)
    {
        connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        Q_UNUSED(event)
        QPainter painter(this);
        painter.fillRect(rect(), m_theme.color(ColorRole::Raised));
        QColor tint = m_theme.color(severityRole(m_severity));
        const int edge = 3;
        painter.fillRect(isRightToLeft() ? width() - edge : 0, 0, edge, height(), tint);
        tint.setAlphaF(0.08F);
        painter.fillRect(rect(), tint);
        painter.fillRect(0, height() - 1, width(), 1, m_theme.color(ColorRole::Separator));
    }

private:
    const Theme &m_theme;
    Severity m_severity;
};

} // namespace

BannerStrip::BannerStrip(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_column(new QVBoxLayout(this))
{
    setObjectName(u"bannerStrip"_qs);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    hide();
}

QStringList BannerStrip::ids() const
{
    QStringList ids;
    for (const Entry &entry : m_entries)
        ids.append(entry.fault.id);
    return ids;
}

void BannerStrip::raise(const Fault &fault)
{
    clear(fault.id);
    // Enum order is from harmless to grave.
    const auto place = std::find_if(m_entries.begin(), m_entries.end(), [&fault](const Entry &entry) {
        return int(entry.fault.severity) < int(fault.severity);
    });
    const int index = int(place - m_entries.begin());
    QWidget *banner = makeBanner(fault);
    m_entries.insert(index, {fault, banner});
    m_column->insertWidget(index, banner);
    show();
    QAccessibleEvent alert(banner, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void BannerStrip::clear(const QString &id)
{
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        if (m_entries.at(i).fault.id != id)
            continue;
        QWidget *banner = m_entries.takeAt(i).banner;
        m_column->removeWidget(banner);
        banner->hide();
        // Its own button may be the one that was pressed.
        banner->deleteLater();
        break;
    }
    setVisible(!m_entries.isEmpty());
}

QWidget *BannerStrip::makeBanner(const Fault &fault)
{
    auto *banner = new Banner(m_theme, fault.severity, this);
    banner->setObjectName(u"fault-"_qs + fault.id);
    banner->setAccessibleName(fault.text);
    banner->setAccessibleDescription(fault.details);
    auto *column = new QVBoxLayout(banner);
    column->setContentsMargins(Spacing::Medium, Spacing::Tiny, Spacing::Small, Spacing::Tiny);
    column->setSpacing(Spacing::Tiny);
    auto *row = new QHBoxLayout;
    row->setSpacing(Spacing::Small);
    auto *icon = new QLabel(banner);
    const auto tint = [this, icon, severity = fault.severity] {
        icon->setPixmap(severityPixmap(m_theme, severity, devicePixelRatioF()));
    };
    connect(&m_theme, &Theme::changed, icon, tint);
    tint();
    auto *text = new TextLabel(m_theme, TextRole::Body, ColorRole::Text, fault.text, banner);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(icon);
    row->addWidget(text, 1);
    column->addLayout(row);

    if (!fault.details.isEmpty()) {
        auto *details = new TextLabel(m_theme, TextRole::Fixed, ColorRole::SecondaryText, fault.details, banner);
        details->setWordWrap(true);
        details->setTextInteractionFlags(Qt::TextSelectableByMouse);
        details->setIndent(Metric::IconSmall + Spacing::Small);
        details->hide();
        column->addWidget(details);
        auto *toggle = new QPushButton(tr("Details"), banner);
        toggle->setFlat(true);
        toggle->setCheckable(true);
        toggle->setAutoDefault(false);
        connect(toggle, &QPushButton::toggled, details, &QWidget::setVisible);
        row->addWidget(toggle);
        auto *copy = new CopyButton(m_theme, tr("Copy text and details"), banner);
        copy->setCopyText(fault.text + u'\n' + fault.details);
        row->addWidget(copy);
    }
    if (!fault.actionText.isEmpty()) {
        auto *action = new QPushButton(fault.actionText, banner);
        action->setAutoDefault(false);
        connect(action, &QPushButton::clicked, this, [run = fault.action] {
            if (run)
                run();
        });
        row->addWidget(action);
    }
    if (fault.severity != Severity::Error) {
        auto *close = new QToolButton(banner);
        close->setAutoRaise(true);
        close->setFocusPolicy(Qt::StrongFocus);
        close->setIcon(m_theme.icon(u"close"));
        close->setToolTip(tr("Hide this notice"));
        close->setAccessibleName(close->toolTip());
        connect(close, &QToolButton::clicked, this, [this, id = fault.id] { clear(id); });
        row->addWidget(close);
    }
    return banner;
}

} // namespace uw::ui
