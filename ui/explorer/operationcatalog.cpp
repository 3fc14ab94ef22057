// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/operationcatalog.h"

#include <QCoreApplication>
#include <QHash>
#include <QUrl>

#include <algorithm>

namespace uw::ui {

namespace {

struct CatalogTexts {
    Q_DECLARE_TR_FUNCTIONS(uw::ui::CatalogTexts)
};

// What a word is worth by where it is found. Only their order matters.
struct Weight {
    int start;
    int middle;
};
constexpr std::array<Weight, 4> weights{{{60, 20}, {50, 15}, {40, 12}, {30, 8}}};
constexpr int fieldStartBonus = 15;
constexpr int wholeWordBonus = 10;
constexpr int methodScore = 45;
constexpr int wholeFieldBonus = 400;
constexpr int templateBase = 1000;
constexpr int deprecatedPenalty = 30;
// Nobody types more; every further word costs a pass.
constexpr qsizetype maximumWords = 16;

// "createNewProject" and "create_new-project" as " create new project ".
QString wordsOf(const QString &text)
{
    QString words(u' ');
    bool lower = false;
    for (const QChar c : text) {
        if (!c.isLetterOrNumber()) {
            if (!words.endsWith(u' '))
                words += u' ';
            lower = false;
            continue;
        }
        if (c.isUpper() && lower)
            words += u' ';
        lower = c.isLower() || c.isDigit();
        words += c;
    }
    if (!words.endsWith(u' '))
        words += u' ';
    return words.toCaseFolded();
}

bool isVariable(QStringView segment)
{
    return segment.contains(u'{');
}

// "v1", "v2.1": says nothing about what an operation is for.
bool isVersion(QStringView segment)
{
    return segment.size() >= 2 && (segment.front() == u'v' || segment.front() == u'V') && segment.at(1).isDigit();
}

QString groupOfPath(const QString &path)
{
    const QStringList segments = path.split(u'/', Qt::SkipEmptyParts);
    for (const QString &segment : segments) {
        if (!isVariable(segment) && !isVersion(segment))
            return u'/' + segment;
    }
    return segments.isEmpty() ? u"/"_qs : u'/' + segments.first();
}

// The segments of what was typed as a path or a whole address; nothing for other texts.
QStringList typedSegments(const QString &text)
{
    if (!text.contains(u'/') || text.contains(u' '))
        return {};
    const QString path = text.contains(u"://") ? QUrl(text).path() : text.section(u'?', 0, 0);
    return path.split(u'/', Qt::SkipEmptyParts);
}

// Whether a word ends at `position` of spaced words, or has only its plural's s left.
bool endsWord(const QString &words, qsizetype position)
{
    return words.at(position) == u' ' || (words.at(position) == u's' && words.at(position + 1) == u' ');
}

} // namespace

std::shared_ptr<const OperationCatalog> OperationCatalog::make(const QList<openapi::OperationSummary> &operations,
                                                               const QStringList &tags)
{
    const std::shared_ptr<OperationCatalog> catalog(new OperationCatalog);
    catalog->m_operations = operations;
    catalog->m_firstWebhook = int(operations.size());
    catalog->arrange(tags);
    return catalog;
}

std::shared_ptr<const OperationCatalog> OperationCatalog::make(const openapi::Document &document)
{
    const std::shared_ptr<OperationCatalog> catalog(new OperationCatalog);
    catalog->m_operations = document.operations();
    catalog->m_firstWebhook = int(document.operations().size());
    catalog->m_operations += document.webhooks();
    catalog->arrange(document.tags());
    return catalog;
}

std::shared_ptr<const OperationCatalog>
OperationCatalog::withWords(const std::shared_ptr<const openapi::OperationWords> &words) const
{
    const std::shared_ptr<OperationCatalog> catalog(new OperationCatalog(*this));
    catalog->m_words = words;
    return catalog;
}

void OperationCatalog::arrange(const QStringList &tags)
{
    group(tags);
    collectMethods();
    indexWords();
}

void OperationCatalog::group(const QStringList &tags)
{
    QHash<QString, qsizetype> positions;
    QList<Group> tagged;
    QList<Group> untagged;
    const auto add = [&positions](QList<Group> &groups, const QString &title, bool isTag, int operation) {
        // A tag may be spelled like a path; the two stay apart.
        const QString key = (isTag ? u't' : u'p') + title;
        const auto found = positions.constFind(key);
        if (found != positions.constEnd()) {
            QList<int> &members = groups[*found].operations;
            // A tag named twice by one operation.
            if (operation >= 0 && (members.isEmpty() || members.last() != operation))
                members << operation;
            return;
        }
        positions.insert(key, groups.size());
        groups << Group{.title = title, .isTag = isTag, .operations = {}};
        if (operation >= 0)
            groups.last().operations << operation;
    };
    for (const QString &tag : tags)
        add(tagged, tag, true, -1);
    for (int i = 0; i < m_firstWebhook; ++i) {
        const openapi::OperationSummary &operation = m_operations.at(i);
        for (const QString &tag : operation.tags)
            add(tagged, tag, true, i);
        if (operation.tags.isEmpty())
            add(untagged, groupOfPath(operation.path), false, i);
    }
    m_groups = tagged + untagged;
    Group webhooks{.title = CatalogTexts::tr("Webhooks, sent by the API"), .isTag = false, .operations = {}};
    for (int i = m_firstWebhook; i < m_operations.size(); ++i)
        webhooks.operations << i;
    m_groups << webhooks;
    m_groups.removeIf([](const Group &group) { return group.operations.isEmpty(); });
}

void OperationCatalog::collectMethods()
{
    static const QStringList known{u"GET"_qs, u"POST"_qs, u"PUT"_qs, u"PATCH"_qs, u"DELETE"_qs};
    for (const openapi::OperationSummary &operation : std::as_const(m_operations)) {
        const QString method = QString::fromLatin1(operation.method);
        if (!m_methods.contains(method))
            m_methods << method;
    }
    const auto rank = [](const QString &method) {
        const qsizetype position = known.indexOf(method);
        return position < 0 ? known.size() : position;
    };
    std::sort(m_methods.begin(), m_methods.end(), [rank](const QString &a, const QString &b) {
        const qsizetype rankA = rank(a);
        const qsizetype rankB = rank(b);
        return rankA != rankB ? rankA < rankB : a < b;
    });
}

void OperationCatalog::indexWords()
{
    const auto field = [](const QString &text) { return Field{text.toCaseFolded(), wordsOf(text)}; };
    m_entries.reserve(m_operations.size());
    for (const openapi::OperationSummary &operation : std::as_const(m_operations)) {
        Entry entry;
        entry.fields[SummaryField] = field(operation.summary);
        entry.fields[IdField] = field(operation.operationId);
        entry.fields[PathField] = field(operation.path);
        entry.fields[TagField] = field(operation.tags.join(u' '));
        entry.method = QString::fromLatin1(operation.method).toCaseFolded();
        entry.segments = operation.path.split(u'/', Qt::SkipEmptyParts);
        m_entries << entry;
    }
}

int OperationCatalog::wordScore(const Entry &entry, const QString &word, const QString &wordStart)
{
    int best = entry.method == word ? methodScore : 0;
    for (size_t kind = 0; kind < FieldCount; ++kind) {
        const Field &field = entry.fields.at(kind);
        const Weight &weight = weights.at(kind);
        const qsizetype position = field.words.indexOf(wordStart);
        if (position >= 0) {
            int score = weight.start + (position == 0 ? fieldStartBonus : 0);
            if (endsWord(field.words, position + wordStart.size()))
                score += wholeWordBonus;
            best = qMax(best, score);
        } else if (best < weight.middle && field.text.contains(word)) {
            best = weight.middle;
        }
    }
    return best;
}

int OperationCatalog::templateScore(const Entry &entry, const QStringList &segments)
{
    const qsizetype count = entry.segments.size();
    // What stands before is the base URL's own path.
    const qsizetype skip = segments.size() - count;
    if (count == 0 || skip < 0)
        return 0;
    int literals = 0;
    for (qsizetype i = 0; i < count; ++i) {
        const QString &expected = entry.segments.at(i);
        const QString &typed = segments.at(skip + i);
        if (expected.compare(typed, Qt::CaseInsensitive) == 0)
            ++literals;
        else if (!isVariable(expected) || isVariable(typed))
            return 0;
    }
    // A template of variables alone would fit everything.
    return literals == 0 ? 0 : templateBase + literals;
}

QList<int> OperationCatalog::search(const QString &text) const
{
    const QString typed = text.simplified();
    const QString folded = typed.toCaseFolded();
    const QStringList words = folded.split(u' ', Qt::SkipEmptyParts).mid(0, maximumWords);
    if (words.isEmpty())
        return {};
    QStringList wordStarts;
    for (const QString &word : words)
        wordStarts << u' ' + word;
    const QStringList segments = typedSegments(typed);
    std::vector<std::vector<std::uint8_t>> inner;
    for (qsizetype w = 0; m_words && w < words.size(); ++w)
        inner.push_back(m_words->scores(words.at(w)));

    struct Hit {
        int score;
        int operation;
    };
    QList<Hit> hits;
    for (int i = 0; i < m_entries.size(); ++i) {
        const Entry &entry = m_entries.at(i);
        int score = 0;
        for (qsizetype w = 0; w < words.size(); ++w) {
            int one = wordScore(entry, words.at(w), wordStarts.at(w));
            if (one == 0 && m_words && i < m_firstWebhook)
                one = inner[std::size_t(w)][std::size_t(i)];
            if (one == 0) {
                score = 0;
                break;
            }
            score += one;
        }
        for (const Field &field : entry.fields) {
            if (score > 0 && field.text == folded)
                score += wholeFieldBonus;
        }
        score = qMax(score, segments.isEmpty() ? 0 : templateScore(entry, segments));
        if (score > 0)
            hits << Hit{score - (m_operations.at(i).deprecated ? deprecatedPenalty : 0), i};
    }
    const auto better = [this](const Hit &a, const Hit &b) {
        if (a.score != b.score)
            return a.score > b.score;
        // The shorter path is the more basic operation.
        return m_entries.at(a.operation).segments.size() < m_entries.at(b.operation).segments.size();
    };
    std::stable_sort(hits.begin(), hits.end(), better);
    QList<int> result;
    result.reserve(hits.size());
    for (const Hit &hit : std::as_const(hits))
        result << hit.operation;
    return result;
}

} // namespace uw::ui
