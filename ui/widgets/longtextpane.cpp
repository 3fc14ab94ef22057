// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/longtextpane.h"

#include "ui/shell/theme.h"
#include "ui/widgets/longtextfind.h"
#include "ui/widgets/longtextview.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QMenu>

namespace uw::ui {

namespace {

constexpr int WidthDelayMs = 80;

} // namespace

LongTextPane::LongTextPane(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_note(new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText, {}, this))
    , m_view(new LongTextView(theme, this))
    , m_find(new LongTextFind(theme, *m_view, this))
{
    m_note->setContentsMargins(Spacing::Medium, Spacing::Tiny, Spacing::Medium, Spacing::Tiny);
    m_note->setWordWrap(true);
    m_note->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_note);
    column->addWidget(m_view, 1);
    column->addWidget(m_find);
    setFocusProxy(m_view);
    m_widthDelay.setSingleShot(true);
    m_widthDelay.setInterval(WidthDelayMs);
    connect(&m_widthDelay, &QTimer::timeout, this, &LongTextPane::useWidth);
    connect(m_view, &LongTextView::columnsChanged, this, [this] {
        if (m_wraps)
            m_widthDelay.start();
    });
    connect(m_view, &LongTextView::findRequested, this, &LongTextPane::openFind);
    connect(m_view, &LongTextView::menuMade, this, &LongTextPane::menuMade);
    connect(m_view, &LongTextView::copyRefused, this, &LongTextPane::copyRefused);
    connect(&m_feed, &TextFeed::begun, this, &LongTextPane::begin);
    connect(&m_feed, &TextFeed::grown, m_view, &LongTextView::textGrown);
    connect(&m_feed, &TextFeed::finished, this, [this] {
        m_view->textGrown();
        m_find->textChanged();
        Q_EMIT finished();
        // More lines may have longer numbers, which leave less room; fewer columns never make fewer lines.
        if (m_wraps)
            useWidth();
    });
}

void LongTextPane::showBody(const std::shared_ptr<const BodyFile> &body, const QByteArray &contentType, TextForm form,
                            const QString &folder)
{
    clear();
    m_feed.start({.body = body,
                  .contentType = contentType,
                  .form = form,
                  .longestLine = m_wraps ? m_view->columns() : LongestLine,
                  .folder = folder});
}

void LongTextPane::clear()
{
    m_feed.clear();
    m_shownText.reset();
    m_note->hide();
    m_view->setText({}, {}, Syntax::Plain);
    m_find->textChanged();
}

void LongTextPane::begin()
{
    const FedText &fed = m_feed.shown();
    m_note->setText(fed.note);
    m_note->setVisible(!fed.note.isEmpty());
    if (std::exchange(m_shownText, fed.text) == fed.text)
        m_view->setIndex(fed.index);
    else
        m_view->setText(fed.text, fed.index, fed.isJson ? Syntax::Json : Syntax::Plain);
    Q_EMIT begun();
}

void LongTextPane::setWrapping(bool wraps)
{
    m_wraps = wraps;
    useWidth();
}

void LongTextPane::useWidth()
{
    m_feed.setLongestLine(m_wraps ? m_view->columns() : LongestLine);
}

void LongTextPane::setPlaceholderText(const QString &text)
{
    m_view->setPlaceholderText(text);
}

void LongTextPane::openFind()
{
    m_find->open();
}

QString LongTextPane::allText() const
{
    const std::shared_ptr<const TextBytes> text = m_feed.shown().text;
    return text && text->size() <= LongTextView::MostCopied ? QString::fromUtf8(text->read(0, text->size()))
                                                            : QString();
}

} // namespace uw::ui
