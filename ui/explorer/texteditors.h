// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/explorer/valueeditor.h"

#include <QAbstractSpinBox>

QT_BEGIN_NAMESPACE
class QLineEdit;
class QMenu;
QT_END_NAMESPACE

namespace uw::ui {

// One line for a string or, without a type, for any JSON value. Password formats are shown as dots.
class TextEditor final : public ValueEditor {
    Q_OBJECT

public:
    TextEditor(const openapi::ValueSchema &schema, QWidget *parent);

    std::optional<json::Value> value() const override;
    void setValue(const std::optional<json::Value> &value) override;

private:
    QString m_type;
    QLineEdit *m_line = nullptr;
};

// The field of a number: steps with arrow keys and buttons inside the bounds, and takes any text, so
// that what does not fit can be seen and mended. Integers of 64 bits stay exact.
class NumberBox final : public QAbstractSpinBox {
    Q_OBJECT

public:
    NumberBox(const openapi::ValueSchema &schema, QWidget *parent);

    void stepBy(int steps) override;
    QValidator::State validate(QString &input, int &position) const override;
    [[nodiscard]] QLineEdit *line() const { return lineEdit(); }

protected:
    StepEnabled stepEnabled() const override;

private:
    // The number in the field, or where stepping starts: the default, 0 or the nearest bound.
    [[nodiscard]] double current() const;
    [[nodiscard]] double held(double number) const;

    openapi::ValueSchema m_schema;
};

// An integer or a number.
class NumberEditor final : public ValueEditor {
    Q_OBJECT

public:
    NumberEditor(const openapi::ValueSchema &schema, QWidget *parent);

    std::optional<json::Value> value() const override;
    void setValue(const std::optional<json::Value> &value) override;

private:
    QString m_type;
    NumberBox *m_box = nullptr;
};

// A date, or a date with time: a line that takes any text, and a button with usual moments.
class DateEditor final : public ValueEditor {
    Q_OBJECT

public:
    DateEditor(const openapi::ValueSchema &schema, const Theme &theme, QWidget *parent);

    std::optional<json::Value> value() const override;
    void setValue(const std::optional<json::Value> &value) override;

private:
    void fillMenu(QMenu *menu);
    void addMoment(QMenu *menu, const QString &title, const std::function<QDateTime()> &moment);

    bool m_withTime;
    QLineEdit *m_line = nullptr;
};

} // namespace uw::ui
