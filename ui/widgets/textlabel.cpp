// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/textlabel.h"

namespace uw::ui {

namespace {

// Sits as a child in the widget that it dresses and dies with it.
class RoleFollower final : public QObject {
public:
    RoleFollower(QWidget *widget, const Theme &theme, TextRole text, ColorRole color)
        : QObject(widget)
        , m_widget(widget)
        , m_theme(theme)
        , m_text(text)
        , m_color(color)
    {
        setObjectName(u"uw-roles"_qs);
        connect(&theme, &Theme::changed, this, &RoleFollower::apply);
        apply();
    }

private:
    void apply()
    {
        m_widget->setFont(m_theme.font(m_text));
        QPalette palette = m_widget->palette();
        const QColor color = m_theme.color(m_color);
        for (const QPalette::ColorGroup group : {QPalette::Active, QPalette::Inactive}) {
            palette.setColor(group, QPalette::WindowText, color);
            palette.setColor(group, QPalette::Text, color);
        }
        m_widget->setPalette(palette);
    }

    QWidget *m_widget;
    const Theme &m_theme;
    TextRole m_text;
    ColorRole m_color;
};

} // namespace

void setRoles(QWidget *widget, const Theme &theme, TextRole text, ColorRole color)
{
    delete widget->findChild<QObject *>(u"uw-roles"_qs, Qt::FindDirectChildrenOnly);
    new RoleFollower(widget, theme, text, color);
}

TextLabel::TextLabel(const Theme &theme, TextRole text, ColorRole color, const QString &content, QWidget *parent)
    : QLabel(content, parent)
{
    setTextFormat(Qt::PlainText);
    setRoles(this, theme, text, color);
}

} // namespace uw::ui
