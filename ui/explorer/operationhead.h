// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/operation.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QPushButton;
class QToolButton;
QT_END_NAMESPACE

namespace uw::ui {

class BadgeLabel;
class CopyButton;
class ElidedLabel;
class Theme;

// The top of an opened operation: method, path, Send or Cancel, what it does, and the server that is
// called. GUI thread; owned by the operation panel.
class OperationHead final : public QWidget {
    Q_OBJECT

public:
    explicit OperationHead(const Theme &theme, QWidget *parent = nullptr);

    // `servers`: to choose from; `server`: the chosen one, empty for the first.
    void setOperation(const openapi::OperationDetails &operation, const QStringList &servers, const QString &server);
    void setServers(const QStringList &servers);
    [[nodiscard]] QString server() const;
    // Whether another server than the first choice is set.
    [[nodiscard]] bool isServerChanged() const;
    void focusServer();

    void setRunning(bool running);
    // Why Send cannot be pressed; empty: it can.
    void setSendBlocked(const QString &reason);
    // What is wrong with the request; empty: nothing. `mayBeSent`: it can go out all the same.
    void setProblem(const QString &text, bool mayBeSent = false);

Q_SIGNALS:
    void sendPressed();
    void sendAnywayPressed();
    void cancelPressed();
    void fetchAllPressed();
    void serverChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void showDescription();
    void updateMore();

    const Theme &m_theme;
    QString m_description;
    bool m_whole = false;
    BadgeLabel *m_method = nullptr;
    ElidedLabel *m_path = nullptr;
    CopyButton *m_copy = nullptr;
    QPushButton *m_send = nullptr;
    QToolButton *m_fetchAll = nullptr;
    QPushButton *m_cancel = nullptr;
    ElidedLabel *m_summary = nullptr;
    QLabel *m_deprecated = nullptr;
    QComboBox *m_server = nullptr;
    ElidedLabel *m_line = nullptr;
    QLabel *m_text = nullptr;
    QToolButton *m_more = nullptr;
    QWidget *m_problemLine = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_anyway = nullptr;
};

} // namespace uw::ui
