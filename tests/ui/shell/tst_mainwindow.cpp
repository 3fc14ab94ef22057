// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandlist.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/navigationrail.h"
#include "ui/shell/page.h"
#include "ui/shell/shortcutsheet.h"
#include "ui/shell/theme.h"
#include "ui/widgets/messageline.h"

#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

using namespace uw::ui;

namespace {

// A page with one field that notes what happens to it.
class NotedPage final : public Page {
public:
    NotedPage(const QString &id, const QString &title) : m_id(id), m_title(title), field(new QLineEdit(this))
    {
        auto *column = new QVBoxLayout(this);
        column->addWidget(field);
        setFocusProxy(field);
    }

    QString id() const override { return m_id; }
    QString title() const override { return m_title; }
    QString iconName() const override { return u"webhooks"_qs; }
    QList<ShortcutInfo> shortcuts() const override { return {{QKeySequence(Qt::Key_R), u"Replay the event"_qs}}; }
    QList<Command> commands() const override
    {
        return {{.id = m_id + u".pause"_qs, .title = u"Pause "_qs + m_title, .run = [this] { ++*paused; }}};
    }
    QList<Command> find(const QString &text, int limit) const override
    {
        if (limit < 1 || text != u"5b1e"_qs)
            return {};
        return {{.id = u"event.5b1e"_qs, .title = u"Event 5b1e in "_qs + m_title, .run = [this] { ++*paused; }}};
    }
    void saveState(QSettings &settings) const override { settings.setValue(u"text"_qs, field->text()); }
    void restoreState(QSettings &settings) override { field->setText(settings.value(u"text"_qs).toString()); }
    void activated() override { ++activations; }

private:
    QString m_id;
    QString m_title;

public:
    QLineEdit *field;
    int activations = 0;
    std::shared_ptr<int> paused = std::make_shared<int>(0);
};

} // namespace

class MainWindowTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
        m_theme = std::make_unique<Theme>(*qApp);
        open();
    }
    void cleanup()
    {
        m_window.reset();
        m_theme.reset();
    }

    void goesToPagesByKeys()
    {
        QCOMPARE(m_window->currentPage(), m_first);
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage(), m_second);
        QCOMPARE(m_second->activations, 1);
        QTRY_VERIFY(m_second->field->hasFocus());
        QTest::keyClick(m_second->field, Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage(), m_first);
        auto *rail = m_window->findChild<NavigationRail *>();
        QTest::mouseClick(rail->button(1), Qt::LeftButton);
        QCOMPARE(m_window->currentPage(), m_second);
        QVERIFY(rail->button(1)->isChecked() && !rail->button(0)->isChecked());
    }

    void showsNewsUntilThePageIsOpened()
    {
        auto *rail = m_window->findChild<NavigationRail *>();
        m_second->setNews(true);
        QVERIFY(rail->button(1)->hasNews());
        QVERIFY(!rail->button(1)->accessibleDescription().isEmpty());
        m_window->showPage(u"explorer"_qs);
        QVERIFY(!rail->button(1)->hasNews());
        QVERIFY(!m_second->hasNews());
        m_second->setNews(true);
        QVERIFY(!rail->button(1)->hasNews());
    }

    void restoresItsState()
    {
        m_first->field->setText(u"filter"_qs);
        m_window->showPage(u"explorer"_qs);
        // No larger than the screen of the offscreen platform, to which newer versions of Qt cut a window.
        m_window->resize(m_window->minimumWidth(), 666);
        runCommand(u"dark app"_qs);
        QVERIFY(m_theme->isDark());
        QSignalSpy closed(m_window.get(), &MainWindow::closed);
        QTest::keyClick(m_window.get(), Qt::Key_Q, Qt::ControlModifier);
        QCOMPARE(closed.count(), 1);
        m_window.reset();
        m_theme.reset();
        m_theme = std::make_unique<Theme>(*qApp);
        QVERIFY(!m_theme->isDark());
        open();
        QCOMPARE(m_window->currentPage(), m_second);
        QCOMPARE(m_first->field->text(), u"filter"_qs);
        QVERIFY(m_theme->isDark());
        QCOMPARE(m_window->size(), QSize(m_window->minimumWidth(), 666));
    }

    void startsWithoutAState()
    {
        QVERIFY(m_window->width() >= 960 && m_window->height() >= 600);
        QCOMPARE(m_window->minimumSize(), QSize(960, 600));
        QCOMPARE(m_theme->mode(), ThemeMode::System);
    }

    void staysInTheTray()
    {
        bool hasTray = true;
        const auto connectTray = [this, &hasTray] { m_window->setTray([&hasTray] { return hasTray; }); };
        QAction *stays = nullptr;
        const auto find = [this, &stays] {
            for (QAction *action : m_window->actions()) {
                if (action->text().startsWith(u"Closing the window"))
                    stays = action;
            }
        };
        find();
        QVERIFY(stays && !stays->isVisible());
        connectTray();
        QVERIFY(stays->isVisible() && stays->isChecked());
        QSignalSpy hidden(m_window.get(), &MainWindow::hiddenToTray);
        QSignalSpy closed(m_window.get(), &MainWindow::closed);
        m_window->close();
        QCOMPARE(hidden.size(), 1);
        QCOMPARE(closed.size(), 0);
        QVERIFY(!m_window->isVisible());
        QVERIFY(m_window->isFirstTimeInTray());
        QVERIFY(!m_window->isFirstTimeInTray());
        m_window->show();
        for (QAction *action : m_window->actions()) {
            if (action->shortcut() == QKeySequence(Qt::CTRL | Qt::Key_Q))
                action->trigger();
        }
        QCOMPARE(closed.size(), 1);
        QCOMPARE(hidden.size(), 1);

        // The tray went away: nobody could open the window again.
        hasTray = false;
        m_window->close();
        QCOMPARE(closed.size(), 2);
        QCOMPARE(hidden.size(), 1);

        // What the person chose is kept.
        hasTray = true;
        stays->trigger();
        QVERIFY(!stays->isChecked());
        m_window->saveState();
        m_window.reset();
        open();
        m_window->restore();
        connectTray();
        find();
        QVERIFY(!stays->isChecked());
        QVERIFY(!m_window->isFirstTimeInTray());
        QSignalSpy closedNow(m_window.get(), &MainWindow::closed);
        m_window->close();
        QCOMPARE(closedNow.size(), 1);
    }
    void searchesEverything()
    {
        m_first->field->setFocus();
        QTest::keyClick(m_first->field, Qt::Key_K, Qt::ControlModifier);
        auto *field = m_window->findChild<QLineEdit *>(u"paletteField"_qs);
        auto *list = m_window->findChild<QListView *>(u"paletteList"_qs);
        QVERIFY(field->isVisible());
        QVERIFY(list->model()->rowCount() > 5);
        QTest::keyClicks(field, u"pause expl"_qs);
        QCOMPARE(list->model()->rowCount(), 1);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(*m_second->paused, 1);
        QVERIFY(!field->isVisible());
        QTRY_VERIFY(m_first->field->hasFocus());

        m_window->openPalette();
        QTest::keyClicks(field, u"5b1e"_qs);
        QCOMPARE(list->model()->rowCount(), 2);
        QTest::keyClick(field, Qt::Key_Down);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(*m_second->paused, 2);

        m_window->openPalette();
        QTest::keyClicks(field, u"no such thing"_qs);
        QCOMPARE(list->model()->rowCount(), 0);
        QVERIFY(!list->isVisible());
        QTest::keyClick(field, Qt::Key_Return);
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!field->isVisible());

        runCommand(u"go to expl"_qs);
        QCOMPARE(m_window->currentPage(), m_second);
    }

    void closesTheSearchByAClickBeside()
    {
        m_window->openPalette();
        auto *palette = m_window->findChild<QWidget *>(u"commandPalette"_qs);
        QTest::mouseClick(palette, Qt::LeftButton, {}, QPoint(5, 5));
        QVERIFY(!palette->isVisible());
    }

    void listsTheShortcutsOfThePage()
    {
        QTest::keyClick(m_window.get(), Qt::Key_F1);
        auto *sheet = m_window->findChild<ShortcutSheet *>();
        QVERIFY(sheet && sheet->isVisible());
        QStringList words;
        for (const QLabel *label : sheet->findChildren<QLabel *>())
            words.append(label->text());
        QVERIFY(words.contains(u"Replay the event"_qs));
        QVERIFY(words.contains(u"Search everything"_qs));
        QVERIFY(words.contains(u"Go to Explorer"_qs));
        QTest::keyClick(sheet, Qt::Key_Escape);
        QTRY_VERIFY(!m_window->findChild<ShortcutSheet *>());
    }

    void saysWhatTheListenerDoes()
    {
        auto *listener = m_window->findChild<QToolButton *>(u"listener"_qs);
        auto *copy = m_window->findChild<QToolButton *>(u"copyAddress"_qs);
        QVERIFY(!copy->isVisible());
        m_window->setListenerState(
            {.state = ListenerState::State::Listening, .address = u"http://127.0.0.1:8001"_qs, .problem = {}});
        QVERIFY(listener->text().contains(u"http://127.0.0.1:8001"_qs));
        QTest::mouseClick(copy, Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"http://127.0.0.1:8001"_qs);

        const QString problem = u"Port 8001 is taken by another program."_qs;
        m_window->setListenerState({.state = ListenerState::State::Failed, .address = {}, .problem = problem});
        QVERIFY(!copy->isVisible());
        auto *banner = m_window->findChild<QWidget *>(u"fault-listener"_qs);
        QVERIFY(banner && banner->isVisible());
        QCOMPARE(banner->accessibleName(), problem);
        m_window->setListenerState(
            {.state = ListenerState::State::Listening, .address = u"http://127.0.0.1:9"_qs, .problem = {}});
        QTRY_VERIFY(!m_window->findChild<QWidget *>(u"fault-listener"_qs));
        QVERIFY(!m_window->findChild<QWidget *>(u"bannerStrip"_qs)->isVisible());

        QSignalSpy parts(m_window.get(), &MainWindow::statusPartActivated);
        QTest::mouseClick(listener, Qt::LeftButton);
        QCOMPARE(parts.at(0).at(0).toString(), u"listener"_qs);
    }

    void showsRateAndSize()
    {
        auto *rate = m_window->findChild<QToolButton *>(u"rate"_qs);
        auto *store = m_window->findChild<QToolButton *>(u"store"_qs);
        QVERIFY(!rate->isVisible() && !store->isVisible());
        m_window->setRate(1);
        QCOMPARE(rate->text(), u"1 event/min"_qs);
        m_window->setRate(38);
        QCOMPARE(rate->text(), u"38 events/min"_qs);
        m_window->setStoreSize(qint64(41) * 1024 * 1024);
        QCOMPARE(store->text(), u"Store 41 MB"_qs);
    }

    void keepsFaultsUntilTheyAreGone()
    {
        int retried = 0;
        m_window->raiseFault(
            {.id = u"keychain"_qs, .severity = Severity::Warning, .text = u"No keychain was found."_qs});
        m_window->raiseFault({.id = u"store"_qs,
                              .severity = Severity::Error,
                              .text = u"The disk is full."_qs,
                              .details = u"ENOSPC"_qs,
                              .actionText = u"Try again"_qs,
                              .action = [&] {
                                  ++retried;
                                  m_window->clearFault(u"store"_qs);
                              }});
        auto *store = m_window->findChild<QWidget *>(u"fault-store"_qs);
        auto *keychain = m_window->findChild<QWidget *>(u"fault-keychain"_qs);
        QTRY_VERIFY(store->y() < keychain->y());
        for (auto *button : store->findChildren<QPushButton *>()) {
            if (button->text() == u"Try again"_qs)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(retried, 1);
        QVERIFY(!store->isVisible());
        // A warning may be hidden by the person.
        QTest::mouseClick(keychain->findChild<QToolButton *>(), Qt::LeftButton);
        QVERIFY(!m_window->findChild<QWidget *>(u"bannerStrip"_qs)->isVisible());
    }

    void showsMessagesOfPages()
    {
        Q_EMIT m_first->messageRequested({.text = u"Deleted 3 events"_qs, .actionText = u"Undo"_qs});
        auto *line = m_window->findChild<MessageLine *>();
        QVERIFY(line->isVisible());
        QCOMPARE(line->current().text, u"Deleted 3 events"_qs);
    }

    void tellsAboutItself()
    {
        m_window->openAbout();
        auto *about = m_window->findChild<QDialog *>(u"aboutDialog"_qs);
        QVERIFY(about && about->isVisible());
        QStringList words;
        for (const QLabel *label : about->findChildren<QLabel *>())
            words.append(label->text());
        QVERIFY(words.contains(m_folder->path()));
        QTest::keyClick(about, Qt::Key_Escape);
        QTRY_VERIFY(!m_window->findChild<QDialog *>(u"aboutDialog"_qs));
    }

    void fitsAtTwentyPointsAndMirrored()
    {
        const QFont before = QApplication::font();
        QFont large = before;
        large.setPointSizeF(20);
        QApplication::setFont(large);
        m_window->setLayoutDirection(Qt::RightToLeft);
        auto *rail = m_window->findChild<NavigationRail *>();
        const QFontMetrics metrics(m_theme->font(TextRole::Caption));
        QTRY_VERIFY(rail->button(0)->width() >= metrics.horizontalAdvance(rail->button(0)->text()));
        QTRY_VERIFY(rail->x() > m_window->width() / 2);
        QApplication::setFont(before);
    }

private:
    void open()
    {
        m_window = std::make_unique<MainWindow>(*m_theme, m_folder->filePath(u"window.ini"_qs));
        auto first = std::make_unique<NotedPage>(u"webhooks"_qs, u"Webhooks"_qs);
        auto second = std::make_unique<NotedPage>(u"explorer"_qs, u"Explorer"_qs);
        m_first = first.get();
        m_second = second.get();
        m_window->addPage(std::move(first));
        m_window->addPage(std::move(second));
        m_window->restore();
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void runCommand(const QString &typed)
    {
        m_window->openPalette();
        auto *field = m_window->findChild<QLineEdit *>(u"paletteField"_qs);
        QTest::keyClicks(field, typed);
        QTest::keyClick(field, Qt::Key_Return);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MainWindow> m_window;
    NotedPage *m_first = nullptr;
    NotedPage *m_second = nullptr;
};

QTEST_MAIN(MainWindowTest)
#include "tst_mainwindow.moc"
