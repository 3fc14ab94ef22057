// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/searchmarks.h"

#include <QHash>
#include <QMap>
#include <QStringList>

namespace uw::ui {

namespace {

// Where accents are looked for: Latin-1 and the Latin letters that follow it.
constexpr char16_t firstAccented = 0xC0;
constexpr char16_t lastAccented = 0x17F;

// Before a word: no letter or digit, but for those of an escape that stands for something else.
const QString &wordBegin()
{
    static const QString text =
        QStringLiteral(R"((?:(?<![\p{L}\p{N}])|(?<=\\[nrtbf])|(?<=\\u2[0-9a-f]{3})|(?<=\\u00a0)))");
    return text;
}

const QString &wordEnd()
{
    static const QString text = QStringLiteral(R"((?![\p{L}\p{N}]|\\u(?!2|00a0)[0-9a-f]{4}))");
    return text;
}

const QString &betweenWords()
{
    static const QString text = QStringLiteral(R"((?:[^\p{L}\p{N}\\]|\\[nrtbf"/\\])+)");
    return text;
}

// The letter beneath an accent, in small.
char32_t plainLetter(char32_t letter)
{
    const QString parts = QChar::decomposition(letter);
    const char32_t base = !parts.isEmpty() && QChar::decompositionTag(letter) == QChar::Canonical
                            ? char32_t(parts.front().unicode())
                            : letter;
    return QChar::toCaseFolded(base);
}

// Every accented form of a letter, in both cases.
const QHash<char32_t, QList<char32_t>> &accentedForms()
{
    static const QHash<char32_t, QList<char32_t>> forms = [] {
        QHash<char32_t, QList<char32_t>> made;
        for (char32_t letter = firstAccented; letter <= lastAccented; ++letter) {
            if (const char32_t plain = plainLetter(letter); QChar::isLetter(letter) && plain < firstAccented)
                made[plain].append(letter);
        }
        return made;
    }();
    return forms;
}

QString escapeOf(char32_t character)
{
    QString text;
    for (const QChar unit : QString::fromUcs4(&character, 1))
        text += QStringLiteral(R"(\\u%1)").arg(unit.unicode(), 4, 16, QLatin1Char('0'));
    return text;
}

// One character as it may stand in a text.
QString characterPattern(char32_t character)
{
    const char32_t plain = plainLetter(character);
    QList<char32_t> forms = accentedForms().value(plain);
    for (const char32_t one :
         {character, plain, char32_t(QChar::toLower(character)), char32_t(QChar::toUpper(character))}) {
        if (!forms.contains(one))
            forms.append(one);
    }
    // As JSON writes them: one way for each first three digits, so that a long search stays a small pattern.
    QString letters;
    QStringList ways;
    QMap<QString, QString> escapes;
    for (const char32_t form : std::as_const(forms)) {
        if (QChar::requiresSurrogates(form)) {
            ways << QString::fromUcs4(&form, 1) << escapeOf(form);
            continue;
        }
        letters += QRegularExpression::escape(QString(QChar(char16_t(form))));
        const QString digits = QString::number(form, 16).rightJustified(4, u'0');
        if (form > 0x7F)
            escapes[digits.first(3)] += digits.back();
    }
    if (!letters.isEmpty())
        ways << u'[' + letters + u']';
    for (auto escape = escapes.cbegin(); escape != escapes.cend(); ++escape)
        ways << QStringLiteral(R"(\\u)") + escape.key() + u'[' + escape.value() + u']';
    return u"(?:" + ways.join(u'|') + u")\\p{Mn}*";
}

// The words of a text, as the index cuts them.
QList<QList<char32_t>> wordsOf(const QString &text)
{
    QList<QList<char32_t>> words;
    bool isInside = false;
    for (const uint character : text.toUcs4()) {
        const bool belongs = QChar::isLetterOrNumber(character) || (isInside && QChar::isMark(character));
        if (belongs && !isInside)
            words.append(QList<char32_t>());
        if (belongs && !QChar::isMark(character))
            words.last().append(character);
        isInside = belongs;
    }
    return words;
}

QString phrasePattern(const QString &text, bool mayGoOn)
{
    QStringList parts;
    for (const QList<char32_t> &word : wordsOf(text)) {
        QString part;
        for (const char32_t character : word)
            part += characterPattern(character);
        parts << part;
    }
    if (parts.isEmpty())
        return {};
    return wordBegin() + parts.join(betweenWords()) + (mayGoOn ? QString() : wordEnd());
}

} // namespace

QRegularExpression searchMarks(const QString &search)
{
    const QString text = search.left(markedCharacters);
    QStringList patterns;
    // Odd pieces stand in quotes; an open quote reaches to the end.
    const QStringList pieces = text.normalized(QString::NormalizationForm_C).split(u'"');
    for (qsizetype i = 0; i < pieces.size(); ++i) {
        const bool isPhrase = i % 2 == 1;
        const QStringList terms =
            isPhrase ? QStringList(pieces[i]) : pieces[i].simplified().split(u' ', Qt::SkipEmptyParts);
        for (qsizetype term = 0; term < terms.size(); ++term) {
            const bool isLast = i + 1 == pieces.size() && term + 1 == terms.size();
            if (const QString pattern = phrasePattern(terms[term], isLast); !pattern.isEmpty())
                patterns << pattern;
        }
    }
    if (patterns.isEmpty())
        return {};
    QRegularExpression marks(patterns.join(u'|'), QRegularExpression::CaseInsensitiveOption
                                                      | QRegularExpression::UseUnicodePropertiesOption
                                                      | QRegularExpression::DontCaptureOption);
    return marks.isValid() ? marks : QRegularExpression();
}

} // namespace uw::ui
