// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/eventquery.h"

#include <QTest>

using namespace uw;
using namespace uw::control;
using Items = QList<std::pair<QString, QString>>;

class EventQueryTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryFilter()
    {
        const Result<EventQuery> query = parseEventQuery({{u"source"_qs, u"clockify"_qs},
                                                          {u"customSource"_qs, u"zapier,Make"_qs},
                                                          {u"provider"_qs, u"GitHub,slack"_qs},
                                                          {u"starred"_qs, u"true"_qs},
                                                          {u"q"_qs, u" red website "_qs},
                                                          {u"eventType"_qs, u"NEW_TASK"_qs},
                                                          {u"eventType"_qs, u"push"_qs},
                                                          {u"verdict"_qs, u"valid,unsigned"_qs},
                                                          {u"workspaceId"_qs, u"5f11"_qs},
                                                          {u"from"_qs, u"1970-01-01T00:00:01Z"_qs},
                                                          {u"to"_qs, u"2000"_qs},
                                                          {u"limit"_qs, u"500"_qs},
                                                          {u"before"_qs, u"17"_qs},
                                                          {u"colour"_qs, u"blue"_qs}});
        QVERIFY(query);
        QCOMPARE(query->filter.sources, QStringList{u"CLOCKIFY"_qs});
        QCOMPARE(query->filter.customSources, QStringList({u"zapier"_qs, u"Make"_qs}));
        QCOMPARE(query->filter.providers, QStringList({u"github"_qs, u"slack"_qs}));
        QVERIFY(query->filter.starredOnly);
        QCOMPARE(query->filter.text, u"red website"_qs);
        QCOMPARE(query->filter.eventTypes, QStringList({u"NEW_TASK"_qs, u"push"_qs}));
        QCOMPARE(query->filter.verdicts, QList<Verdict>({Verdict::Valid, Verdict::Unsigned}));
        QCOMPARE(query->filter.workspaceId.value(), u"5f11"_qs);
        QCOMPARE(query->filter.fromMs.value(), 1000);
        QCOMPARE(query->filter.toMs.value(), 2000);
        QCOMPARE(query->page.limit, 500);
        QCOMPARE(query->page.before.value(), 17);
    }
    void nothingAskedIsTheNewestPage()
    {
        const Result<EventQuery> query = parseEventQuery({});
        QVERIFY(query);
        QVERIFY(query->filter.isEmpty());
        QCOMPARE(query->page.limit, 50);
        QVERIFY(!query->page.before);
    }
    void refuses_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::newRow("limit over 500") << u"limit"_qs << u"501"_qs;
        QTest::newRow("limit 0") << u"limit"_qs << u"0"_qs;
        QTest::newRow("limit word") << u"limit"_qs << u"all"_qs;
        QTest::newRow("verdict") << u"verdict"_qs << u"good"_qs;
        QTest::newRow("starred") << u"starred"_qs << u"no"_qs;
        QTest::newRow("from") << u"from"_qs << u"yesterday"_qs;
        QTest::newRow("to") << u"to"_qs << QString();
        QTest::newRow("cursor") << u"before"_qs << u"x"_qs;
        QTest::newRow("negative cursor") << u"before"_qs << u"-4"_qs;
    }
    void refuses()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        const Result<EventQuery> query = parseEventQuery({{name, value}});
        QVERIFY(!query);
        QCOMPARE(query.error().code, ErrorCode::InvalidInput);
        QVERIFY2(query.error().text.contains(name + u"=" + value), qPrintable(query.error().text));
    }
    void boundsTheSearch()
    {
        QVERIFY(parseEventQuery({{u"q"_qs, QString(1000, u'x')}}));
        const Result<EventQuery> query = parseEventQuery({{u"q"_qs, QString(1001, u'x')}});
        QVERIFY(!query);
        QCOMPARE(query.error().code, ErrorCode::InvalidInput);
    }
    void boundsTheNumberOfParameters()
    {
        QVERIFY(parseEventQuery(Items(100, {u"x"_qs, u"y"_qs})));
        QVERIFY(!parseEventQuery(Items(101, {u"x"_qs, u"y"_qs})));
    }
};

QTEST_GUILESS_MAIN(EventQueryTest)
#include "tst_eventquery.moc"
