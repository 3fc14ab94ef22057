// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/operation.h"

#include <QWidget>

#include <functional>
#include <optional>

namespace uw::ui {

class Theme;

// The field for one value of a form. Knows three things: what is filled in (nothing: not sent), that
// it was edited, and that it was left. Keeps text that does not fit its type, so that a person can
// mend it. GUI thread; owned by its row.
class ValueEditor : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;
    ~ValueEditor() override;

    // What is filled in; nothing: the value is not sent.
    [[nodiscard]] virtual std::optional<json::Value> value() const = 0;
    // Fills the field without edited().
    virtual void setValue(const std::optional<json::Value> &value) = 0;
    // Name and description for assistive technology, on the widget that takes the focus.
    virtual void setAccessibleTexts(const QString &name, const QString &description);
    // The label's shortcut and the first faulty field lead here: the editor's focus proxy.

Q_SIGNALS:
    // The person changed the value.
    void edited();
    // The person has finished with the field (left it or pressed Enter).
    void left();
};

// The field that suits a parameter: text, number, yes/no, choice, several values, date and time.
[[nodiscard]] ValueEditor *makeValueEditor(const openapi::Parameter &parameter, const Theme &theme, QWidget *parent);

// Keeps the wheel from changing `widget` while a person scrolls the form over it: it acts only on a
// field that has the focus.
void ignoreWheelWithoutFocus(QWidget *widget);

} // namespace uw::ui
