// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/operation.h"

#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QGridLayout;
class QLabel;
QT_END_NAMESPACE

namespace uw::ui {

class ElidedLabel;
class Theme;
class ValueEditor;

// One parameter of a form: its name, the field, what may stand there, a help text and, under the
// field, what is wrong with it. GUI thread; owned by the form.
class FormRow final : public QWidget {
    Q_OBJECT

public:
    FormRow(const openapi::Parameter &parameter, const Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] const openapi::Parameter &parameter() const { return m_parameter; }
    [[nodiscard]] ValueEditor *editor() const { return m_editor; }

    // Room that the name asks for, in logical pixels.
    [[nodiscard]] int nameWidth() const;
    void setNameWidth(int width);
    // Puts name and type above the field where there is no room beside it.
    void setCompact(bool compact);

    // The fault of the present value; empty: none. Shown once the row is revealed.
    void setError(const QString &text);
    [[nodiscard]] const QString &error() const { return m_error; }
    // From now on faults are shown: the person has left the field or tried to send.
    void reveal();
    void conceal();
    [[nodiscard]] bool showsError() const { return m_revealed && !m_error.isEmpty(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();

    openapi::Parameter m_parameter;
    const Theme &m_theme;
    QString m_error;
    bool m_revealed = false;
    std::optional<bool> m_compact;
    QGridLayout *m_grid = nullptr;
    ElidedLabel *m_name = nullptr;
    ValueEditor *m_editor = nullptr;
    QLabel *m_type = nullptr;
    QLabel *m_help = nullptr;
    QLabel *m_errorIcon = nullptr;
    QLabel *m_errorText = nullptr;
    QWidget *m_errorLine = nullptr;
};

} // namespace uw::ui
