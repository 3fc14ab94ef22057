// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/headerlist.h"

#include <QScrollArea>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
class QToolButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace uw::ui {

class Theme;

// Header fields that a person adds to a call: one line each, sent in this order. GUI thread; owned by
// the operation panel.
class HeaderFields final : public QScrollArea {
    Q_OBJECT

public:
    static constexpr int MaximumFields = 50;

    explicit HeaderFields(const Theme &theme, QWidget *parent = nullptr);

    void setHeaders(const HeaderList &headers);
    // Without lines that have no name.
    [[nodiscard]] HeaderList headers() const;

    // Why the fields cannot be sent; empty when they can. Shown under the lines.
    QString check();
    bool focusFirstError();

Q_SIGNALS:
    void edited();

private:
    struct Line {
        QWidget *row = nullptr;
        QLineEdit *name = nullptr;
        QLineEdit *value = nullptr;
        QToolButton *remove = nullptr;
    };

    void addLine(const QString &name, const QString &value);
    void removeLine(const QWidget *row);
    void nameLines();
    void clearLines();

    const Theme &m_theme;
    QList<Line> m_lines;
    QVBoxLayout *m_column = nullptr;
    QToolButton *m_add = nullptr;
    QLabel *m_note = nullptr;
    QLabel *m_error = nullptr;
};

} // namespace uw::ui
