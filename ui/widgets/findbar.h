// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/findstrip.h"

#include <QTextCursor>

namespace uw::ui {

class CodeEditor;

// Finds text in an editor. GUI thread.
class FindBar final : public FindStrip {
    Q_OBJECT

public:
    // More matches are counted as "1000+".
    static constexpr int MaximumMatches = 1000;

    FindBar(const Theme &theme, CodeEditor &editor, QWidget *parent = nullptr);

    [[nodiscard]] int matchCount() const { return int(m_matches.size()); }
    [[nodiscard]] int currentMatch() const { return m_current; }

protected:
    [[nodiscard]] QString suggestion() const override;
    void search() override;
    void step(int direction) override;
    void leave() override;

private:
    void show(int index);

    CodeEditor &m_editor;
    QList<QTextCursor> m_matches;
    bool m_more = false;
    int m_current = -1;
};

} // namespace uw::ui
