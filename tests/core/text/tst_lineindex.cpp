// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/bodyfile.h"
#include "core/text/hextext.h"
#include "core/text/lineindex.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;

namespace {

// The lines as the index has them, the pieces of a long one with "+" before those that continue it.
QStringList linesOf(const BodyFile &text, const LineIndex &index)
{
    QStringList lines;
    for (const ShownLine &line : index.lines(0, index.count()))
        lines << (line.isContinued ? u"+"_qs : QString::number(line.number) + u':')
                     + QString::fromUtf8(text.read(line.begin, line.end - line.begin));
    return lines;
}

} // namespace

// Where the lines of texts of all shapes begin, while they grow and when they are whole.
class tst_LineIndex : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cuts_data();
    void cuts();
    void growsWithItsText();
    void agreesWithASimpleCut();
    void equalLines();
    void hexadecimalNumbers();
};

void tst_LineIndex::cuts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("empty") << QByteArray() << QStringList();
    QTest::newRow("one") << QByteArray("abc") << QStringList{u"1:abc"_qs};
    QTest::newRow("ends with a line feed") << QByteArray("abc\n") << QStringList{u"1:abc"_qs};
    QTest::newRow("empty lines") << QByteArray("\n\na\n\n") << QStringList{u"1:"_qs, u"2:"_qs, u"3:a"_qs, u"4:"_qs};
    QTest::newRow("just long enough") << QByteArray("12345678\nx") << QStringList{u"1:12345678"_qs, u"2:x"_qs};
    QTest::newRow("too long") << QByteArray("123456789\nx") << QStringList{u"1:12345678"_qs, u"+9"_qs, u"2:x"_qs};
    QTest::newRow("twice as long") << QByteArray("1234567812345678\nx")
                                   << QStringList{u"1:12345678"_qs, u"+12345678"_qs, u"2:x"_qs};
    QTest::newRow("not within a character")
        << QByteArray("1234567\xC3\xA4\nx") << QStringList{u"1:1234567"_qs, u"+ä"_qs, u"2:x"_qs};
    QTest::newRow("not within four bytes")
        << QByteArray("12345\xF0\x9F\x98\x80z") << QStringList{u"1:12345"_qs, u"+😀z"_qs};
}

void tst_LineIndex::cuts()
{
    QFETCH(QByteArray, text);
    QFETCH(QStringList, expected);
    const auto file = std::make_shared<BodyFile>(text);
    LineIndex index(file, 8);
    while (index.advance(1, true)) {
    }
    QCOMPARE(linesOf(*file, index), expected);
    QCOMPARE(index.lineAt(0), expected.isEmpty() ? -1 : 0);
}

void tst_LineIndex::growsWithItsText()
{
    QTemporaryDir folder;
    const auto file = std::make_shared<BodyFile>(folder.path(), 0);
    LineIndex index(file, 100);
    QVERIFY(file->append("first\nsec"));
    (void)index.advance(1, false);
    QCOMPARE(linesOf(*file, index), QStringList{u"1:first"_qs});
    QVERIFY(file->append("ond\nthird"));
    (void)index.advance(1, false);
    QCOMPARE(linesOf(*file, index), (QStringList{u"1:first"_qs, u"2:second"_qs}));
    QVERIFY(!index.advance(1, true));
    QCOMPARE(linesOf(*file, index), (QStringList{u"1:first"_qs, u"2:second"_qs, u"3:third"_qs}));
}

// Marks, pieces and blocks of reading all lie across one another here.
void tst_LineIndex::agreesWithASimpleCut()
{
    constexpr int longest = 200;
    QRandomGenerator random(7);
    QByteArray text;
    QList<ShownLine> expected;
    for (qint64 number = 1; text.size() < 1'500'000; ++number) {
        const qint64 length = random.bounded(10) == 0 ? random.bounded(5000) : random.bounded(60);
        qint64 begin = text.size();
        text += QByteArray(length, char('a' + number % 26)) + '\n';
        const qint64 end = text.size() - 1;
        bool isContinued = false;
        do {
            const qint64 stop = qMin(end, begin + longest);
            expected.append({begin, stop, number, isContinued});
            begin = stop;
            isContinued = true;
        } while (begin < end);
    }
    const auto file = std::make_shared<BodyFile>(text);
    LineIndex index(file, longest);
    while (index.advance(1, true)) {
    }
    QCOMPARE(index.count(), expected.size());
    QCOMPARE(index.lines(0, index.count()), expected);
    for (int i = 0; i < 500; ++i) {
        const qint64 line = random.bounded(int(expected.size()));
        QCOMPARE(index.lines(line, 3), expected.mid(line, 3));
        QCOMPARE(index.lineAt(expected.at(line).begin), line);
    }
    QCOMPARE(index.lineAt(text.size() + 10), expected.size() - 1);
}

void tst_LineIndex::equalLines()
{
    const auto file = std::make_shared<BodyFile>(QByteArray("ab\ncd\nef\n"));
    const std::shared_ptr<LineIndex> index = LineIndex::ofEqualLines(file, 3);
    QVERIFY(!index->advance(1, true));
    QCOMPARE(linesOf(*file, *index), (QStringList{u"1:ab"_qs, u"2:cd"_qs, u"3:ef"_qs}));
    QCOMPARE(index->lineAt(4), 1);
    QCOMPARE(index->lineAt(100), 2);
}

void tst_LineIndex::hexadecimalNumbers()
{
    const HexText text(std::make_shared<BodyFile>(QByteArray("0123456789abcdef\x00\xFFxyz", 21)));
    QCOMPARE(text.size(), 2 * HexText::lineLength);
    const QList<QByteArray> lines = text.read(0, text.size()).split('\n');
    QCOMPARE(lines.at(0).trimmed(),
             QByteArray("00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|"));
    QVERIFY(lines.at(1).startsWith("00000010  00 ff 78 79 7a "));
    QVERIFY(lines.at(1).trimmed().endsWith("|..xyz|"));
    QCOMPARE(lines.at(0).size(), HexText::lineLength - 1);
    QCOMPARE(lines.at(1).size(), HexText::lineLength - 1);
    // Any part of it is the same.
    QCOMPARE(text.read(75, 20), text.read(0, 1000).mid(75, 20));
}

QTEST_GUILESS_MAIN(tst_LineIndex)
#include "tst_lineindex.moc"
