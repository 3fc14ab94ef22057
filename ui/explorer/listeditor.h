// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/explorer/valueeditor.h"

QT_BEGIN_NAMESPACE
class QBoxLayout;
class QLineEdit;
class QToolButton;
QT_END_NAMESPACE

namespace uw::ui {

// The values of an array, one line each: Enter goes to the next line or adds one, Backspace in an empty
// line removes it, text of several lines is pasted as several values. Empty lines are not sent.
class ListEditor final : public ValueEditor {
    Q_OBJECT

public:
    // More values than anybody types; what is pasted beyond stays out.
    static constexpr int MaximumItems = 500;

    ListEditor(const openapi::ValueSchema &schema, const Theme &theme, QWidget *parent);

    std::optional<json::Value> value() const override;
    void setValue(const std::optional<json::Value> &value) override;
    void setAccessibleTexts(const QString &name, const QString &description) override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Line {
        QWidget *row = nullptr;
        QLineEdit *edit = nullptr;
        QToolButton *remove = nullptr;
    };

    Line insertLine(qsizetype at, const QString &text = {});
    void removeLine(qsizetype at);
    void pasteLines(qsizetype at);
    void refresh();
    [[nodiscard]] qsizetype lineOf(const QObject *edit) const;

    const Theme &m_theme;
    QString m_itemType;
    QString m_hint;
    QString m_name;
    QString m_description;
    QList<Line> m_lines;
    QBoxLayout *m_column = nullptr;
    QToolButton *m_add = nullptr;
};

} // namespace uw::ui
