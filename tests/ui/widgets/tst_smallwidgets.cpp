// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/chiprow.h"
#include "ui/widgets/codeline.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/textlabel.h"

#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace uw;
using namespace uw::ui;

class SmallWidgetsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_theme = std::make_unique<Theme>(*qApp); }

    void badgesHaveWordAndColour_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("word");
        QTest::addColumn<int>("role");
        QTest::newRow("get") << u"get"_qs << u"GET"_qs << int(ColorRole::MethodGet);
        QTest::newRow("POST") << u"POST"_qs << u"POST"_qs << int(ColorRole::MethodPost);
        QTest::newRow("Delete") << u"Delete"_qs << u"DELETE"_qs << int(ColorRole::MethodDelete);
        QTest::newRow("other") << u"PURGE"_qs << u"PURGE"_qs << int(ColorRole::MethodOther);
    }
    void badgesHaveWordAndColour()
    {
        QFETCH(QString, method);
        const Badge badge = methodBadge(method);
        QTEST(badge.text, "word");
        QTEST(int(badge.role), "role");
    }

    void verdictsHaveIconAndWord()
    {
        for (const Verdict verdict :
             {Verdict::Valid, Verdict::Invalid, Verdict::Stale, Verdict::Unsigned, Verdict::NotConfigured}) {
            const Badge badge = verdictBadge(verdict);
            QVERIFY(!badge.text.isEmpty());
            QVERIFY(!m_theme->icon(badge.iconName).isNull());
        }
    }

    void statusIsColouredByClass()
    {
        QCOMPARE(statusBadge(201, u"Created").text, u"201 Created"_qs);
        QCOMPARE(int(statusBadge(201).role), int(ColorRole::Success));
        QCOMPARE(int(statusBadge(302).role), int(ColorRole::Accent));
        QCOMPARE(int(statusBadge(404).role), int(ColorRole::Warning));
        QCOMPARE(int(statusBadge(503).role), int(ColorRole::Error));
    }

    void badgeLabelSpeaks()
    {
        BadgeLabel label(*m_theme);
        label.setBadge(methodBadge(u"GET"));
        QCOMPARE(label.accessibleName(), u"GET"_qs);
        const int plain = label.sizeHint().width();
        label.setFilled(true);
        QVERIFY(label.sizeHint().width() > plain);
    }

    void elidesAndSpeaksWhole()
    {
        ElidedLabel label;
        label.setText(u"http://127.0.0.1:8001/webhooks/custom/a-rather-long-name"_qs);
        label.resize(label.sizeHint());
        QVERIFY(!label.isElided());
        label.resize(60, label.height());
        QVERIFY(label.isElided());
        QCOMPARE(label.accessibleName(), label.text());
        QVERIFY(label.minimumSizeHint().width() < 100);
    }

    void copiesOnPress()
    {
        CopyButton button(*m_theme, u"Copy the address"_qs);
        QString text = u"first"_qs;
        button.setSource([&text] { return text; });
        QSignalSpy copied(&button, &CopyButton::copied);
        text = u"second"_qs;
        QTest::keyClick(&button, Qt::Key_Space);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"second"_qs);
        QCOMPARE(copied.count(), 1);
        QCOMPARE(button.accessibleName(), u"Copy the address"_qs);
    }

    void searchWaitsForAPause()
    {
        SearchField field(*m_theme, u"Search"_qs, nullptr, 30);
        QSignalSpy searched(&field, &SearchField::searched);
        QTest::keyClicks(&field, u"abc"_qs);
        QCOMPARE(searched.count(), 0);
        QTRY_COMPARE(searched.count(), 1);
        QCOMPARE(searched.at(0).at(0).toString(), u"abc"_qs);
        QTest::keyClick(&field, Qt::Key_Return);
        QCOMPARE(searched.count(), 1);
        QTest::keyClicks(&field, u"d"_qs);
        QTest::keyClick(&field, Qt::Key_Return);
        QCOMPARE(searched.count(), 2);
        QTest::keyClick(&field, Qt::Key_Escape);
        QCOMPARE(searched.count(), 3);
        QVERIFY(searched.at(2).at(0).toString().isEmpty());
        field.setQuietly(u"saved"_qs);
        QCOMPARE(searched.count(), 3);
    }

    void chipsWrapAndGo()
    {
        ChipRow row(*m_theme);
        row.setChips(
            {{u"a"_qs, u"Source: Clockify"_qs}, {u"b"_qs, u"Verdict: invalid"_qs}, {u"c"_qs, u"Last 24 h"_qs}});
        const QSize oneLine = row.sizeHint();
        QVERIFY(row.heightForWidth(oneLine.width() / 2) > oneLine.height());
        row.resize(oneLine);
        row.show();
        QSignalSpy removed(&row, &ChipRow::removed);
        connect(&row, &ChipRow::removed, &row, [&row] { row.setChips({}); });
        auto *first = row.findChild<QPushButton *>();
        QVERIFY(first->accessibleName().contains(u"Source: Clockify"_qs));
        QTest::mouseClick(first, Qt::LeftButton);
        QCOMPARE(removed.at(0).at(0).toString(), u"a"_qs);
        QTRY_VERIFY(!row.findChild<QPushButton *>());
    }

    void emptyStateOffersActions()
    {
        EmptyState state(*m_theme);
        state.setIcon(u"webhooks");
        state.setTitle(u"No events yet"_qs);
        state.setText(u"Send one to the address."_qs);
        state.setCodeLine(u"curl http://127.0.0.1:8001/webhooks/custom/test"_qs);
        int sent = 0;
        QPushButton *send = state.addAction(u"Send a sample event"_qs, true);
        connect(send, &QPushButton::clicked, this, [&sent] { ++sent; });
        state.resize(500, 400);
        state.show();
        QTest::mouseClick(send, Qt::LeftButton);
        QCOMPARE(sent, 1);
        auto *code = state.findChild<CodeLine *>();
        QVERIFY(code->isVisible());
        QTest::mouseClick(code->findChild<CopyButton *>(), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), code->code());
        state.setCodeLine({});
        QVERIFY(!code->isVisible());
    }

    void labelsFollowTheTheme()
    {
        m_theme->setMode(ThemeMode::Light);
        TextLabel label(*m_theme, TextRole::Caption, ColorRole::SecondaryText, u"quiet"_qs);
        QCOMPARE(label.palette().color(QPalette::WindowText), Theme::color(ColorRole::SecondaryText, false));
        m_theme->setMode(ThemeMode::Dark);
        QCOMPARE(label.palette().color(QPalette::WindowText), Theme::color(ColorRole::SecondaryText, true));
        setRoles(&label, *m_theme, TextRole::Title, ColorRole::Error);
        QCOMPARE(label.palette().color(QPalette::WindowText), Theme::color(ColorRole::Error, true));
        QCOMPARE(label.font().weight(), QFont::DemiBold);
    }

private:
    std::unique_ptr<Theme> m_theme;
};

QTEST_MAIN(SmallWidgetsTest)
#include "tst_smallwidgets.moc"
