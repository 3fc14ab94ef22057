// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/headercodec.h"

#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

class HeaderCodecTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTrips_data()
    {
        QTest::addColumn<QList<QByteArrayList>>("fields");
        QTest::newRow("none") << QList<QByteArrayList>{};
        QTest::newRow("case, order, duplicates")
            << QList<QByteArrayList>{{"B", "1"}, {"a", "2"}, {"b", "3"}, {"B", "1"}};
        QTest::newRow("empty parts") << QList<QByteArrayList>{{"", ""}, {"x", ""}, {"", "y"}};
        for (const int length : {127, 128, 16'383, 16'384, 3'000'000}) {
            QTest::addRow("%d bytes", length)
                << QList<QByteArrayList>{{QByteArray(length, 'n'), QByteArray(length, '\0')}, {"end", "\xff\r\n"}};
        }
    }
    void roundTrips()
    {
        QFETCH(QList<QByteArrayList>, fields);
        HeaderList headers;
        for (const QByteArrayList &field : fields)
            headers.append({field[0], field[1]});
        const auto decoded = decodeHeaders(encodeHeaders(headers));
        QVERIFY(decoded);
        QVERIFY(*decoded == headers);
    }

    void refusesWhatItDidNotWrite_data()
    {
        QTest::addColumn<QByteArray>("blob");
        QTest::newRow("length without text") << "\x05"_ba;
        QTest::newRow("text too short") << "\x05"
                                           "abcd"_ba;
        QTest::newRow("name without value") << "\x01"
                                               "a"_ba;
        QTest::newRow("length cut off") << "\x80"_ba;
        QTest::newRow("length of 35 bits") << "\xff\xff\xff\xff\x7f"_ba;
        QTest::newRow("length without end") << QByteArray(20, '\xff');
        QTest::newRow("value too long") << "\x01"
                                           "a\xff\x7f"
                                           "b"_ba;
    }
    void refusesWhatItDidNotWrite()
    {
        QFETCH(QByteArray, blob);
        QVERIFY(!decodeHeaders(blob));
    }

    void everyCutIsRefusedOrWhole()
    {
        const QByteArray whole = encodeHeaders({{"Host", "a"}, {"X", QByteArray(300, 'x')}});
        for (qsizetype length = 1; length < whole.size(); ++length) {
            const auto decoded = decodeHeaders(whole.left(length));
            QVERIFY(!decoded || encodeHeaders(*decoded) == whole.left(length));
        }
    }
};

QTEST_GUILESS_MAIN(HeaderCodecTest)
#include "tst_headercodec.moc"
