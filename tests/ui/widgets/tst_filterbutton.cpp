// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme.h"
#include "ui/widgets/filterbutton.h"
#include "ui/widgets/filterpopup.h"
#include "ui/widgets/searchfield.h"

#include <QApplication>
#include <QListView>
#include <QSignalSpy>
#include <QTest>

using namespace uw::ui;

namespace {

QList<FilterEntry> someEntries(int count)
{
    QList<FilterEntry> entries;
    for (int i = 0; i < count; ++i)
        entries.append({.key = QString::number(i), .text = u"Entry %1"_qs.arg(i), .count = i});
    return entries;
}

} // namespace

class FilterButtonTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_theme = std::make_unique<Theme>(*qApp); }

    void saysWhatIsChosen()
    {
        FilterButton button(*m_theme, u"Source"_qs);
        QCOMPARE(button.text(), u"Source"_qs);
        button.setEntries({{.key = u"c"_qs, .text = u"Clockify"_qs}, {.key = u"g"_qs, .text = u"GitHub"_qs}});
        QSignalSpy changed(&button, &FilterButton::selectionChanged);
        button.setSelected({u"g"_qs});
        QCOMPARE(button.text(), u"Source: GitHub"_qs);
        button.setSelected({u"gone"_qs, u"g"_qs, u"c"_qs});
        QCOMPARE(button.selected(), (QStringList{u"c"_qs, u"g"_qs, u"gone"_qs}));
        QVERIFY(button.text().contains(u"3"_qs));
        QCOMPARE(changed.count(), 0);
    }

    void togglesByKeys()
    {
        FilterButton button(*m_theme, u"Source"_qs);
        button.setEntries(someEntries(3));
        button.show();
        QSignalSpy changed(&button, &FilterButton::selectionChanged);
        QTest::keyClick(&button, Qt::Key_Space);
        auto *popup = button.findChild<FilterPopup *>();
        QVERIFY(popup && popup->isVisible());
        auto *list = popup->findChild<QListView *>();
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Space);
        QCOMPARE(button.selected(), QStringList{u"1"_qs});
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(button.selected(), (QStringList{u"1"_qs, u"2"_qs}));
        QCOMPARE(changed.count(), 2);
        QTRY_VERIFY(!button.findChild<FilterPopup *>());
    }

    void choosesOneOfSeveral()
    {
        FilterButton button(*m_theme, u"Time"_qs);
        button.setExclusive(true);
        button.setEntries({{.key = u"all"_qs, .text = u"All time"_qs}, {.key = u"day"_qs, .text = u"Last 24 h"_qs}});
        QCOMPARE(button.text(), u"All time"_qs);
        button.openPopup();
        auto *list = button.findChild<FilterPopup *>()->findChild<QListView *>();
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(button.selected(), QStringList{u"day"_qs});
        QCOMPARE(button.text(), u"Last 24 h"_qs);
        QTRY_VERIFY(!button.findChild<FilterPopup *>());
        button.openPopup();
        list = button.findChild<FilterPopup *>()->findChild<QListView *>();
        QTest::keyClick(list, Qt::Key_Return);
        QVERIFY(button.selected().isEmpty());
    }

    void searchesAmongMany()
    {
        FilterButton button(*m_theme, u"Type"_qs);
        button.setEntries(someEntries(40));
        button.openPopup();
        auto *popup = button.findChild<FilterPopup *>();
        auto *search = popup->findChild<SearchField *>();
        QVERIFY(search);
        QTest::keyClicks(search, u"entry 37"_qs);
        auto *list = popup->findChild<QListView *>();
        QTRY_VERIFY(list->isRowHidden(0) && !list->isRowHidden(37));
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(button.selected(), QStringList{u"37"_qs});
        QTest::keyClick(search, Qt::Key_Escape);
        QVERIFY(search->text().isEmpty());
        QTest::keyClick(search, Qt::Key_Escape);
        QTRY_VERIFY(!button.findChild<FilterPopup *>());
    }

private:
    std::unique_ptr<Theme> m_theme;
};

QTEST_MAIN(FilterButtonTest)
#include "tst_filterbutton.moc"
