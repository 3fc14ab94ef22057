// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/store.h"
#include "tests/support/fakedialogs.h"
#include "tests/support/manualclock.h"
#include "tests/support/sampleevent.h"
#include "ui/log/eventlogmodel.h"
#include "ui/log/eventlogview.h"
#include "ui/log/logpage.h"
#include "ui/shell/theme.h"
#include "ui/widgets/filterbutton.h"
#include "ui/widgets/jsonview.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace uw::test {

// The page as it stands in the window, over a real store, for the tests of the page. Each test has a log of its own.
class LogPageFixture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<ui::Theme>(*qApp); }
    void init();
    void cleanup();

protected:
    // Stores sample events number first .. last and waits until they are durable.
    void store(int first, int last, const std::function<void(Event &)> &change = {});
    void open(QSize size = {1400, 800});
    template<typename T>
    T *part(const QString &name = {}) const
    {
        return m_page->findChild<T *>(name);
    }
    [[nodiscard]] ui::EventLogView *table() const { return part<ui::EventLogView>(); }
    [[nodiscard]] int rows() const { return table()->model()->rowCount(); }
    [[nodiscard]] QString cell(int row, int column) const
    {
        return table()->model()->index(row, column).data().toString();
    }
    [[nodiscard]] int currentRow() const { return table()->currentIndex().row(); }
    [[nodiscard]] QString body() const { return part<ui::JsonView>(u"bodyView"_qs)->text(); }
    [[nodiscard]] QPushButton *pill() const { return part<QPushButton>(u"newEvents"_qs); }
    void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTest::keyClick(table(), static_cast<Qt::Key>(key), modifiers);
    }

    // As the list of the button does it.
    static void choose(ui::FilterButton *button, const QStringList &keys);

    std::unique_ptr<ui::Theme> m_theme;
    FakeDialogs m_dialogs;
    ManualClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<ui::LogPage> m_page;
    QString m_address;
    QList<HttpRequest> m_sent;
    HttpClient::Done m_answer;
    QList<ui::Message> m_messages;
    // Of the next page: whose personal data is masked.
    PersonalDataRule m_masks;
};

} // namespace uw::test
