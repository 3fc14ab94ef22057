// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/settingvalues.h"

#include <QTimer>
#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
QT_END_NAMESPACE

namespace uw::ui {

class ElidedLabel;
class Theme;

// One setting: label, help, control, where its value comes from, reset, and what is wrong with what was typed. A value out
// of range is refused and stays in the field, never changed to one that fits. Says what is wanted and shows what it is
// given. GUI thread; owned by the form.
class SettingField final : public QWidget {
    Q_OBJECT

public:
    SettingField(const Theme &theme, const SettingDefinition &definition, QWidget *parent = nullptr);

    [[nodiscard]] const SettingDefinition &definition() const { return m_definition; }
    // Whether label, help, name or variable hold the text, in any case.
    [[nodiscard]] bool matches(const QString &text) const;
    // What is in force. `isForbidden`: the add-on says no, whatever is set here. Text being typed stays.
    void setValue(qint64 value, SettingSource source, bool isForbidden);
    // The outcome of a change: an empty text says "Saved".
    void showOutcome(const QString &problem);
    void focusControl();
    // Drops what was typed and what was said about it.
    void revert();

Q_SIGNALS:
    // Nothing: back to what stands beneath.
    void changeRequested(uw::SettingId id, std::optional<qint64> value);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildControl();
    void arrange(bool isNarrow);
    [[nodiscard]] QWidget *control() const;
    void commit();
    void say(const QString &text, bool isProblem);
    void refresh();

    const Theme &m_theme;
    const SettingDefinition &m_definition;
    qint64 m_value = 0;
    SettingSource m_source = SettingSource::Default;
    bool m_isForbidden = false;
    bool m_isNarrow = false;
    QGridLayout *m_grid = nullptr;
    QLabel *m_label = nullptr;
    QLabel *m_help = nullptr;
    QCheckBox *m_check = nullptr;
    QLineEdit *m_edit = nullptr;
    ElidedLabel *m_sourceLabel = nullptr;
    QPushButton *m_reset = nullptr;
    QLabel *m_outcome = nullptr;
    QTimer m_outcomeTimer;
};

} // namespace uw::ui
