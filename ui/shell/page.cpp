// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/page.h"

namespace uw::ui {

Page::~Page() = default;

QList<Command> Page::find(const QString &text, int limit) const
{
    Q_UNUSED(text)
    Q_UNUSED(limit)
    return {};
}

void Page::saveState(QSettings &settings) const
{
    Q_UNUSED(settings)
}

void Page::restoreState(QSettings &settings)
{
    Q_UNUSED(settings)
}

void Page::setNews(bool news)
{
    if (m_news == news)
        return;
    m_news = news;
    Q_EMIT newsChanged(news);
}

} // namespace uw::ui
