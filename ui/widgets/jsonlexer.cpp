// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/jsonlexer.h"

namespace uw::ui {

namespace {

bool isSpace(QChar c)
{
    return c == u' ' || c == u'\t' || c == u'\r' || c == u'\n';
}

bool isWordPart(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'+' || c == u'-' || c == u'.';
}

// Past the closing quote, or the end of the line; `closed` says which.
int skipString(QStringView line, int at, bool &closed)
{
    closed = false;
    while (at < line.size()) {
        const QChar c = line.at(at++);
        if (c == u'\\' && at < line.size())
            ++at;
        else if (c == u'"') {
            closed = true;
            break;
        }
    }
    return at;
}

bool digits(QStringView word, qsizetype &at)
{
    const qsizetype from = at;
    while (at < word.size() && word.at(at) >= u'0' && word.at(at) <= u'9')
        ++at;
    return at > from;
}

// RFC 8259 section 6.
bool isNumber(QStringView word)
{
    qsizetype at = word.startsWith(u'-') ? 1 : 0;
    const qsizetype first = at;
    if (!digits(word, at) || (word.at(first) == u'0' && at - first > 1))
        return false;
    if (at < word.size() && word.at(at) == u'.') {
        ++at;
        if (!digits(word, at))
            return false;
    }
    if (at < word.size() && (word.at(at) == u'e' || word.at(at) == u'E')) {
        ++at;
        if (at < word.size() && (word.at(at) == u'+' || word.at(at) == u'-'))
            ++at;
        if (!digits(word, at))
            return false;
    }
    return at == word.size();
}

bool colonFollows(QStringView line, int at)
{
    while (at < line.size() && isSpace(line.at(at)))
        ++at;
    return at < line.size() && line.at(at) == u':';
}

JsonToken classify(QStringView word)
{
    if (word == u"true" || word == u"false" || word == u"null")
        return JsonToken::Keyword;
    return isNumber(word) ? JsonToken::Number : JsonToken::Invalid;
}

} // namespace

JsonLine lexJsonLine(QStringView line, bool startsInString)
{
    JsonLine result;
    int at = 0;
    bool inString = startsInString;
    while (at < line.size()) {
        const int start = at;
        const QChar c = line.at(at);
        if (inString || c == u'"') {
            bool closed = false;
            at = skipString(line, inString ? at : at + 1, closed);
            inString = false;
            result.endsInString = !closed;
            const JsonToken token = closed && colonFollows(line, at) ? JsonToken::Key : JsonToken::String;
            result.spans.append({start, at - start, token});
        } else if (isSpace(c)) {
            ++at;
        } else if (isWordPart(c)) {
            while (at < line.size() && isWordPart(line.at(at)))
                ++at;
            result.spans.append({start, at - start, classify(line.mid(start, at - start))});
        } else {
            ++at;
            const bool known = QStringView(u"{}[],:").contains(c);
            result.spans.append({start, 1, known ? JsonToken::Punctuation : JsonToken::Invalid});
        }
    }
    // Nothing of the string in this piece.
    if (line.isEmpty())
        result.endsInString = startsInString;
    return result;
}

} // namespace uw::ui
