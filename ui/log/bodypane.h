// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/event.h"
#include "ui/log/bodyformat.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>

QT_BEGIN_NAMESPACE
class QButtonGroup;
class QToolButton;
QT_END_NAMESPACE

namespace uw::ui {

class TextLabel;
class Theme;
class Worker;

// The body of an event: pretty, raw or as hexadecimal numbers, laid out by the worker however large it is. GUI thread.
class BodyPane final : public QWidget {
    Q_OBJECT

public:
    // `worker` outlives the pane.
    BodyPane(const Theme &theme, Worker &worker, QWidget *parent = nullptr);

    // Null: nothing to show.
    void setBody(std::shared_ptr<const Event> event);
    // The form that the person chose; absent: what suits the body.
    [[nodiscard]] std::optional<BodyForm> chosenForm() const { return m_chosen; }
    void setChosenForm(std::optional<BodyForm> form);
    void openFind();
    // Marks what the pattern finds in this body and in those that follow.
    void setMarks(const QRegularExpression &pattern);
    // The text as laid out, whole.
    [[nodiscard]] QString text() const;
    // False while the worker is at it.
    [[nodiscard]] bool isShown() const { return m_shown; }

Q_SIGNALS:
    void saveRequested();
    // The body's text is on the screen.
    void shown();

private:
    QToolButton *addForm(BodyForm form, const QString &text, const QString &toolTip);
    void format();
    void show(const BodyText &text);

    Worker &m_worker;
    std::shared_ptr<const Event> m_event;
    std::optional<BodyForm> m_chosen;
    quint64 m_generation = 0;
    bool m_shown = true;
    QTimer m_late;
    QWidget *m_bar = nullptr;
    QButtonGroup *m_forms = nullptr;
    TextLabel *m_note = nullptr;
    JsonView *m_view = nullptr;
};

} // namespace uw::ui
