// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/dialogs.h"

#include <QList>

namespace uw::test {

// Keeps what was asked and answers when the test says so. Header only, so that tests of core need no
// widgets. GUI thread.
class FakeDialogs final : public ui::DialogService {
public:
    struct Asked {
        // The parts that the kind of question has; the others are empty.
        ui::Question question = {};
        ui::TextQuestion text = {};
        ui::FileQuestion file = {};
        std::function<void(bool)> confirmed = {};
        std::function<void(const std::optional<QString> &)> answered = {};
        std::function<void(const QString &)> picked = {};
    };

    void confirm(QWidget *, const ui::Question &question, std::function<void(bool)> done) override
    {
        asked.append({.question = question, .confirmed = std::move(done)});
    }
    void askText(QWidget *, const ui::TextQuestion &question,
                 std::function<void(const std::optional<QString> &)> done) override
    {
        asked.append({.text = question, .answered = std::move(done)});
    }
    void askOpenFile(QWidget *, const ui::FileQuestion &question, std::function<void(const QString &)> done) override
    {
        asked.append({.file = question, .picked = std::move(done)});
    }
    void askSaveFile(QWidget *, const ui::FileQuestion &question, std::function<void(const QString &)> done) override
    {
        asked.append({.file = question, .picked = std::move(done)});
    }

    // Answers the oldest question and forgets it; it has to be of that kind.
    void answerConfirm(bool accepted) { asked.takeFirst().confirmed(accepted); }
    void answerText(const std::optional<QString> &text) { asked.takeFirst().answered(text); }
    void answerFile(const QString &path) { asked.takeFirst().picked(path); }

    QList<Asked> asked;
};

} // namespace uw::test
