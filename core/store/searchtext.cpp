// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/searchtext.h"

#include "core/json/reader.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// A longer word is cut: what no person types (keys, images) does not fill the index.
constexpr qsizetype wordBytes = 128;
// A private character, which the tokenizer takes for a letter.
constexpr QByteArrayView kindMark = "\xEE\x80\x80";
constexpr QByteArrayView maskedValue = "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2";
// Where a NUL tells that a body is no text.
constexpr qsizetype glanceBytes = 4096;

bool isWordByte(char byte)
{
    const auto value = static_cast<unsigned char>(byte);
    return value >= 0x80 || (value >= '0' && value <= '9') || (value >= 'a' && value <= 'z')
        || (value >= 'A' && value <= 'Z');
}

int hexValue(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    const char lower = char(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The four digits behind "\u", or below 0.
int codeUnitAt(QByteArrayView text, qsizetype position)
{
    if (position + 4 > text.size())
        return -1;
    int unit = 0;
    for (qsizetype i = position; i < position + 4; ++i) {
        const int digit = hexValue(text[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

// JSON's escapes, also where they stand outside of JSON; what is none stays as it is.
QByteArray withoutEscapes(QByteArrayView text)
{
    QByteArray plain;
    plain.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            plain += text[i];
            continue;
        }
        const char kind = text[i + 1];
        if (kind != 'u') {
            // Line breaks and tabs separate words, quotes and slashes do anyway.
            plain += QByteArrayView("nrtbf").contains(kind) ? ' ' : kind;
            ++i;
            continue;
        }
        const int unit = codeUnitAt(text, i + 2);
        if (unit < 0) {
            plain += text[i];
            continue;
        }
        i += 5;
        QString character{QChar(ushort(unit))};
        if (QChar::isHighSurrogate(char32_t(unit)) && text.sliced(i + 1).startsWith("\\u")) {
            const int low = codeUnitAt(text, i + 3);
            if (low >= 0 && QChar::isLowSurrogate(char32_t(low))) {
                character += QChar(ushort(low));
                i += 6;
            }
        }
        plain += character.toUtf8();
    }
    return plain;
}

// Gathers words up to a bound.
class Words final {
public:
    explicit Words(qsizetype maximum) : m_maximum(maximum) {}

    [[nodiscard]] bool isFull() const { return m_text.size() >= m_maximum; }
    [[nodiscard]] const QByteArray &text() const { return m_text; }

    // `text` in UTF-8.
    void add(QByteArrayView text)
    {
        if (!m_text.isEmpty())
            m_text += ' ';
        for (qsizetype i = 0; i < text.size() && !isFull();) {
            if (text.sliced(i).startsWith(kindMark)) {
                m_text += ' ';
                i += kindMark.size();
            } else if (isWordByte(text[i])) {
                i += addWord(text.sliced(i));
            } else {
                m_text += text[i] == '\0' ? ' ' : text[i];
                ++i;
            }
        }
    }
    void addText(const QString &text) { add(QByteArrayView(text.toUtf8())); }

private:
    // Returns how many bytes of `text` it has dealt with.
    qsizetype addWord(QByteArrayView text)
    {
        qsizetype end = 1;
        bool isAscii = static_cast<unsigned char>(text[0]) < 0x80;
        while (end < text.size() && isWordByte(text[end]) && !text.sliced(end).startsWith(kindMark)) {
            isAscii = isAscii && static_cast<unsigned char>(text[end]) < 0x80;
            ++end;
            // Scripts without blanks go on in a word of its own.
            if (!isAscii && end >= wordBytes && (static_cast<unsigned char>(text[end - 1]) & 0xC0U) == 0x80
                && (end == text.size() || (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80)) {
                m_text += text.first(end);
                m_text += ' ';
                return end;
            }
        }
        m_text += text.first(isAscii ? std::min(end, wordBytes) : end);
        return end;
    }

    const qsizetype m_maximum;
    QByteArray m_text;
};

QByteArrayView bytesOf(const json::Scanner &token)
{
    return {token.begin(), token.end() - token.begin()};
}

bool looksLikeJson(QByteArrayView text)
{
    const QByteArrayView trimmed = text.trimmed();
    return trimmed.startsWith('{') || trimmed.startsWith('[') || trimmed.startsWith('"');
}

void addPlain(Words &words, QByteArrayView text)
{
    if (text.first(std::min(text.size(), glanceBytes)).contains('\0'))
        return;
    // What is not needed is not converted.
    const QByteArrayView part = text.first(std::min(text.size(), searchTextBytes));
    words.add(withoutEscapes(text.isValidUtf8() ? part.toByteArray() : QString::fromLatin1(part).toUtf8()));
}

void addJson(Words &words, QByteArrayView text)
{
    using Event = json::Reader::Event;
    const json::ParseLimits limits;
    json::Reader reader(text, limits);
    while (!words.isFull()) {
        switch (reader.next()) {
        case Event::Name:
        case Event::String: {
            const QByteArrayView inner = bytesOf(reader.token()).sliced(1).chopped(1);
            words.add(reader.token().hasEscapes() ? QByteArrayView(withoutEscapes(inner)) : inner);
            break;
        }
        case Event::Number:
            words.add(bytesOf(reader.token()));
            break;
        case Event::End:
            return;
        case Event::Failed:
            // Lines of JSON, or a text cut off: the rest is read as text.
            addPlain(words, text.sliced(std::clamp<qsizetype>(reader.token().offset(), 0, text.size())));
            return;
        default:
            break;
        }
    }
}

QByteArray percentDecoded(QByteArrayView text)
{
    QByteArray bytes = text.toByteArray();
    bytes.replace('+', ' ');
    bytes = QByteArray::fromPercentEncoding(bytes);
    return QByteArrayView(bytes).isValidUtf8() ? bytes : QString::fromLatin1(bytes).toUtf8();
}

void addForm(Words &words, QByteArrayView text)
{
    while (!text.isEmpty() && !words.isFull()) {
        const qsizetype ampersand = text.indexOf('&');
        const qsizetype end = ampersand < 0 ? text.size() : ampersand;
        const QByteArrayView field = text.first(end);
        const qsizetype equals = field.indexOf('=');
        words.add(percentDecoded(equals < 0 ? field : field.first(equals)));
        const QByteArray value = equals < 0 ? QByteArray() : percentDecoded(field.sliced(equals + 1));
        if (looksLikeJson(value))
            addJson(words, value);
        else
            words.add(value);
        text = text.sliced(std::min(text.size(), end + 1));
    }
}

void addBody(Words &words, const Event &event)
{
    const QByteArray type = headerValue(event.headers, "Content-Type").toLower();
    if (type.startsWith("application/x-www-form-urlencoded"))
        addForm(words, event.body);
    else if (looksLikeJson(event.body))
        addJson(words, event.body);
    else
        addPlain(words, event.body);
}

void addHeaders(Words &words, const HeaderList &headers)
{
    // The same in every request, or nothing that one looks for.
    static const QSet<QByteArray> left{"accept", "accept-encoding", "connection", "content-length"};
    for (const HeaderField &field : headers) {
        if (field.value == maskedValue || left.contains(field.name.toLower()))
            continue;
        words.add(QByteArrayView(field.value).isValidUtf8() ? field.value : QString::fromLatin1(field.value).toUtf8());
    }
}

bool holdsWord(const QString &text)
{
    const QList<uint> characters = text.toUcs4();
    return std::any_of(characters.begin(), characters.end(),
                       [](uint character) { return QChar::isLetterOrNumber(char32_t(character)); });
}

// One word or phrase of a query, cut as the words of the index are.
QString quoted(const QString &text)
{
    Words words(searchTextBytes);
    words.addText(text);
    return u'"' + QString::fromUtf8(words.text()) + u'"';
}

} // namespace

QByteArray searchText(const Event &event)
{
    Words words(searchTextBytes);
    for (const QString &text :
         {event.note, event.id, event.source, event.customSource, event.eventType, event.normalizedType,
          event.workspaceId, event.entityType, event.entityId, event.deliveryId}) {
        if (!text.isEmpty())
            words.addText(text);
    }
    words.add(percentDecoded(event.target));
    addHeaders(words, event.headers);
    addBody(words, event);
    return words.text();
}

Result<QString> searchExpression(const QString &text)
{
    if (text.size() > searchCharacters) {
        return Error{ErrorCode::LimitExceeded,
                     u"A search has at most %1 characters; this one has %2. Shorten it."_s.arg(searchCharacters)
                         .arg(text.size())};
    }
    QStringList terms;
    // Odd pieces stand in quotes; an open quote reaches to the end.
    const QStringList pieces = text.split(u'"');
    bool mayGoOn = false;
    for (qsizetype i = 0; i < pieces.size(); ++i) {
        const bool isPhrase = i % 2 == 1;
        QString plain = pieces[i];
        std::replace_if(
            plain.begin(), plain.end(), [](QChar character) { return character.isSpace() || character.isNull(); },
            u' ');
        const QStringList words = isPhrase ? QStringList(plain) : plain.split(u' ', Qt::SkipEmptyParts);
        for (const QString &word : words) {
            if (!holdsWord(word))
                continue;
            terms << quoted(word);
            mayGoOn = !isPhrase || i + 1 == pieces.size();
        }
    }
    if (terms.size() > searchWords) {
        return Error{
            ErrorCode::LimitExceeded,
            u"A search has at most %1 words; this one has %2. Leave some out."_s.arg(searchWords).arg(terms.size())};
    }
    if (mayGoOn)
        terms.last() += u'*';
    return terms.join(u" AND ");
}

QString kindWord(qint64 kind)
{
    return QString::fromUtf8(kindMark) + QString::number(kind);
}

} // namespace uw
