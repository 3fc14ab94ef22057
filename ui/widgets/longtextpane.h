// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/textfeed.h"

#include <QMenu>
#include <QTimer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace uw::ui {

class LongTextFind;
class LongTextView;
class Theme;

// A body as text: laid out beside the GUI thread, with a line above that says what should be known about it, and a
// search below (Ctrl+F). GUI thread.
class LongTextPane final : public QWidget {
    Q_OBJECT

public:
    // Bytes of a line before it is cut, while lines are not wrapped.
    static constexpr int LongestLine = 512;

    explicit LongTextPane(const Theme &theme, QWidget *parent = nullptr);

    // Shows a body; what was shown before goes. `folder` is for a laid-out text too large for memory.
    void showBody(const std::shared_ptr<const BodyFile> &body, const QByteArray &contentType, TextForm form,
                  const QString &folder);
    void clear();
    void setWrapping(bool wraps);
    void setPlaceholderText(const QString &text);
    void openFind();

    [[nodiscard]] LongTextView *view() const { return m_view; }
    [[nodiscard]] LongTextFind *find() const { return m_find; }
    [[nodiscard]] const FedText &shown() const { return m_feed.shown(); }
    // All lines are known.
    [[nodiscard]] bool isWhole() const { return m_feed.shown().isWhole; }
    // The text as it is, of at most LongTextView::MostCopied bytes.
    [[nodiscard]] QString allText() const;

Q_SIGNALS:
    // The first lines are shown.
    void begun();
    void finished();
    // See LongTextView.
    void menuMade(QMenu *menu, qint64 offset);
    void copyRefused(qint64 bytes);

private:
    void begin();
    void useWidth();

    TextFeed m_feed;
    std::shared_ptr<const TextBytes> m_shownText;
    bool m_wraps = false;
    QTimer m_widthDelay;
    QLabel *m_note = nullptr;
    LongTextView *m_view = nullptr;
    LongTextFind *m_find = nullptr;
};

} // namespace uw::ui
