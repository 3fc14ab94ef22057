// SPDX-License-Identifier: GPL-3.0-or-later
// bench_log DB [SECONDS]: the webhooks page over a large log (uw-make-events makes one), measured as a person feels it:
// from the action to the painted answer. Then a thousand events a second arrive for SECONDS (10) in each of several
// states of the page, and a probe notes how long the GUI thread was away. Appends to DB. Prints each value, its bound
// and their ratio; exits with 1 when a bound is broken. Runs with QT_QPA_PLATFORM=offscreen or under Xvfb.
#include "benchmarks/store/eventfactory.h"
#include "benchmarks/ui/guiprobe.h"
#include "core/base/clock.h"
#include "core/store/store.h"
#include "ui/log/eventlogmodel.h"
#include "ui/log/eventlogview.h"
#include "ui/log/logpage.h"
#include "ui/shell/theme.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/filterbutton.h"

#include <QApplication>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>

using namespace uw;
using namespace uw::bench;
using namespace uw::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr double answerMs = 50;
constexpr double blockMs = 50;
constexpr double arrivalMs = 100;
constexpr double memoryMiB = 200;

bool allKept = true;

void print(const char *what, double value, const char *unit, double bound)
{
    const bool kept = value >= 0 && value <= bound;
    allKept = allKept && kept;
    std::printf("%-46s %9.1f %-4s bound %6.0f  ratio %5.2f%s\n", what, value, unit, bound, value / bound,
                kept ? "" : "  BROKEN");
    std::fflush(stdout);
}

void note(const char *what, double value, const char *unit)
{
    std::printf("%-46s %9.1f %s\n", what, value, unit);
    std::fflush(stdout);
}

// The benchmark asks no questions.
class NoDialogs final : public DialogService {
public:
    void confirm(QWidget *, const Question &, std::function<void(bool)>) override {}
    void askText(QWidget *, const TextQuestion &, std::function<void(const std::optional<QString> &)>) override {}
    void askOpenFile(QWidget *, const FileQuestion &, std::function<void(const QString &)>) override {}
    void askSaveFile(QWidget *, const FileQuestion &, std::function<void(const QString &)>) override {}
};

// Stores a thousand events a second from a thread of its own, as a listener does, until it is deleted.
class Stream final {
public:
    explicit Stream(Store &store)
        : m_thread([this, &store] {
            EventFactory factory(quint32(SystemClock().monotonicNs()), SystemClock().nowMs(), 1);
            QObject context;
            auto next = std::chrono::steady_clock::now();
            while (!m_stop) {
                store.submitEvent(factory.next(), &context, [](const Result<qint64> &) {});
                next += std::chrono::milliseconds(1);
                std::this_thread::sleep_until(next);
            }
        })
    {}
    ~Stream()
    {
        m_stop = true;
        m_thread.join();
    }

private:
    std::atomic<bool> m_stop = false;
    std::thread m_thread;
};

class Bench final {
public:
    Bench(QApplication &application, Store &store) : m_theme(application), m_store(store) {}

    void open();
    void openAgain();
    void walk();
    void filter();
    void stream(int seconds);
    void arrival();

private:
    [[nodiscard]] LogPageContext context()
    {
        return {.theme = m_theme,
                .dialogs = m_dialogs,
                .store = m_store,
                .clock = m_clock,
                .listenerAddress = [] { return u"http://127.0.0.1:8001"_s; },
                .send = [](const HttpRequest &, QObject *, const HttpClient::Done &) {}};
    }
    [[nodiscard]] EventLogModel &model() const { return *static_cast<EventLogModel *>(m_view->model()); }
    [[nodiscard]] bool isLoaded(int row) const
    {
        return row >= 0 && row < model().rowCount() && model().index(row, 0).data(EventLogModel::LoadedRole).toBool();
    }
    [[nodiscard]] bool visibleRowsAreLoaded() const
    {
        return isLoaded(m_view->rowAt(0)) && isLoaded(std::max(m_view->rowAt(m_view->viewport()->height() - 1), 0));
    }
    [[nodiscard]] bool isComplete() const
    {
        const auto *count = m_page->findChild<QLabel *>(u"eventCount"_s);
        return count->text().contains(u"events"_s);
    }
    void key(Qt::Key key)
    {
        QKeyEvent press(QEvent::KeyPress, key, Qt::NoModifier);
        QCoreApplication::sendEvent(m_view, &press);
    }
    void choose(const QString &name, const QStringList &keys)
    {
        auto *button = m_page->findChild<FilterButton *>(name);
        button->setSelected(keys);
        Q_EMIT button->selectionChanged(keys);
    }
    void makeWindow();
    double timeFilter(const QString &name, const QStringList &keys);
    void untilCounted();
    void streamWhile(const char *what, int seconds, const std::function<void()> &each = {});

    Theme m_theme;
    NoDialogs m_dialogs;
    SystemClock m_clock;
    Store &m_store;
    std::unique_ptr<LogPage> m_page;
    EventLogView *m_view = nullptr;
};

void Bench::open()
{
    BlockProbe probe;
    probe.start();
    QElapsedTimer since;
    since.start();
    makeWindow();
    // Fonts and styles are read here for the first time; bench_start measures what a person waits for.
    note("first window of the process, first page",
         untilPainted(m_view->viewport(), since, [this] { return isLoaded(0); }), "ms");
    since.start();
    key(Qt::Key_End);
    print("oldest event painted, rows not counted yet",
          untilPainted(
              m_view->viewport(), since,
              [this] { return m_view->currentIndex().row() == model().rowCount() - 1 && visibleRowsAreLoaded(); }),
          "ms", answerMs);
    const double counted = untilPainted(m_view->viewport(), since, [this] {
        m_view->viewport()->update();
        return isComplete();
    });
    note("all rows counted after", counted, "ms");
    note("rows", model().rowCount(), "");
    note("runs in memory", static_cast<double>(model().sequences().runCount()), "");
    print("GUI thread away while counting", probe.longestMs(), "ms", blockMs);
    note("    processor time in one stretch", probe.longestCpuMs(), "ms");
    print("resident memory, open", residentMiB(), "MiB", memoryMiB);
}

void Bench::makeWindow()
{
    m_page = std::make_unique<LogPage>(context());
    m_view = m_page->findChild<EventLogView *>();
    m_page->resize(1536, 960);
    m_page->show();
    m_page->activated();
}

void Bench::openAgain()
{
    m_page.reset();
    QElapsedTimer since;
    since.start();
    makeWindow();
    print("window open, first page painted", untilPainted(m_view->viewport(), since, [this] { return isLoaded(0); }),
          "ms", answerMs);
    untilCounted();
}

void Bench::walk()
{
    QElapsedTimer since;
    for (const auto &[what, wanted] :
         {std::pair{"newest event", Qt::Key_Home}, std::pair{"oldest event", Qt::Key_End}}) {
        since.start();
        key(wanted);
        print(what, untilPainted(m_view->viewport(), since, [this] { return visibleRowsAreLoaded(); }), "ms", answerMs);
    }
    double worst = 0;
    for (int step = 1; step < 60; ++step) {
        since.start();
        m_view->verticalScrollBar()->setValue(static_cast<int>(qint64(model().rowCount()) * step / 60));
        worst = std::max(worst, untilPainted(m_view->viewport(), since, [this] { return visibleRowsAreLoaded(); }));
    }
    print("any of 60 places, the slowest", worst, "ms", answerMs);
    print("resident memory, after scrolling", residentMiB(), "MiB", memoryMiB);
    key(Qt::Key_Home);
}

double Bench::timeFilter(const QString &name, const QStringList &keys)
{
    bool shown = false;
    const QMetaObject::Connection connection =
        QObject::connect(m_page.get(), &LogPage::listShown, m_page.get(), [&shown] { shown = true; });
    QElapsedTimer since;
    since.start();
    choose(name, keys);
    const double ms = untilPainted(m_page.get(), since, [&] {
        m_page->update();
        return shown;
    });
    QObject::disconnect(connection);
    untilCounted();
    return ms;
}

// So that each filter is measured alone and not with what was left of the one before.
void Bench::untilCounted()
{
    QElapsedTimer since;
    since.start();
    (void)untilPainted(m_view->viewport(), since, [this] {
        m_view->viewport()->update();
        return isComplete();
    });
}

void Bench::filter()
{
    struct Row {
        const char *what;
        QString list;
        QStringList keys;
    };
    const Row rows[] = {
        {"filter: a source with most events", u"sourceFilter"_s, {u"CLOCKIFY"_s}},
        {"filter: a custom source", u"sourceFilter"_s, {u"custom:helpdesk"_s}},
        {"filter: sources of both kinds", u"sourceFilter"_s, {u"CLOCKIFY"_s, u"custom:helpdesk"_s}},
        {"filter: a rare type", u"typeFilter"_s, {u"INVOICE_UPDATED"_s}},
        {"filter: three types", u"typeFilter"_s, {u"NEW_TAG"_s, u"NEW_CLIENT"_s, u"NEW_TIME_ENTRY"_s}},
        {"filter: a type that nobody sends", u"typeFilter"_s, {u"NOBODY"_s}},
        {"filter: invalid", u"verdictFilter"_s, {u"invalid"_s}},
        {"filter: unsigned or stale", u"verdictFilter"_s, {u"unsigned"_s, u"stale"_s}},
        {"filter: last 15 minutes", u"timeFilter"_s, {u"15m"_s}},
        {"filter: last 24 hours", u"timeFilter"_s, {u"24h"_s}},
    };
    for (const Row &row : rows) {
        print(row.what, timeFilter(row.list, row.keys), "ms", answerMs);
        (void)timeFilter(row.list, {});
    }
    (void)timeFilter(u"sourceFilter"_s, {u"CLOCKIFY"_s});
    (void)timeFilter(u"timeFilter"_s, {u"7d"_s});
    print("filter: source, time and a rare type", timeFilter(u"typeFilter"_s, {u"USER_JOINED_WORKSPACE"_s}), "ms",
          answerMs);
    (void)timeFilter(u"typeFilter"_s, {});
    (void)timeFilter(u"timeFilter"_s, {});
    const double cleared = timeFilter(u"sourceFilter"_s, {});
    print("filters cleared", cleared, "ms", answerMs);
    // A person who changes her mind: the second filter does not wait for the first one's count.
    choose(u"sourceFilter"_s, {u"CLOCKIFY"_s});
    runFor(30);
    print("filter: chosen while another is counted", timeFilter(u"sourceFilter"_s, {u"custom:shop"_s}), "ms", answerMs);
    (void)timeFilter(u"sourceFilter"_s, {});
    print("resident memory, after filters", residentMiB(), "MiB", memoryMiB);
}

void Bench::streamWhile(const char *what, int seconds, const std::function<void()> &each)
{
    const int before = model().rowCount();
    BlockProbe probe;
    {
        const Stream stream(m_store);
        probe.start();
        for (int tenth = 0; tenth < seconds * 10; ++tenth) {
            runFor(100);
            if (each)
                each();
        }
    }
    print(what, probe.longestMs(), "ms", blockMs);
    std::printf("    processor time in one stretch %.1f ms; %d rows came; %d times away for more than a frame\n",
                probe.longestCpuMs(), model().rowCount() - before, probe.missedFrames());
}

void Bench::stream(int seconds)
{
    key(Qt::Key_Home);
    streamWhile("1,000/s, following: GUI thread away", seconds);
    streamWhile("1,000/s, walking with J: GUI thread away", seconds, [this] { key(Qt::Key_J); });
    m_view->verticalScrollBar()->setValue(model().rowCount() / 2);
    streamWhile("1,000/s, in the middle: GUI thread away", seconds,
                [this] { m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->value() + 7); });
    (void)timeFilter(u"typeFilter"_s, {u"NEW_TIME_ENTRY"_s});
    streamWhile("1,000/s, filtered: GUI thread away", seconds);
    (void)timeFilter(u"typeFilter"_s, {});
    m_page->findChild<QPushButton *>(u"liveButton"_s)->click();
    streamWhile("1,000/s, paused: GUI thread away", seconds);
    m_page->findChild<QPushButton *>(u"liveButton"_s)->click();
    print("resident memory, after the streams", residentMiB(), "MiB", memoryMiB);
}

void Bench::arrival()
{
    key(Qt::Key_Home);
    EventFactory factory(7, m_clock.nowMs(), 1);
    double worst = 0;
    for (int i = 0; i < 20; ++i) {
        const int before = model().rowCount();
        QElapsedTimer since;
        since.start();
        m_store.submitEvent(factory.next(), m_page.get(), [](const Result<qint64> &) {});
        worst = std::max(
            worst, untilPainted(m_view->viewport(), since, [&] { return model().rowCount() > before && isLoaded(0); }));
        runFor(60);
    }
    print("a new event painted, of 20 the slowest", worst, "ms", arrivalMs);
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const int seconds = arguments.size() > 2 ? arguments[2].toInt() : 10;
    if (arguments.size() < 2 || arguments.size() > 3 || seconds < 1 || !QFileInfo::exists(arguments[1])) {
        std::fprintf(stderr, "usage: bench_log DB [SECONDS]\nMake DB with: uw-make-events DB 1000000\n");
        return 2;
    }
    Result<std::unique_ptr<Store>> store = Store::open({.databasePath = QFileInfo(arguments[1]).absoluteFilePath()});
    if (!store) {
        std::fprintf(stderr, "%s\n", qPrintable(store.error().text));
        return 1;
    }
    note("resident memory, store open", residentMiB(), "MiB");
    {
        Bench run(application, **store);
        run.open();
        run.openAgain();
        run.walk();
        run.filter();
        run.arrival();
        run.stream(seconds);
    }
    (*store)->close();
    return allKept ? 0 : 1;
}
