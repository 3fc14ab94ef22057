// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/callrecord.h"
#include "ui/log/worker.h"

#include <QWidget>

#include <memory>

QT_BEGIN_NAMESPACE
class QPushButton;
class QTabWidget;
class QToolButton;
QT_END_NAMESPACE

namespace uw::ui {

class BadgeLabel;
class BodyPane;
class ElidedLabel;
class HeadersTable;
class TextLabel;
class Theme;
class TimingView;

// One call of the history: what was sent, what came back, and when. GUI thread; owned by the page.
class HistoryDetail final : public QWidget {
    Q_OBJECT

public:
    explicit HistoryDetail(const Theme &theme, QWidget *parent = nullptr);

    void setCall(std::shared_ptr<const CallRecord> call);
    [[nodiscard]] const std::shared_ptr<const CallRecord> &call() const { return m_call; }

Q_SIGNALS:
    void fillRequested();
    void saveRequested();
    // The menu of copies is wanted below this point.
    void copyMenuRequested(QPoint position);
    void saveBodyRequested(const QByteArray &body);
    void closed();

private:
    struct Side {
        HeadersTable *headers = nullptr;
        BodyPane *body = nullptr;
        // Of its own: a body that is laid out anew drops what waits.
        Worker worker;
        TextLabel *note = nullptr;
    };

    QWidget *makeHead();
    QWidget *makeSide(Side &side);
    void showSide(Side &side, const HeaderList &headers, const QByteArray &body, bool isCut, qint64 size);

    const Theme &m_theme;
    std::shared_ptr<const CallRecord> m_call;
    BadgeLabel *m_method = nullptr;
    BadgeLabel *m_status = nullptr;
    ElidedLabel *m_url = nullptr;
    TextLabel *m_facts = nullptr;
    TextLabel *m_error = nullptr;
    QPushButton *m_fill = nullptr;
    QTabWidget *m_tabs = nullptr;
    Side m_response;
    Side m_request;
    TimingView *m_timing = nullptr;
};

} // namespace uw::ui
