// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/explorer/valueeditor.h"

QT_BEGIN_NAMESPACE
class QComboBox;
class QRadioButton;
QT_END_NAMESPACE

namespace uw::ui {

class FilterButton;

// Yes, no or, unless the value is required, not sent.
class BooleanEditor final : public ValueEditor {
    Q_OBJECT

public:
    BooleanEditor(const openapi::ValueSchema &schema, bool required, QWidget *parent);

    std::optional<json::Value> value() const override;
    void setValue(const std::optional<json::Value> &value) override;
    void setAccessibleTexts(const QString &name, const QString &description) override;

private:
    QRadioButton *addChoice(const QString &text);
    void clearChoice();

    QRadioButton *m_yes = nullptr;
    QRadioButton *m_no = nullptr;
    // Null for a required value.
    QRadioButton *m_absent = nullptr;
    // A value from elsewhere that is neither yes nor no.
    std::optional<json::Value> m_other;
};

// One of the values that the document allows, or not sent.
class ChoiceEditor final : public ValueEditor {
    Q_OBJECT

public:
    ChoiceEditor(const openapi::ValueSchema &schema, bool required, QWidget *parent);

    std::optional<json::Value> value() const override;
    void setValue(const std::optional<json::Value> &value) override;

private:
    QList<json::Value> m_values;
    QComboBox *m_combo = nullptr;
};

// Any number of the values that the document allows, sent as an array.
class MultiChoiceEditor final : public ValueEditor {
    Q_OBJECT

public:
    MultiChoiceEditor(const openapi::ValueSchema &schema, const Theme &theme, QWidget *parent);

    std::optional<json::Value> value() const override;
    void setValue(const std::optional<json::Value> &value) override;

private:
    QList<json::Value> m_values;
    FilterButton *m_button = nullptr;
};

} // namespace uw::ui
