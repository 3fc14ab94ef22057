// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/finishedcall.h"
#include "core/store/savedrequest.h"
#include "ui/log/worker.h"

#include <QDialog>
#include <QTimer>

QT_BEGIN_NAMESPACE
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTreeWidget;
QT_END_NAMESPACE

namespace uw::ui {

class DialogService;
class Theme;

// What an import found: requests, and of a HAR file what came back; or saved requests of a file of ours.
struct FoundRequests {
    QList<FinishedCall> calls;
    // The calls hold answers, so that they may go into the history.
    bool hasAnswers = false;
    SavedRequests saved;
    // What was left out, and why nothing was found; sentences.
    QStringList notes;
    QString problem;
};

// Reads curl commands, a HAR file or saved requests, by what the text looks like. Belongs on a worker thread.
[[nodiscard]] FoundRequests findRequests(const QByteArray &text);

// Where curl commands are pasted or a file is opened, and what is found in them is chosen. Not modal; Escape closes it,
// and it deletes itself. GUI thread.
class ImportSheet final : public QDialog {
    Q_OBJECT

public:
    ImportSheet(const Theme &theme, DialogService &dialogs, QWidget *parent);

    void setText(const QString &text);
    // Reads a file: a HAR file, saved requests, or curl commands.
    void openFile(const QString &path);
    [[nodiscard]] const FoundRequests &found() const { return m_found; }

Q_SIGNALS:
    // What was found is shown.
    void read();
    // A person chose these.
    void saveRequested(const uw::SavedRequests &saved);
    void historyRequested(const QList<uw::FinishedCall> &calls);
    void openRequested(const uw::FinishedCall &call);

private:
    void makeParts();
    void readText(const QByteArray &text);
    void showFound(const FoundRequests &found);
    void updateButtons();
    [[nodiscard]] QList<int> chosen() const;
    [[nodiscard]] SavedRequests chosenSaved() const;
    [[nodiscard]] QList<FinishedCall> chosenCalls() const;

    const Theme &m_theme;
    DialogService &m_dialogs;
    Worker m_worker;
    FoundRequests m_found;
    quint64 m_generation = 0;
    QTimer m_delay;
    QPlainTextEdit *m_text = nullptr;
    QTreeWidget *m_list = nullptr;
    QLabel *m_notes = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_keep = nullptr;
    QPushButton *m_open = nullptr;
};

} // namespace uw::ui
