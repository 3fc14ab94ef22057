// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandmatch.h"

namespace uw::ui {

namespace {

enum WordScore { NoMatch = 0, InDetail = 1, InsideWord = 2, AtWordStart = 4, AtStart = 6 };

int scoreOf(const Command &command, const QString &word)
{
    qsizetype at = command.title.indexOf(word, 0, Qt::CaseInsensitive);
    if (at == 0)
        return AtStart;
    bool found = at > 0;
    while (at > 0) {
        if (!command.title.at(at - 1).isLetterOrNumber())
            return AtWordStart;
        at = command.title.indexOf(word, at + 1, Qt::CaseInsensitive);
    }
    if (found)
        return InsideWord;
    return command.detail.contains(word, Qt::CaseInsensitive) ? InDetail : NoMatch;
}

} // namespace

int matchScore(const Command &command, const QString &typed)
{
    int total = 0;
    for (const QString &word : typed.split(u' ', Qt::SkipEmptyParts)) {
        const int score = scoreOf(command, word);
        if (score == NoMatch)
            return 0;
        total += score;
    }
    // What was typed as it stands is better than its words scattered.
    if (total > 0 && command.title.startsWith(typed.trimmed(), Qt::CaseInsensitive))
        total += AtStart;
    return total;
}

QList<Command> matching(const QList<Command> &commands, const QString &typed)
{
    if (typed.trimmed().isEmpty())
        return commands;
    QList<std::pair<int, Command>> scored;
    for (const Command &command : commands) {
        const int score = matchScore(command, typed);
        if (score > 0)
            scored.append({score, command});
    }
    std::stable_sort(scored.begin(), scored.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
    QList<Command> result;
    result.reserve(scored.size());
    for (const auto &entry : std::as_const(scored))
        result.append(entry.second);
    return result;
}

} // namespace uw::ui
