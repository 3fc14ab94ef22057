// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/outline.h"
#include "core/json/prettyprinter.h"
#include "core/json/value.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>

#include <bit>
#include <cmath>

using namespace uw;
using namespace uw::json;

namespace {

// Makes trees and texts from a seed, so that a failure can be repeated.
class Maker final {
public:
    explicit Maker(quint32 seed) : m_random(seed) {}

    Value value(int depth)
    {
        switch (m_random.bounded(depth > 0 ? 9 : 7)) {
        case 0:
            return Value();
        case 1:
            return Value(m_random.bounded(2) == 1);
        case 2:
            return Value(static_cast<std::int64_t>(m_random.generate64() >> (1 + m_random.bounded(63))) * sign());
        case 3:
            return Value(static_cast<std::uint64_t>(m_random.generate64() >> m_random.bounded(64)));
        case 4:
            return Value(number());
        case 5:
        case 6:
            return Value(text());
        case 7: {
            Value array = Value::array();
            for (int i = m_random.bounded(6); i > 0; --i)
                array.push_back(value(depth - 1));
            return array;
        }
        default: {
            Value object = Value::object();
            for (int i = m_random.bounded(m_random.bounded(10) == 0 ? 60 : 6); i > 0; --i)
                object[text()] = value(depth - 1);
            return object;
        }
        }
    }

    // Changes, removes or doubles a few bytes.
    QByteArray mutated(QByteArray json)
    {
        static constexpr std::string_view alphabet = "{}[]:,\"\\u0123456789+-.eEtfn \n\xC3\xBC\xED\xA0\xFF\x01";
        for (int i = 1 + m_random.bounded(3); i > 0 && !json.isEmpty(); --i) {
            const qsizetype position = m_random.bounded(static_cast<int>(json.size()));
            const char byte = alphabet[static_cast<std::size_t>(m_random.bounded(static_cast<int>(alphabet.size())))];
            switch (m_random.bounded(4)) {
            case 0:
                json[position] = byte;
                break;
            case 1:
                json.insert(position, byte);
                break;
            case 2:
                json.remove(position, 1 + m_random.bounded(3));
                break;
            default:
                json.insert(position, json.mid(position, 1 + m_random.bounded(8)));
            }
        }
        return json;
    }

private:
    int sign() { return m_random.bounded(2) == 0 ? 1 : -1; }
    double number()
    {
        const double any = std::bit_cast<double>(m_random.generate64());
        return std::isfinite(any) && m_random.bounded(2) == 0 ? any : m_random.bounded(1000.0) * sign();
    }
    std::string text()
    {
        static constexpr char32_t characters[] = {'a',  'b', 'z',  '/',  '~',    '"',    '\\',
                                                  '\n', 0x1, 0x7F, 0xFC, 0x20AC, 0x1F600};
        QString text;
        for (int i = m_random.bounded(12); i > 0; --i)
            text += QString::fromUcs4(&characters[m_random.bounded(13)], 1);
        return text.toStdString();
    }

    QRandomGenerator m_random;
};

} // namespace

class TestJsonRandom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTrips();
    void agreesWithNlohmann();
    void outlineAgreesWithTree();
    void realDocuments();
};

void TestJsonRandom::roundTrips()
{
    for (quint32 seed = 0; seed < 3000; ++seed) {
        const Value value = Maker(seed).value(5);
        for (const Indent indent : {Indent::None, Indent::Two}) {
            const QByteArray text = serialize(value, indent);
            const Result<Value> read = parse(text);
            QVERIFY2(read, read ? "" : qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(read.error().text)));
            QVERIFY2(equal(*read, value), text.constData());
            QCOMPARE(serialize(*read, indent), text);
            QCOMPARE(prettyPrint(serialize(value)).valueOr({}), serialize(value, Indent::Two));
            QCOMPARE(compact(text).valueOr({}), serialize(value));
        }
        QVERIFY(equal(parse(serializeCanonical(value)).valueOr({}), value));
    }
}

// The same texts are JSON for us as for an independent reader, and mean the same.
void TestJsonRandom::agreesWithNlohmann()
{
    int refused = 0;
    for (quint32 seed = 0; seed < 5000; ++seed) {
        Maker maker(seed);
        const QByteArray text = maker.mutated(serialize(maker.value(3)));
        const Result<Value> ours = parse(text);
        const nlohmann::json theirs = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
        QVERIFY2(ours.hasValue() != theirs.is_discarded(),
                 qPrintable(QStringLiteral("seed %1: ").arg(seed) + QString::fromUtf8(text)));
        if (ours)
            QCOMPARE(nlohmann::json::parse(serialize(*ours).toStdString()), theirs);
        else
            ++refused;
        if (ours)
            QVERIFY(prettyPrint(text));
    }
    QVERIFY(refused > 500);
    QVERIFY(refused < 4500);
}

// Each place of a tree, as a pointer; names with "~" and "/" are left out.
void collectPointers(const Value &value, const QString &pointer, QStringList &pointers)
{
    pointers << pointer;
    if (const auto *array = value.get_ptr<const Array *>()) {
        for (std::size_t i = 0; i < array->size(); ++i)
            collectPointers((*array)[i], pointer + u'/' + QString::number(i), pointers);
    } else if (const auto *object = value.get_ptr<const Object *>()) {
        for (const auto &[name, member] : *object) {
            const QString token = QString::fromStdString(name);
            if (!token.contains(u'~') && !token.contains(u'/'))
                collectPointers(member, pointer + u'/' + token, pointers);
        }
    }
}

void TestJsonRandom::outlineAgreesWithTree()
{
    int outlined = 0;
    for (quint32 seed = 0; seed < 5000; ++seed) {
        Maker maker(seed);
        const QByteArray whole = serialize(maker.value(3));
        const QByteArray text = seed % 2 == 0 ? whole : maker.mutated(whole);
        const Result<Value> tree = parse(text);
        const std::optional<Outline> outline = Outline::make(text);
        const QString where = QStringLiteral("seed %1: ").arg(seed) + QString::fromUtf8(text);
        // Whatever it takes, a tree can be made of.
        QVERIFY2(!outline || tree, qPrintable(where));
        if (!outline)
            continue;
        ++outlined;
        QStringList pointers{QStringLiteral("/none"), QStringLiteral("/0"), QStringLiteral("/00"), QStringLiteral("x")};
        collectPointers(*tree, {}, pointers);
        for (const QString &pointer : std::as_const(pointers)) {
            const Value *value = resolvePointer(*tree, pointer);
            const bool isText = value && value->is_string();
            const bool isScalar = isText || (value && (value->is_number() || value->is_boolean()));
            const QByteArray plain = isText ? toQString(*value).toUtf8() : value ? serialize(*value) : QByteArray();
            QVERIFY2(outline->scalar(pointer.toUtf8()) == (isScalar ? std::optional(plain) : std::nullopt),
                     qPrintable(where + u" at " + pointer));
            QVERIFY2(outline->text(pointer.toUtf8()) == (isText ? std::optional(plain) : std::nullopt),
                     qPrintable(where + u" at " + pointer));
        }
        const auto *object = tree->get_ptr<const Object *>();
        const std::optional<QByteArray> first = object && !object->empty()
                                                  ? std::optional(QByteArray::fromStdString(object->begin()->first))
                                                  : std::nullopt;
        QVERIFY2(outline->nameEndingIn("") == first, qPrintable(where));
    }
    QVERIFY(outlined > 500);
}

void TestJsonRandom::realDocuments()
{
    const QDir folder(QStringLiteral(UW_SOURCE_DIR "/../shared/specs"));
    const QFileInfoList files = folder.entryInfoList({QStringLiteral("*.json")}, QDir::Files);
    if (files.isEmpty())
        QSKIP("the API descriptions of ../shared/specs are not here");
    for (const QFileInfo &info : files) {
        QFile file(info.filePath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        const Result<Value> value = parse(text);
        QVERIFY2(value, value ? "" : qPrintable(info.fileName() + u": " + value.error().text));
        QVERIFY(equal(parse(serialize(*value)).valueOr({}), *value));
        QCOMPARE(compact(prettyPrint(text).valueOr({})).valueOr({}), compact(text).valueOr("?"));
    }
}

QTEST_GUILESS_MAIN(TestJsonRandom)
#include "tst_jsonrandom.moc"
