// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/shellwords.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// Gathers words into commands.
class Commands final {
public:
    void add(char byte)
    {
        m_word += byte;
        m_hasWord = true;
    }
    void add(const QByteArray &bytes)
    {
        m_word += bytes;
        m_hasWord = true;
    }
    // An empty word is one too when it was quoted.
    void open() { m_hasWord = true; }
    void endWord()
    {
        if (m_hasWord) {
            m_command << m_word;
            ++m_words;
        }
        m_word.clear();
        m_hasWord = false;
    }
    void endCommand()
    {
        endWord();
        if (!m_command.isEmpty())
            m_commands << std::exchange(m_command, {});
    }
    [[nodiscard]] bool hasWord() const { return m_hasWord; }
    [[nodiscard]] bool isFull() const { return m_words > maximumShellWords; }
    [[nodiscard]] const QList<QByteArrayList> &commands() const { return m_commands; }

private:
    QByteArray m_word;
    bool m_hasWord = false;
    qsizetype m_words = 0;
    QByteArrayList m_command;
    QList<QByteArrayList> m_commands;
};

Error tooMany()
{
    return {ErrorCode::LimitExceeded,
            u"The text has more than %1 words, so it is not a command line."_s.arg(maximumShellWords)};
}

// A cursor over the text and what both kinds of shell share.
class Reader {
public:
    explicit Reader(QByteArrayView text) : m_text(text) {}

protected:
    [[nodiscard]] bool atEnd(qsizetype ahead = 0) const { return m_at + ahead >= m_text.size(); }
    [[nodiscard]] char peek(qsizetype ahead = 0) const { return atEnd(ahead) ? '\0' : m_text[m_at + ahead]; }
    [[nodiscard]] bool isNext(char byte, qsizetype ahead = 0) const { return !atEnd(ahead) && peek(ahead) == byte; }
    char take() { return m_text[m_at++]; }
    void skip(qsizetype bytes = 1) { m_at += bytes; }
    [[nodiscard]] qsizetype at() const { return m_at; }
    // The length of a line's end here, 0: there is none.
    [[nodiscard]] qsizetype lineEnd() const
    {
        if (isNext('\n'))
            return 1;
        return isNext('\r') && isNext('\n', 1) ? 2 : 0;
    }
    [[nodiscard]] Error fault(const QString &what, qsizetype place) const
    {
        const qsizetype line = m_text.first(place).count('\n') + 1;
        return {ErrorCode::InvalidInput, u"The command cannot be read: %1 in line %2."_s.arg(what).arg(line)};
    }

private:
    QByteArrayView m_text;
    qsizetype m_at = 0;
};

// POSIX.1-2017, Shell Command Language, section 2.2; $'…' of the bash manual, section 3.1.2.4.
class PosixReader final : private Reader {
public:
    using Reader::Reader;

    Result<QList<QByteArrayList>> read()
    {
        while (!atEnd()) {
            if (const Result<void> done = step(); !done)
                return done.error();
            if (m_words.isFull())
                return tooMany();
        }
        m_words.endCommand();
        return m_words.commands();
    }

private:
    Result<void> step()
    {
        if (const qsizetype end = lineEnd(); end > 0) {
            skip(end);
            m_words.endCommand();
            return {};
        }
        switch (peek()) {
        case ' ':
        case '\t':
            skip();
            m_words.endWord();
            return {};
        case ';':
        case '&':
        case '|':
            skip();
            m_words.endCommand();
            return {};
        case '#':
            if (m_words.hasWord())
                break;
            while (!atEnd() && lineEnd() == 0)
                skip();
            return {};
        case '\\':
            escape();
            return {};
        case '\'':
            return singleQuoted();
        case '"':
            return doubleQuoted();
        case '`':
            return expansion();
        case '$':
            return dollar();
        case '<':
        case '>':
            return fault(u"it redirects files"_s, at());
        default:
            break;
        }
        m_words.add(take());
        return {};
    }

    // A backslash outside of quotes.
    void escape()
    {
        skip();
        if (const qsizetype end = lineEnd(); end > 0)
            skip(end);
        else if (!atEnd())
            m_words.add(take());
    }

    Result<void> singleQuoted()
    {
        const qsizetype place = at();
        skip();
        m_words.open();
        while (!isNext('\'')) {
            if (atEnd())
                return fault(u"a quote (') is not closed"_s, place);
            m_words.add(take());
        }
        skip();
        return {};
    }

    Result<void> doubleQuoted()
    {
        const qsizetype place = at();
        skip();
        m_words.open();
        while (!isNext('"')) {
            if (atEnd())
                return fault(u"a quote (\") is not closed"_s, place);
            if (isNext('\\')) {
                skip();
                if (const qsizetype end = lineEnd(); end > 0)
                    skip(end);
                else if (!QByteArrayView("$`\"\\").contains(peek()) || atEnd())
                    m_words.add('\\');
                else
                    m_words.add(take());
            } else if (isNext('`') || (isNext('$') && startsExpansion())) {
                return expansion();
            } else {
                m_words.add(take());
            }
        }
        skip();
        return {};
    }

    // Behind a dollar sign.
    [[nodiscard]] bool startsExpansion() const
    {
        const char next = peek(1);
        return (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || (next >= '0' && next <= '9')
            || QByteArrayView("_({@*#?!-$").contains(next);
    }

    Result<void> dollar()
    {
        if (isNext('\'', 1)) {
            skip();
            return ansiQuoted();
        }
        // $"…" is a text to be translated.
        if (isNext('"', 1)) {
            skip();
            return doubleQuoted();
        }
        if (!atEnd(1) && startsExpansion())
            return expansion();
        m_words.add(take());
        return {};
    }

    [[nodiscard]] Result<void> expansion() const
    {
        return fault(u"it holds a variable or a command that only a shell can work out (%1). Put the value there"_s.arg(
                         QLatin1Char(peek())),
                     at());
    }

    Result<void> ansiQuoted()
    {
        const qsizetype place = at();
        skip();
        m_words.open();
        while (!isNext('\'')) {
            if (atEnd())
                return fault(u"a quote ($') is not closed"_s, place);
            const char byte = take();
            if (byte == '\\' && !atEnd())
                ansiEscape();
            else
                m_words.add(byte);
        }
        skip();
        return {};
    }

    // The number that at most `digits` digits of this base make; nothing when there is none.
    std::optional<uint> number(int base, int digits)
    {
        uint value = 0;
        int taken = 0;
        while (taken < digits && !atEnd()) {
            bool isDigit = false;
            const uint digit = QByteArray(1, peek()).toUInt(&isDigit, base);
            if (!isDigit || peek() == '+' || peek() == '-' || peek() == ' ')
                break;
            value = value * uint(base) + digit;
            skip();
            ++taken;
        }
        return taken > 0 ? std::optional(value) : std::nullopt;
    }

    void ansiEscape()
    {
        static constexpr QByteArrayView letters("abefnrtvE");
        static constexpr QByteArrayView meanings("\a\b\x1b\f\n\r\t\v\x1b");
        if (const qsizetype letter = letters.indexOf(peek()); letter >= 0) {
            skip();
            m_words.add(meanings[letter]);
            return;
        }
        if (peek() >= '0' && peek() <= '7') {
            m_words.add(char(number(8, 3).value_or(0) & 0xFFU));
            return;
        }
        const char letter = take();
        if (letter == 'x') {
            if (const std::optional<uint> byte = number(16, 2))
                m_words.add(char(*byte));
            else
                m_words.add(QByteArray("\\x"));
        } else if (letter == 'u' || letter == 'U') {
            unicode(letter);
        } else if (QByteArrayView("\\'\"?").contains(letter)) {
            m_words.add(letter);
        } else {
            m_words.add('\\');
            m_words.add(letter);
        }
    }

    // Browsers write \u and four digits; a character beyond those is two of them.
    void unicode(char letter)
    {
        std::optional<uint> code = number(16, letter == 'u' ? 4 : 8);
        if (!code) {
            m_words.add('\\');
            m_words.add(letter);
            return;
        }
        if (QChar::isHighSurrogate(*code) && isNext('\\') && isNext('u', 1)) {
            skip(2);
            const std::optional<uint> low = number(16, 4);
            if (low && QChar::isLowSurrogate(*low))
                code = QChar::surrogateToUcs4(char16_t(*code), char16_t(*low));
        }
        const char32_t character = *code > QChar::LastValidCodePoint || QChar::isSurrogate(*code)
                                     ? char32_t(QChar::ReplacementCharacter)
                                     : char32_t(*code);
        m_words.add(QString::fromUcs4(&character, 1).toUtf8());
    }

    Commands m_words;
};

// First the prompt takes its carets away, then the program splits what is left; both look at double quotes, but a caret
// takes a quote's meaning for the prompt alone.
class PromptReader final : private Reader {
public:
    using Reader::Reader;

    Result<QList<QByteArrayList>> read()
    {
        QByteArray line;
        bool isQuoted = false;
        while (!atEnd()) {
            if (isNext('^') && !isQuoted) {
                caret(line);
                continue;
            }
            if (isNext('"'))
                isQuoted = !isQuoted;
            if (const qsizetype end = lineEnd(); end > 0 || (!isQuoted && (isNext('&') || isNext('|')))) {
                skip(qMax<qsizetype>(end, 1));
                isQuoted = false;
                split(line);
                line.clear();
                continue;
            }
            line += take();
        }
        split(line);
        if (m_words.isFull())
            return tooMany();
        if (m_isOpen)
            return fault(u"a quote (\") is not closed"_s, at());
        return m_words.commands();
    }

private:
    void caret(QByteArray &line)
    {
        skip();
        // At a line's end it joins the lines; the first character of the next one is taken as it is.
        if (const qsizetype end = lineEnd(); end > 0) {
            skip(end);
            const qsizetype second = lineEnd();
            if (second > 0) {
                skip(second);
                line += '\n';
            }
            return;
        }
        if (!atEnd())
            line += take();
    }

    // "Parsing C command-line arguments" of Visual C++'s documentation.
    void split(const QByteArray &line)
    {
        bool isQuoted = false;
        for (qsizetype i = 0; i < line.size() && !m_words.isFull();) {
            const char byte = line[i];
            if (!isQuoted && (byte == ' ' || byte == '\t')) {
                m_words.endWord();
                ++i;
                continue;
            }
            qsizetype slashes = 0;
            while (i + slashes < line.size() && line[i + slashes] == '\\')
                ++slashes;
            const bool beforeQuote = i + slashes < line.size() && line[i + slashes] == '"';
            if (slashes > 0) {
                m_words.add(QByteArray(beforeQuote ? slashes / 2 : slashes, '\\'));
                i += slashes;
            }
            if (!beforeQuote) {
                if (slashes == 0) {
                    m_words.add(byte);
                    ++i;
                }
                continue;
            }
            ++i;
            if (slashes % 2 == 1) {
                m_words.add('"');
            } else if (isQuoted && i < line.size() && line[i] == '"') {
                m_words.add('"');
                ++i;
            } else {
                m_words.open();
                isQuoted = !isQuoted;
            }
        }
        m_isOpen = m_isOpen || isQuoted;
        m_words.endCommand();
    }

    Commands m_words;
    bool m_isOpen = false;
};

} // namespace

ShellKind guessShell(QByteArrayView text)
{
    const bool hasCarets = text.contains("^\"") || text.contains("^\n") || text.contains("^\r\n");
    return hasCarets && !text.contains("$'") ? ShellKind::WindowsPrompt : ShellKind::Posix;
}

Result<QList<QByteArrayList>> shellCommands(QByteArrayView text, ShellKind kind)
{
    return kind == ShellKind::Posix ? PosixReader(text).read() : PromptReader(text).read();
}

} // namespace uw
