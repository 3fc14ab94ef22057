// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/bodyfile.h"
#include "core/text/textsearch.h"

#include <QTest>

using namespace uw;

namespace {

QList<TextMatch> findAll(const QByteArray &text, const QString &wanted)
{
    TextSearch search(std::make_shared<BodyFile>(text), wanted);
    QList<TextMatch> found;
    while (search.step(found)) {
    }
    return found;
}

} // namespace

// A word is found wherever it stands, at the borders of what is read at once too.
class tst_TextSearch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void finds_data();
    void finds();
    void acrossPieces_data();
    void acrossPieces();
};

void tst_TextSearch::finds_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<QList<qint64>>("expected");
    QTest::newRow("nothing wanted") << QByteArray("abc") << QString() << QList<qint64>{};
    QTest::newRow("nothing there") << QByteArray() << u"a"_qs << QList<qint64>{};
    QTest::newRow("whatever the case") << QByteArray("Id, ID, id") << u"iD"_qs << QList<qint64>{0, 4, 8};
    QTest::newRow("no overlap") << QByteArray("aaaaa") << u"aa"_qs << QList<qint64>{0, 2};
    QTest::newRow("at the end") << QByteArray("xyz") << u"z"_qs << QList<qint64>{2};
    QTest::newRow("letters outside ASCII")
        << QByteArray("\xC3\x84pfel \xC3\xA4pfel") << u"äpfel"_qs << QList<qint64>{0, 7};
    QTest::newRow("invalid bytes before") << QByteArray("\xFFneedle") << u"needle"_qs << QList<qint64>{1};
}

void tst_TextSearch::finds()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, wanted);
    QFETCH(QList<qint64>, expected);
    QList<qint64> places;
    for (const TextMatch &match : findAll(text, wanted)) {
        places << match.begin;
        QCOMPARE(QString::fromUtf8(text.mid(match.begin, match.length)).toLower(), wanted.toLower());
    }
    QCOMPARE(places, expected);
}

void tst_TextSearch::acrossPieces_data()
{
    QTest::addColumn<QString>("wanted");
    QTest::newRow("ASCII") << u"needle"_qs;
    QTest::newRow("others") << u"nädel😀"_qs;
}

void tst_TextSearch::acrossPieces()
{
    QFETCH(QString, wanted);
    constexpr qint64 piece = 1024 * 1024;
    const QByteArray word = wanted.toUtf8();
    for (qint64 shift = -word.size() - 1; shift <= 1; ++shift) {
        QByteArray text(2 * piece + 100, 'x');
        text.replace(piece + shift, word.size(), word);
        text.replace(2 * piece + shift, word.size(), word);
        const QList<TextMatch> expected{{piece + shift, word.size()}, {2 * piece + shift, word.size()}};
        QCOMPARE(findAll(text, wanted), expected);
    }
}

QTEST_GUILESS_MAIN(tst_TextSearch)
#include "tst_textsearch.moc"
