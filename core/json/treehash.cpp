// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/treehash.h"

#include "core/json/number.h"

#include <bit>
#include <cmath>

namespace uw::json {

namespace {

// The finishing step of SplitMix64: every bit of the input reaches every bit of the result.
quint64 mix(quint64 x)
{
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

quint64 hashOf(std::string_view text)
{
    return mix(qHashBits(text.data(), text.size(), QHashSeed::globalSeed()) ^ (quint64(text.size()) << 32));
}

// Numbers that compareNumbers() calls equal have one hash: whole ones in the range of the integers are
// hashed as such, whatever their type.
quint64 numberHash(const Value &value)
{
    if (const auto *number = value.get_ptr<const double *>()) {
        if (std::trunc(*number) != *number || *number >= twoTo64 || *number < -twoTo63)
            return mix(std::bit_cast<quint64>(*number) ^ 0x5BD1E995);
        return mix(*number < 0 ? static_cast<quint64>(static_cast<qint64>(*number)) : static_cast<quint64>(*number));
    }
    if (const auto *number = value.get_ptr<const std::uint64_t *>())
        return mix(*number);
    return mix(static_cast<quint64>(*value.get_ptr<const std::int64_t *>()));
}

quint64 scalarHash(const Value &value)
{
    if (const auto *text = value.get_ptr<const std::string *>())
        return hashOf(*text);
    if (value.is_number())
        return numberHash(value);
    if (const auto *flag = value.get_ptr<const bool *>())
        return *flag ? 0x7472756500000001ULL : 0x66616C7300000002ULL;
    return 0x6E756C6C00000003ULL;
}

// An open container: its hash so far and which child is next.
struct Frame {
    const Array *array;
    const Object *object;
    std::size_t next = 0;
    quint64 hash = 0;

    explicit Frame(const Value &container)
        : array(container.get_ptr<const Array *>())
        , object(container.get_ptr<const Object *>())
    {}
    [[nodiscard]] std::size_t size() const { return array ? array->size() : object->size(); }
    [[nodiscard]] const Object::value_type &entry() const { return *(object->begin() + std::ptrdiff_t(next)); }
    [[nodiscard]] const Value &child() const { return array ? (*array)[next] : entry().second; }
    void take(quint64 childHash)
    {
        if (array)
            hash = mix(hash ^ childHash);
        else // a sum, as the order of members does not count
            hash += mix(hashOf(entry().first) ^ std::rotl(childHash, 17));
        ++next;
    }
    [[nodiscard]] quint64 finished() const { return mix(hash + size() + (array ? 0xA11A7 : 0x0B1EC7)); }
};

} // namespace

quint64 treeHash(const Value &value, qint64 &work)
{
    std::vector<Frame> frames;
    const Value *current = &value;
    for (;;) {
        ++work;
        if (current->is_structured() && !current->empty()) {
            frames.emplace_back(*current);
            current = &frames.back().child();
            continue;
        }
        quint64 hash = current->is_structured() ? Frame(*current).finished() : scalarHash(*current);
        // Hand it to the container around, which may be complete with that, and so may the one around it.
        while (!frames.empty()) {
            frames.back().take(hash);
            if (frames.back().next < frames.back().size())
                break;
            hash = frames.back().finished();
            frames.pop_back();
        }
        if (frames.empty())
            return hash;
        current = &frames.back().child();
    }
}

} // namespace uw::json
