// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/response/eventstreammodel.h"

#include <QWidget>

#include <memory>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
class QTableView;
QT_END_NAMESPACE

namespace uw::ui {

class JsonView;
class Theme;

// A stream of events live: the list, following the newest while it is scrolled to the end, and the data of the selected
// one. GUI thread.
class EventStreamView final : public QWidget {
    Q_OBJECT

public:
    explicit EventStreamView(const Theme &theme, QWidget *parent = nullptr);

    // `isOpen`: more may come. Null: none.
    void setEvents(const std::shared_ptr<EventStreamModel> &events, bool isOpen);
    [[nodiscard]] QTableView *list() const { return m_list; }
    [[nodiscard]] JsonView *detail() const { return m_detail; }

Q_SIGNALS:
    void stopPressed();

private:
    void showState();
    void showCurrent();

    std::shared_ptr<EventStreamModel> m_events;
    bool m_isOpen = false;
    bool m_follows = true;
    QLabel *m_state = nullptr;
    QPushButton *m_stop = nullptr;
    QTableView *m_list = nullptr;
    JsonView *m_detail = nullptr;
};

} // namespace uw::ui
