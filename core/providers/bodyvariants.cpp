// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/bodyvariants.h"

#include "core/json/prettyprinter.h"
#include "core/json/value.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

enum class Spacing { Compact, Python, Indented };

struct Style {
    Spacing spacing = Spacing::Compact;
    int indent = 0;
    bool escapesLetters = false;
    bool escapesSlashes = false;
    bool sortsMembers = false;

    [[nodiscard]] QString description() const
    {
        QString text = spacing == Spacing::Compact ? u"written compactly"_s
                     : spacing == Spacing::Python  ? u"written with blanks after commas and colons"_s
                                                   : u"indented by %1"_s.arg(indent);
        if (sortsMembers)
            text += u", members sorted"_s;
        if (escapesLetters)
            text += u", letters beyond ASCII escaped"_s;
        if (escapesSlashes)
            text += u", slashes escaped"_s;
        return text;
    }
};

// Writes a tree in one style. Recursion is bounded by the depth that parse() allows.
class Writer final {
public:
    explicit Writer(const Style &style) : m_style(style) {}

    QByteArray write(const json::Value &value)
    {
        append(value, 0);
        return std::move(m_text);
    }

private:
    void append(const json::Value &value, int depth)
    {
        if (const auto *object = value.get_ptr<const json::Object *>())
            appendObject(*object, depth);
        else if (const auto *array = value.get_ptr<const json::Array *>())
            appendArray(*array, depth);
        else if (const auto *text = value.get_ptr<const json::Value::string_t *>())
            appendString(*text);
        else
            m_text += json::serialize(value);
    }

    void appendObject(const json::Object &object, int depth)
    {
        std::vector<const json::Object::value_type *> members;
        for (const auto &member : object)
            members.push_back(&member);
        if (m_style.sortsMembers)
            std::sort(members.begin(), members.end(), [](const auto *a, const auto *b) { return a->first < b->first; });
        m_text += '{';
        for (std::size_t i = 0; i < members.size(); ++i) {
            separate(i, depth + 1);
            appendString(members[i]->first);
            m_text += m_style.spacing == Spacing::Compact ? ":" : ": ";
            append(members[i]->second, depth + 1);
        }
        close(members.empty(), depth, '}');
    }

    void appendArray(const json::Array &array, int depth)
    {
        m_text += '[';
        for (std::size_t i = 0; i < array.size(); ++i) {
            separate(i, depth + 1);
            append(array[i], depth + 1);
        }
        close(array.empty(), depth, ']');
    }

    void separate(std::size_t position, int depth)
    {
        if (position > 0)
            m_text += m_style.spacing == Spacing::Python ? ", " : ",";
        breakLine(depth);
    }

    void close(bool isEmpty, int depth, char bracket)
    {
        if (!isEmpty)
            breakLine(depth);
        m_text += bracket;
    }

    void breakLine(int depth)
    {
        if (m_style.spacing == Spacing::Indented)
            m_text.append('\n').append(qsizetype(depth) * m_style.indent, ' ');
    }

    void appendString(const std::string &text)
    {
        m_text += '"';
        const QString decoded = QString::fromUtf8(text.data(), qsizetype(text.size()));
        for (const QChar c : decoded)
            appendUnit(c.unicode());
        m_text += '"';
        fixSurrogates();
    }

    void appendUnit(char16_t c)
    {
        switch (c) {
        case u'"':
            m_text += "\\\"";
            return;
        case u'\\':
            m_text += "\\\\";
            return;
        case u'\b':
            m_text += "\\b";
            return;
        case u'\f':
            m_text += "\\f";
            return;
        case u'\n':
            m_text += "\\n";
            return;
        case u'\r':
            m_text += "\\r";
            return;
        case u'\t':
            m_text += "\\t";
            return;
        case u'/':
            m_text += m_style.escapesSlashes ? "\\/" : "/";
            return;
        default:
            break;
        }
        if (c < 0x20 || (c > 0x7e && m_style.escapesLetters)) {
            m_text += "\\u" + QByteArray::number(uint(c), 16).rightJustified(4, '0');
        } else if (c < 0x80) {
            m_text += char(c);
        } else {
            m_pending += QChar(c);
            if (!QChar::isHighSurrogate(c))
                fixSurrogates();
        }
    }

    // Halves of a pair are written together.
    void fixSurrogates()
    {
        m_text += m_pending.toUtf8();
        m_pending.clear();
    }

    Style m_style;
    QByteArray m_text;
    QString m_pending;
};

QList<Style> stylesFor(const QByteArray &body)
{
    const bool hasLetters =
        body.contains("\\u") || std::any_of(body.begin(), body.end(), [](char c) { return quint8(c) >= 0x80; });
    const bool hasSlashes = body.contains('/');
    QList<Style> styles;
    for (const bool sorted : {false, true}) {
        for (const bool letters : {false, true}) {
            for (const bool slashes : {false, true}) {
                if ((letters && !hasLetters) || (slashes && !hasSlashes))
                    continue;
                for (const auto &[spacing, indent] : {std::pair(Spacing::Compact, 0), std::pair(Spacing::Python, 0),
                                                      std::pair(Spacing::Indented, 2), std::pair(Spacing::Indented, 4)})
                    styles.append({spacing, indent, letters, slashes, sorted});
            }
        }
    }
    return styles;
}

QByteArray withCrlf(QByteArray body)
{
    return body.replace("\r\n", "\n").replace('\n', "\r\n");
}

} // namespace

bool forEachNewlineVariant(const QByteArray &body, const BodyVariantTaker &take)
{
    QList<BodyVariant> variants;
    if (body.endsWith("\r\n"))
        variants.append({body.chopped(2), u"without the line break at its end"_s});
    if (body.endsWith('\n'))
        variants.append({body.chopped(1), u"without the line feed at its end"_s});
    variants.append({body + '\n', u"with a line feed at its end"_s});
    variants.append({body + "\r\n", u"with a line break (CRLF) at its end"_s});
    if (body.contains('\n')) {
        variants.append({withCrlf(body), u"with CRLF for each line break"_s});
        variants.append({QByteArray(body).replace("\r\n", "\n"), u"with LF for each line break"_s});
    }
    for (const BodyVariant &variant : std::as_const(variants)) {
        if (variant.body != body && !take(variant))
            return false;
    }
    return true;
}

bool forEachReserialization(const QByteArray &body, const BodyVariantTaker &take)
{
    const Result<json::Value> tree = json::parse(body);
    if (!tree)
        return true;
    QSet<QByteArray> seen{body};
    const auto offer = [&](const QByteArray &text, const QString &description) {
        for (const QByteArray &each : {text, QByteArray(text + '\n')}) {
            if (seen.contains(each))
                continue;
            seen.insert(each);
            const QString end = each.size() > text.size() ? u", with a line feed at its end"_s : QString();
            if (!take({each, description + end}))
                return false;
        }
        return true;
    };
    // The spellings of numbers and escapes as they came, which a tree does not keep.
    if (const Result<QByteArray> text = json::compact(body); text && !offer(*text, Style{}.description()))
        return false;
    for (const auto &[indent, size] : {std::pair(json::Indent::Two, 2), std::pair(json::Indent::Four, 4)}) {
        const Result<QByteArray> text = json::prettyPrint(body, {}, indent);
        if (text && !offer(*text, Style{Spacing::Indented, size}.description()))
            return false;
    }
    for (const Style &style : stylesFor(body)) {
        if (!offer(Writer(style).write(*tree), style.description()))
            return false;
    }
    return true;
}

} // namespace uw
