// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/operationwords.h"

#include "core/openapi/reference.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace uw::openapi {

namespace {

// Of one description; what comes later says little about the operation.
constexpr qsizetype longestText = 2000;
constexpr qsizetype shortestWord = 2;
constexpr qsizetype longestWord = 60;
constexpr qsizetype shortestMiddle = 3;
// Of one operation: a schema of thousands of fields would make every search find it.
constexpr int mostFields = 3000;

} // namespace

// Gathers words while the index is made.
class OperationWordsBuilder final {
public:
    OperationWordsBuilder(const Document &document, const std::atomic<bool> &stop)
        : m_document(document)
        , m_root(document.root())
        , m_stop(stop)
    {}

    std::shared_ptr<const OperationWords> run()
    {
        const QList<OperationSummary> &operations = m_document.operations();
        for (qsizetype i = 0; i < operations.size(); ++i) {
            if (m_stop)
                return nullptr;
            m_operation = quint32(i);
            m_fields = 0;
            m_visited.clear();
            if (const json::Value *operation = json::resolvePointer(m_root, operations.at(i).pointer))
                readOperation(*operation);
            flush();
        }
        return assemble(std::size_t(operations.size()));
    }

private:
    using Weight = OperationWords::Weight;

    void readOperation(const json::Value &operation);
    void readParameters(const json::Value &owner);
    void readContent(const json::Value &owner, Weight weight, int depth);
    void readSchema(const json::Value &schema, Weight weight, int depth);
    void readEnum(const json::Value &schema, Weight weight);
    void addMember(const json::Value &owner, std::string_view name, Weight weight);
    void addText(const std::string &text, Weight weight);
    [[nodiscard]] quint32 idOf(QStringView word);
    void flush();
    [[nodiscard]] std::shared_ptr<const OperationWords> assemble(std::size_t operations);
    [[nodiscard]] const json::Value *follow(const json::Value &value) const
    {
        if (!json::member(value, "$ref"))
            return &value;
        const Result<const json::Value *> target = followReferences(m_root, value);
        return target ? *target : nullptr;
    }

    const Document &m_document;
    const json::Value &m_root;
    const std::atomic<bool> &m_stop;
    quint32 m_operation = 0;
    int m_fields = 0;
    std::unordered_set<const json::Value *> m_visited;
    QHash<QString, quint32> m_ids;
    std::vector<QString> m_words;
    // Of each word, in the order of operations.
    std::vector<std::vector<OperationWords::Use>> m_uses;
    // Of the operation in hand: word and best weight.
    std::unordered_map<quint32, std::uint8_t> m_found;
    // Texts of components are met by many operations: their words are cut once.
    std::unordered_map<const std::string *, std::vector<quint32>> m_cut;
};

quint32 OperationWordsBuilder::idOf(QStringView word)
{
    const QString text = word.toString();
    const auto found = m_ids.constFind(text);
    if (found != m_ids.constEnd())
        return *found;
    const auto id = quint32(m_words.size());
    m_ids.insert(text, id);
    m_words.push_back(text);
    m_uses.emplace_back();
    return id;
}

// Words are runs of letters and digits, and where a capital begins inside one, its parts too.
void OperationWordsBuilder::addText(const std::string &text, Weight weight)
{
    const auto known = m_cut.find(&text);
    if (known != m_cut.end()) {
        for (const quint32 id : known->second) {
            std::uint8_t &best = m_found[id];
            best = std::max(best, std::uint8_t(weight));
        }
        return;
    }
    std::vector<quint32> ids;
    const QString whole = QString::fromUtf8(text.data(), qMin(qsizetype(text.size()), longestText));
    const QString folded = whole.toCaseFolded();
    // Folding may change lengths ("ß"): then the parts are left out.
    const bool isAligned = folded.size() == whole.size();
    const auto add = [&](qsizetype from, qsizetype to) {
        if (to - from < shortestWord || to - from > longestWord)
            return;
        ids.push_back(idOf(QStringView(folded).sliced(from, to - from)));
    };
    qsizetype start = -1;
    qsizetype part = -1;
    for (qsizetype i = 0; i <= folded.size(); ++i) {
        const bool isLetter = i < folded.size() && folded.at(i).isLetterOrNumber();
        if (!isLetter) {
            if (start >= 0) {
                add(start, i);
                if (part > start)
                    add(part, i);
            }
            start = part = -1;
            continue;
        }
        if (start < 0)
            start = part = i;
        else if (isAligned && whole.at(i).isUpper() && !whole.at(i - 1).isUpper()) {
            add(part, i);
            part = i;
        }
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    for (const quint32 id : ids) {
        std::uint8_t &best = m_found[id];
        best = std::max(best, std::uint8_t(weight));
    }
    m_cut.emplace(&text, std::move(ids));
}

void OperationWordsBuilder::addMember(const json::Value &owner, std::string_view name, Weight weight)
{
    const json::Value *value = json::member(owner, name);
    if (const auto *text = value ? value->get_ptr<const std::string *>() : nullptr)
        addText(*text, weight);
}

void OperationWordsBuilder::readOperation(const json::Value &operation)
{
    addMember(operation, "description", Weight::Description);
    const OperationSummary &summary = m_document.operations().at(m_operation);
    if (const json::Value *paths = json::member(m_root, "paths")) {
        const json::Value *own = json::member(*paths, summary.path.toStdString());
        if (const json::Value *item = own ? follow(*own) : nullptr)
            readParameters(*item);
    }
    readParameters(operation);
    const json::Value *source = json::member(operation, "requestBody");
    if (const json::Value *body = source ? follow(*source) : nullptr) {
        addMember(*body, "description", Weight::Description);
        readContent(*body, Weight::Field, OperationWords::bodyDepth);
    }
    const json::Value *responses = json::member(operation, "responses");
    const auto *answers = responses ? responses->get_ptr<const json::Object *>() : nullptr;
    if (!answers)
        return;
    m_visited.clear();
    for (const auto &[status, entry] : *answers) {
        if (!status.starts_with('2'))
            continue;
        if (const json::Value *answer = follow(entry)) {
            addMember(*answer, "description", Weight::Answer);
            readContent(*answer, Weight::Answer, OperationWords::answerDepth);
        }
    }
}

void OperationWordsBuilder::readParameters(const json::Value &owner)
{
    const json::Value *parameters = json::member(owner, "parameters");
    if (!parameters || !parameters->is_array())
        return;
    for (const json::Value &entry : *parameters) {
        const json::Value *parameter = follow(entry);
        if (!parameter)
            continue;
        addMember(*parameter, "name", Weight::Parameter);
        addMember(*parameter, "description", Weight::Description);
        if (const json::Value *schema = json::member(*parameter, "schema"))
            readSchema(*schema, Weight::Field, 1);
    }
}

void OperationWordsBuilder::readContent(const json::Value &owner, Weight weight, int depth)
{
    const json::Value *content = json::member(owner, "content");
    const auto *types = content ? content->get_ptr<const json::Object *>() : nullptr;
    if (!types)
        return;
    for (const auto &[type, media] : *types) {
        if (const json::Value *schema = json::member(media, "schema"))
            readSchema(*schema, weight, depth);
    }
}

void OperationWordsBuilder::readEnum(const json::Value &schema, Weight weight)
{
    const json::Value *values = json::member(schema, "enum");
    if (!values || !values->is_array())
        return;
    for (const json::Value &value : *values) {
        if (const auto *text = value.get_ptr<const std::string *>())
            addText(*text, weight == Weight::Answer ? weight : Weight::Value);
    }
}

// Circles end because a schema counts once in an operation.
void OperationWordsBuilder::readSchema(const json::Value &source, Weight weight, int depth)
{
    const json::Value *schema = follow(source);
    if (!schema || depth <= 0 || m_fields > mostFields || !m_visited.insert(schema).second)
        return;
    addMember(*schema, "description", Weight::Answer);
    readEnum(*schema, weight);
    if (const json::Value *properties = json::member(*schema, "properties"); properties && properties->is_object()) {
        for (const auto &[name, property] : *properties->get_ptr<const json::Object *>()) {
            ++m_fields;
            addText(name, weight);
            readSchema(property, weight, depth - 1);
        }
    }
    if (const json::Value *items = json::member(*schema, "items"))
        readSchema(*items, weight, depth);
    if (const json::Value *more = json::member(*schema, "additionalProperties"); more && more->is_object())
        readSchema(*more, weight, depth - 1);
    for (const char *name : {"allOf", "oneOf", "anyOf"}) {
        const json::Value *parts = json::member(*schema, name);
        if (!parts || !parts->is_array())
            continue;
        for (const json::Value &part : *parts)
            readSchema(part, weight, depth);
    }
}

void OperationWordsBuilder::flush()
{
    for (const auto &[word, weight] : m_found)
        m_uses[word].push_back({m_operation, weight});
    m_found.clear();
}

std::shared_ptr<const OperationWords> OperationWordsBuilder::assemble(std::size_t operations)
{
    std::vector<quint32> order(m_words.size());
    for (quint32 i = 0; i < order.size(); ++i)
        order[i] = i;
    std::sort(order.begin(), order.end(), [this](quint32 a, quint32 b) { return m_words[a] < m_words[b]; });
    const std::shared_ptr<OperationWords> index(new OperationWords);
    index->m_operations = operations;
    index->m_words.reserve(order.size());
    for (const quint32 id : order) {
        const std::vector<OperationWords::Use> &uses = m_uses[id];
        index->m_words.push_back({quint32(index->m_text.size()), quint32(m_words[id].size()),
                                  quint32(index->m_uses.size()), quint32(uses.size())});
        index->m_text += m_words[id];
        index->m_uses.insert(index->m_uses.end(), uses.begin(), uses.end());
    }
    index->m_text.squeeze();
    index->m_uses.shrink_to_fit();
    return index;
}

std::shared_ptr<const OperationWords> OperationWords::make(const Document &document, const std::atomic<bool> &stop)
{
    return OperationWordsBuilder(document, stop).run();
}

std::vector<std::uint8_t> OperationWords::scores(QStringView word) const
{
    const auto isOther = [](QChar c) { return !c.isLetterOrNumber(); };
    const auto other = std::find_if(word.begin(), word.end(), isOther);
    if (other == word.end())
        return scoresOfOne(word);
    // "page-size": all its parts.
    const auto rest = std::find_if_not(other, word.end(), isOther);
    const QStringView before = word.first(other - word.begin());
    const QStringView after = word.sliced(rest - word.begin());
    if (before.isEmpty() || after.isEmpty())
        return before.isEmpty() && after.isEmpty() ? std::vector<std::uint8_t>(m_operations, 0)
                                                   : scores(before.isEmpty() ? after : before);
    std::vector<std::uint8_t> both = scoresOfOne(before);
    const std::vector<std::uint8_t> others = scores(after);
    std::transform(both.begin(), both.end(), others.begin(), both.begin(),
                   [](std::uint8_t a, std::uint8_t b) { return std::min(a, b); });
    return both;
}

std::vector<std::uint8_t> OperationWords::scoresOfOne(QStringView word) const
{
    std::vector<std::uint8_t> best(m_operations, 0);
    const auto use = [this, &best](const Word &found, int divisor) {
        for (quint32 i = 0; i < found.uses; ++i) {
            const Use &one = m_uses[found.firstUse + i];
            best[one.operation] = std::max(best[one.operation], std::uint8_t(one.weight / divisor));
        }
    };
    const auto first = std::lower_bound(m_words.begin(), m_words.end(), word,
                                        [this](const Word &a, QStringView b) { return textOf(a) < b; });
    for (auto at = first; at != m_words.end() && textOf(*at).startsWith(word); ++at)
        use(*at, 1);
    if (word.size() < shortestMiddle)
        return best;
    // In the middle of words: one pass over all of them at once.
    auto holder = m_words.begin();
    for (qsizetype at = m_text.indexOf(word); at >= 0; at = m_text.indexOf(word, at + 1)) {
        holder = std::upper_bound(holder, m_words.end(), quint32(at),
                                  [](quint32 place, const Word &one) { return place < one.begin; });
        const Word &found = *std::prev(holder);
        // Not across the border of two words, and not at the beginning, which counted already.
        if (found.begin != quint32(at) && at + word.size() <= qsizetype(found.begin) + found.size)
            use(found, 2);
    }
    return best;
}

} // namespace uw::openapi
