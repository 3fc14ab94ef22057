// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/documentdiff.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QStandardItemModel;
class QTreeView;
QT_END_NAMESPACE

namespace uw::ui {

class Theme;

// What a newer version of a document changed, as a list: what breaks calls first. Enter or a double click opens the
// operation. GUI thread; owned by the page, which shows it in place of an operation.
class DocumentChanges final : public QWidget {
    Q_OBJECT

public:
    explicit DocumentChanges(const Theme &theme, QWidget *parent = nullptr);

    void setChanges(const QString &title, const QList<openapi::DocumentChange> &changes);
    // Saved requests that no longer fit, by name, each with its reasons; they come first.
    void addBroken(const QList<QPair<QString, QStringList>> &requests);
    [[nodiscard]] QTreeView *view() const { return m_view; }
    // "14 changes, 3 of them break calls"
    [[nodiscard]] QString summary() const;

Q_SIGNALS:
    // "GET /v1/pets", of an operation that is still there.
    void operationRequested(const QString &methodAndPath);
    void closePressed();

private:
    void refreshIcons();

    const Theme &m_theme;
    QLabel *m_title = nullptr;
    QLabel *m_summary = nullptr;
    QTreeView *m_view = nullptr;
    QStandardItemModel *m_model = nullptr;
};

} // namespace uw::ui
