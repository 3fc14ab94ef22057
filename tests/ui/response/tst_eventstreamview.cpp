// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/eventstreamview.h"
#include "ui/shell/theme.h"
#include "ui/widgets/jsonview.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace uw;
using namespace uw::ui;

// Events of a stream as they come.
class tst_EventStreamView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsEventsLive();
    void theOldestGo();
};

void tst_EventStreamView::showsEventsLive()
{
    Theme theme(*qApp);
    EventStreamView view(theme);
    view.show();
    const auto events = std::make_shared<EventStreamModel>();
    QAbstractItemModelTester tester(events.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    view.setEvents(events, true);
    auto *stop = view.findChild<QPushButton *>();
    QVERIFY(stop->isVisible());
    events->feed("event: tick\nid: 1\ndata: {\"a\":");
    QCOMPARE(events->rowCount(), 0);
    events->feed("1}\n\ndata: two\n\n");
    QCOMPARE(events->rowCount(), 2);
    QCOMPARE(events->index(0, EventStreamModel::TypeColumn).data().toString(), u"tick"_qs);
    QCOMPARE(events->index(0, EventStreamModel::IdColumn).data().toString(), u"1"_qs);
    QCOMPARE(events->index(1, EventStreamModel::DataColumn).data().toString(), u"two"_qs);
    view.list()->selectRow(0);
    QCOMPARE(view.detail()->text(), u"{\n  \"a\": 1\n}"_qs);
    QSignalSpy stopped(&view, &EventStreamView::stopPressed);
    stop->click();
    QCOMPARE(stopped.size(), 1);
    view.setEvents(events, false);
    QVERIFY(!stop->isVisible());
    QVERIFY(view.findChild<QLabel *>(u"streamState"_qs)->text().contains(u"has ended"_qs));
    view.setEvents({}, false);
    QVERIFY(!view.list()->model() || view.list()->model()->rowCount() == 0);
}

void tst_EventStreamView::theOldestGo()
{
    EventStreamModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QByteArray stream;
    for (int i = 0; i < EventStreamModel::MostEvents + 10; ++i)
        stream += "data: " + QByteArray::number(i) + "\n\n";
    model.feed(stream);
    model.feed("data: last\n\n");
    QCOMPARE(model.rowCount(), EventStreamModel::MostEvents);
    QCOMPARE(model.total(), EventStreamModel::MostEvents + 11);
    QCOMPARE(model.data(model.rowCount() - 1), u"last"_qs);
    QCOMPARE(model.data(0), u"11"_qs);
    // And so they do for their size.
    for (int i = 0; i < 10; ++i)
        model.feed(
            QByteArray("data: " + QByteArray(1'000'000, 'x') + "\ndata: " + QByteArray(1'000'000, 'y') + "\n\n"));
    QVERIFY(model.rowCount() < 10);
}

QTEST_MAIN(tst_EventStreamView)
#include "tst_eventstreamview.moc"
