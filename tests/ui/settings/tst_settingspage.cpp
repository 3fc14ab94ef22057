// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/clockify/addonfixture.h"
#include "tests/support/sampleevent.h"
#include "ui/settings/settingspage.h"
#include "ui/shell/theme.h"
#include "ui/widgets/codeline.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/searchfield.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace uw::ui;
using namespace Qt::StringLiterals;

// The page on a real store and a real add-on.
class SettingsPageTest final : public QObject {
    Q_OBJECT

    struct Parts {
        test::AddonFixture fixture;
        std::unique_ptr<Theme> theme = std::make_unique<Theme>(*qApp);
        QString baseUrl = u"https://hooks.example.test"_s;
        std::optional<ThemeMode> look;
        std::unique_ptr<SettingsPage> page;
    };
    std::unique_ptr<Parts> d;

    template<typename T>
    T *child(const QString &name) const
    {
        return d->page->findChild<T *>(name);
    }
    void type(const QString &name, const QString &text) const
    {
        auto *field = child<QLineEdit>(u"field_"_s + name);
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }
    QString textOf(const QString &name) const { return child<QLineEdit>(u"field_"_s + name)->text(); }
    QString sourceOf(const QString &name) const { return child<ElidedLabel>(u"source_"_s + name)->text(); }
    QLabel *outcome(const QString &name) const { return child<QLabel>(u"outcome_"_s + name); }
    bool isShown(const QString &name) const { return child<QWidget>(u"field_"_s + name)->isVisible(); }
    void choose(const QString &workspaceId) const
    {
        auto *box = child<QComboBox>(u"settingsWorkspace"_s);
        const int index = box->findData(workspaceId);
        QVERIFY(index >= 0);
        box->setCurrentIndex(index);
        Q_EMIT box->activated(index);
    }
    qint64 stored(const QString &workspaceId, SettingId id) const
    {
        return d->fixture.settings->values(workspaceId).integer(id);
    }

private Q_SLOTS:
    void init()
    {
        d = std::make_unique<Parts>();
        QVERIFY(d->fixture.isReady());
        d->page = std::make_unique<SettingsPage>(
            SettingsContext{.theme = *d->theme,
                            .store = *d->fixture.store,
                            .clock = d->fixture.clock,
                            .service = *d->fixture.settings,
                            .addon = d->fixture.addon.get(),
                            .baseUrl = [this] { return d->baseUrl; },
                            .facts =
                                [] {
                                    return ComputerFacts{.listenUrl = u"http://127.0.0.1:8001"_s,
                                                         .databasePath = u"/data/uw.db"_s,
                                                         .storeMaximumBytes = 10'737'418'240};
                                },
                            .chooseLook = [this](ThemeMode mode) { d->look = mode; }});
        d->page->resize(936, 640);
        d->page->show();
    }
    void cleanup()
    {
        d->page.reset();
        d.reset();
    }

    void showsEverySetting()
    {
        for (const SettingDefinition &definition : settingDefinitions()) {
            QVERIFY2(isShown(definition.name), definition.name.data());
            QCOMPARE(sourceOf(definition.name), u"Default"_s);
            QVERIFY(!child<QPushButton>(u"reset_"_s + definition.name)->isVisible());
        }
        QVERIFY(!child<QComboBox>(u"settingsWorkspace"_s)->isVisible());
        QCOMPARE(textOf(u"max_body_bytes"_s), u"10485760"_s);
        QVERIFY(child<QCheckBox>(u"field_run_on_install"_s)->isChecked());
    }

    void storesAndResets()
    {
        type(u"max_rps"_s, u"10"_s);
        QTRY_COMPARE(stored({}, SettingId::MaxRps), 10);
        QTRY_COMPARE(outcome(u"max_rps"_s)->text(), u"Saved."_s);
        QVERIFY(outcome(u"max_rps"_s)->isVisible());
        QCOMPARE(sourceOf(u"max_rps"_s), u"Set here"_s);
        auto *reset = child<QPushButton>(u"reset_max_rps"_s);
        QVERIFY(reset->isVisible());
        QTest::mouseClick(reset, Qt::LeftButton);
        QTRY_COMPARE(sourceOf(u"max_rps"_s), u"Default"_s);
        QCOMPARE(textOf(u"max_rps"_s), u"25"_s);
        auto *mask = child<QCheckBox>(u"field_redact_pii"_s);
        mask->click();
        QTRY_COMPARE(stored({}, SettingId::RedactPii), 1);
        QVERIFY(mask->isChecked());
    }

    void refusesWhatIsOutOfRange_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"51", "0", "fast", "1.5", "99999999999999999999", " "})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void refusesWhatIsOutOfRange()
    {
        QFETCH(QString, text);
        type(u"max_rps"_s, text);
        QVERIFY(outcome(u"max_rps"_s)->isVisible());
        QVERIFY2(outcome(u"max_rps"_s)->text().contains(u"from 1 to 50"_s), qPrintable(outcome(u"max_rps"_s)->text()));
        // Neither clamped nor taken away.
        QCOMPARE(textOf(u"max_rps"_s), text);
        QCOMPARE(stored({}, SettingId::MaxRps), 25);
        type(u"max_rps"_s, u"5"_s);
        QTRY_COMPARE(outcome(u"max_rps"_s)->text(), u"Saved."_s);
    }

    void saysWhatCouldNotBeStored()
    {
        d->fixture.closeStore();
        child<QCheckBox>(u"field_enable_flows"_s)->click();
        QTRY_VERIFY(outcome(u"enable_flows"_s)->isVisible());
        QVERIFY(outcome(u"enable_flows"_s)->text() != u"Saved."_s);
        // What is in force is shown again.
        QVERIFY(child<QCheckBox>(u"field_enable_flows"_s)->isChecked());
    }

    void changesTheChosenWorkspace()
    {
        QCOMPARE(d->fixture.install(u"w1"_s, u"a1"_s), 200);
        QTRY_VERIFY(child<QComboBox>(u"settingsWorkspace"_s)->isVisible());
        QVERIFY(child<QLabel>(u"workspaceNote"_s)->isVisible());
        choose(u"w1"_s);
        QVERIFY(!child<QLabel>(u"workspaceNote"_s)->isVisible());
        type(u"log_retention_days"_s, u"7"_s);
        QTRY_COMPARE(stored(u"w1"_s, SettingId::LogRetentionDays), 7);
        QCOMPARE(stored({}, SettingId::LogRetentionDays), 90);
        // What Clockify changes meanwhile is shown; what is being typed stays.
        auto *days = child<QLineEdit>(u"field_cache_ttl_days"_s);
        days->setFocus();
        days->selectAll();
        QTest::keyClicks(days, u"3"_s);
        QCOMPARE(d->fixture
                     .call("/lifecycle/settings-updated", d->fixture.key().token(u"w1"_s, u"a1"_s),
                           R"({"settings":[{"id":"max_rps","value":8},{"id":"cache_ttl_days","value":9},)"
                           R"({"id":"enable_generic_http_actions","value":false}]})")
                     .status,
                 200);
        QCOMPARE(textOf(u"max_rps"_s), u"8"_s);
        QCOMPARE(days->text(), u"3"_s);
        QCOMPARE(sourceOf(u"enable_generic_http_actions"_s), u"Forbidden in Clockify"_s);
        QVERIFY(!child<QCheckBox>(u"field_enable_generic_http_actions"_s)->isEnabled());
        choose({});
        QCOMPARE(textOf(u"log_retention_days"_s), u"90"_s);
        QCOMPARE(days->text(), u"7"_s);
        // A workspace that goes takes its settings from the page.
        choose(u"w1"_s);
        QCOMPARE(d->fixture.call("/lifecycle/uninstalled", d->fixture.key().token(u"w1"_s, u"a1"_s), "{}").status, 200);
        QTRY_COMPARE(textOf(u"log_retention_days"_s), u"90"_s);
        QVERIFY(!child<QComboBox>(u"settingsWorkspace"_s)->isVisible());
    }

    void showsTheAddon()
    {
        QCOMPARE(child<CodeLine>(u"manifestAddress"_s)->code(), u"https://hooks.example.test/manifest"_s);
        QCOMPARE(child<CodeLine>(u"olderManifestAddress"_s)->code(),
                 u"https://hooks.example.test/manifest?version=1.3"_s);
        QVERIFY(child<QLabel>(u"manifestReach"_s)->isHidden());
        QVERIFY(!child<QLabel>(u"noInstallation"_s)->isHidden());
        const auto texts = [this] {
            QStringList all;
            const auto labels = child<QWidget>(u"addonSection"_s)->findChildren<QLabel *>();
            for (const QLabel *label : labels)
                all << label->text();
            return all.join(u'\n');
        };
        QVERIFY2(texts().contains(u"22 of the 51 events"_s), qPrintable(texts()));
        QVERIFY(texts().contains(u"100 for each user, 300 in all"_s));
        d->baseUrl = u"http://127.0.0.1:8001"_s;
        d->page->refresh();
        QVERIFY(!child<QLabel>(u"manifestReach"_s)->isHidden());

        QCOMPARE(d->fixture.install(u"w1"_s, u"a1"_s), 200);
        QCOMPARE(d->fixture.install(u"w2"_s, u"a2"_s), 200);
        QCOMPARE(d->fixture.call("/lifecycle/uninstalled", d->fixture.key().token(u"w2"_s, u"a2"_s), "{}").status, 200);
        QVERIFY(child<QLabel>(u"noInstallation"_s)->isHidden());
        QVERIFY2(texts().contains(u"w1\n"_s) && texts().contains(u"w2\nUninstalled just now"_s), qPrintable(texts()));
    }

    void showsThisComputer()
    {
        Event event = test::sampleEvent(1);
        bool isStored = false;
        d->fixture.store->submitEvent(event, this, [&isStored](const Result<qint64> &) { isStored = true; });
        QTRY_VERIFY(isStored);
        QSignalSpy shown(d->page.get(), &SettingsPage::storeShown);
        d->page->activated();
        QTRY_COMPARE(shown.size(), 1);
        const QString size = child<QLabel>(u"storeSize"_s)->text();
        QVERIFY2(size.contains(u"of at most 10 GB"_s) && size.contains(u"It holds one event"_s)
                     && size.contains(u"kept for 90 days"_s),
                 qPrintable(size));
        QCOMPARE(child<CodeLine>(u"listenAddress"_s)->code(), u"http://127.0.0.1:8001"_s);
        QVERIFY(child<CodeLine>(u"controlAddress"_s)->isHidden());
        auto *look = child<QComboBox>(u"appearance"_s);
        Q_EMIT look->activated(2);
        QCOMPARE(d->look, ThemeMode::Dark);
    }

    void searches()
    {
        auto *search = d->page->findChild<SearchField *>();
        search->setText(u"UW_CACHE_TTL"_s);
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(isShown(u"cache_ttl_days"_s));
        QVERIFY(!isShown(u"redact_pii"_s));
        QVERIFY(!isShown(u"max_rps"_s));
        QVERIFY(!child<QWidget>(u"addonSection"_s)->isVisible());
        search->setText(u"clockify add-on"_s);
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(child<QWidget>(u"addonSection"_s)->isVisible());
        QTest::keyClick(search, Qt::Key_Escape);
        QVERIFY(isShown(u"max_rps"_s));

        const QList<Command> found = d->page->find(u"personal"_s, 5);
        QCOMPARE(found.size(), 1);
        QSignalSpy asked(d->page.get(), &Page::showRequested);
        found.first().run();
        QCOMPARE(asked.size(), 1);
        const auto *field = child<QWidget>(u"field_redact_pii"_s);
        QVERIFY(!field->visibleRegion().isEmpty());
        QCOMPARE(d->page->focusWidget(), field);
    }

    void aSectionIsShownByEachClick()
    {
        auto *sections = child<QListWidget>(u"settingSections"_s);
        auto *scroll = d->page->findChild<QScrollArea *>()->verticalScrollBar();
        const auto click = [sections](int row) {
            QTest::mouseClick(sections->viewport(), Qt::LeftButton, {},
                              sections->visualItemRect(sections->item(row)).center());
        };
        click(2);
        const int place = scroll->value();
        QVERIFY(place > 0);
        scroll->setValue(0);
        // The list says what is in view.
        QCOMPARE(sections->currentRow(), 0);
        click(2);
        QCOMPARE(scroll->value(), place);
        QCOMPARE(sections->currentRow(), 2);
    }

    void remembersAWorkspaceThatIsKnownLater()
    {
        QCOMPARE(d->fixture.install(u"w1"_s, u"a1"_s), 200);
        QTRY_VERIFY(child<QComboBox>(u"settingsWorkspace"_s)->isVisible());
        choose(u"w1"_s);
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(u"state.ini"_s), QSettings::IniFormat);
        d->page->saveState(settings);
        // As at a start, when the installations are still being read.
        QCOMPARE(d->fixture.call("/lifecycle/uninstalled", d->fixture.key().token(u"w1"_s, u"a1"_s), "{}").status, 200);
        choose({});
        d->page->restoreState(settings);
        QVERIFY(!child<QComboBox>(u"settingsWorkspace"_s)->isVisible());
        d->page->saveState(settings);
        d->page->restoreState(settings);
        QCOMPARE(d->fixture.install(u"w1"_s, u"a1"_s), 200);
        QTRY_COMPARE(child<QComboBox>(u"settingsWorkspace"_s)->currentData().toString(), u"w1"_s);
    }

    void controlsGoBelowWhereThereIsNoRoomBeside()
    {
        const auto *control = child<QWidget>(u"field_max_rps"_s);
        const auto *source = child<QWidget>(u"source_max_rps"_s);
        const auto *field = control->parentWidget();
        QVERIFY(control->x() > field->width() / 3);
        QCOMPARE(control->y(), 0);
        const int em = d->page->fontMetrics().horizontalAdvance(u'n');
        d->page->resize(20 * em + 70 * em, 640);
        QTRY_COMPARE(control->x(), 0);
        QVERIFY(control->y() > 0);
        QVERIFY(source->x() > control->geometry().right());
        QVERIFY(!d->page->findChild<QScrollArea *>()->horizontalScrollBar()->isVisible());
        d->page->resize(20 * em + 110 * em, 640);
        QTRY_COMPARE(control->y(), 0);
    }

    void copyButtonsAreToldApart()
    {
        QStringList names;
        for (const CopyButton *button : d->page->findChildren<CopyButton *>())
            names << button->accessibleName();
        QVERIFY(names.size() >= 6);
        QCOMPARE(names.removeDuplicates(), 0);
    }

    void everythingFitsAndHasAName()
    {
        // Nothing is wider than the page, even at its least size.
        const auto *scroll = d->page->findChild<QScrollArea *>();
        QVERIFY2(scroll->widget()->minimumSizeHint().width() <= scroll->viewport()->width(),
                 qPrintable(
                     u"%1 in %2"_s.arg(scroll->widget()->minimumSizeHint().width()).arg(scroll->viewport()->width())));
        const auto controls = d->page->findChildren<QWidget *>();
        for (const QWidget *control : controls) {
            if (control->focusPolicy() == Qt::NoFocus || !control->objectName().startsWith(u"field_"_s))
                continue;
            QVERIFY2(!control->accessibleName().isEmpty(), qPrintable(control->objectName()));
        }
    }
};

QTEST_MAIN(SettingsPageTest)
#include "tst_settingspage.moc"
