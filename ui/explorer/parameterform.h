// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/requestbuilder.h"

#include <QMap>
#include <QScrollArea>

QT_BEGIN_NAMESPACE
class QVBoxLayout;
QT_END_NAMESPACE

namespace uw::ui {

class FormRow;
class Theme;

// The form of an operation's parameters, made from their schemas: by location, required ones first,
// then in the document's order. GUI thread; owned by the operation panel.
class ParameterForm final : public QScrollArea {
    Q_OBJECT

public:
    explicit ParameterForm(const Theme &theme, QWidget *parent = nullptr);

    // Builds the rows and fills them; no edited().
    void setParameters(const QList<openapi::Parameter> &parameters, const QMap<QString, json::Value> &values);
    // What is filled in, by name; what is not there is not sent.
    [[nodiscard]] QMap<QString, json::Value> values() const;
    [[nodiscard]] int filledCount() const { return int(values().size()); }
    [[nodiscard]] bool isEmpty() const { return m_rows.isEmpty(); }

    // The faults of the present values; those of other fields are ignored. Each is shown under its
    // field once that was left, or after reveal().
    void setErrors(const QList<openapi::InputError> &errors);
    void reveal();
    // Moves the focus to the first field with a fault; false when there is none.
    bool focusFirstError();
    // Moves the focus to the first field that is empty and required, else to the first.
    void focusFirst();

    [[nodiscard]] FormRow *row(const QString &name) const;
    [[nodiscard]] const QList<FormRow *> &rows() const { return m_rows; }

Q_SIGNALS:
    void edited();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void addGroup(openapi::ParameterLocation location, const QList<openapi::Parameter> &parameters, bool titled);
    void arrange();
    void focusRow(FormRow *row);

    const Theme &m_theme;
    QList<FormRow *> m_rows;
    QVBoxLayout *m_column = nullptr;
};

} // namespace uw::ui
