// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/log/logpagefixture.h"

using namespace uw::ui;

namespace uw::test {

void LogPageFixture::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    Result<std::unique_ptr<Store>> opened = Store::open({.databasePath = m_folder->filePath(u"log.db"_qs)});
    QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().text));
    m_store = std::move(*opened);
    m_address = u"http://127.0.0.1:8001"_qs;
}

void LogPageFixture::cleanup()
{
    m_page.reset();
    m_store->close();
    m_store.reset();
    m_folder.reset();
    m_sent.clear();
    m_answer = {};
    m_masks = {};
    m_messages.clear();
    m_dialogs.asked.clear();
    m_theme->setMode(ThemeMode::Light);
}

void LogPageFixture::store(int first, int last, const std::function<void(Event &)> &change)
{
    int stored = 0;
    for (int number = first; number <= last; ++number) {
        Event event = sampleEvent(number);
        if (change)
            change(event);
        m_store->submitEvent(event, this, [&stored](const Result<qint64> &sequence) {
            QVERIFY(sequence);
            ++stored;
        });
    }
    QTRY_COMPARE(stored, last - first + 1);
}

void LogPageFixture::open(QSize size)
{
    m_page = std::make_unique<LogPage>(
        LogPageContext{.theme = *m_theme,
                       .dialogs = m_dialogs,
                       .store = *m_store,
                       .clock = m_clock,
                       .listenerAddress = [this] { return m_address; },
                       .send =
                           [this](const HttpRequest &request, QObject *, HttpClient::Done done) {
                               m_sent.append(request);
                               m_answer = std::move(done);
                           },
                       .masksPersonalData = m_masks});
    connect(m_page.get(), &Page::messageRequested, this,
            [this](const Message &message) { m_messages.append(message); });
    QSignalSpy shown(m_page.get(), &LogPage::listShown);
    m_page->resize(size);
    m_page->show();
    m_page->activated();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    QTRY_VERIFY(shown.count() > 0);
}

void LogPageFixture::choose(FilterButton *button, const QStringList &keys)
{
    button->setSelected(keys);
    Q_EMIT button->selectionChanged(button->selected());
}

} // namespace uw::test
