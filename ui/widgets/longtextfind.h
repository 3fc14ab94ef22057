// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/delivery.h"
#include "core/text/textsearch.h"
#include "ui/widgets/findstrip.h"

#include <QThreadPool>

#include <atomic>
#include <memory>

namespace uw::ui {

class LongTextView;

// Finds text in a long text on a thread of its own: matches are shown as they are found, another search or closing
// stops the one before. GUI thread.
class LongTextFind final : public FindStrip {
    Q_OBJECT

public:
    // Where a search stops.
    static constexpr qsizetype MaximumMatches = 100'000;

    LongTextFind(const Theme &theme, LongTextView &view, QWidget *parent = nullptr);
    ~LongTextFind() override;

    // The text is another one or has become longer.
    void textChanged();
    [[nodiscard]] qsizetype matchCount() const { return m_matches.size(); }
    [[nodiscard]] qsizetype currentMatch() const { return m_current; }
    [[nodiscard]] bool isSearching() const { return m_stopped != nullptr; }

protected:
    [[nodiscard]] QString suggestion() const override;
    void search() override;
    void step(int direction) override;
    void leave() override;

private:
    void stop();
    void take(const QList<TextMatch> &found, qint64 position, bool isDone);
    void showCount();

    LongTextView &m_view;
    QList<TextMatch> m_matches;
    qsizetype m_current = -1;
    // Where the search was begun: the first match behind it is shown.
    qint64 m_from = 0;
    int m_percent = 0;
    DeliveryHub m_hub;
    QThreadPool m_pool;
    std::shared_ptr<std::atomic_bool> m_stopped;
};

} // namespace uw::ui
