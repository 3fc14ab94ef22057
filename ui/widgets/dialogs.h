// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include <functional>
#include <optional>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace uw::ui {

// A question that needs an answer before something is done.
struct Question {
    // What will happen, as a question ("Delete project Website?").
    QString title;
    // What it means, one or two sentences.
    QString text;
    // The verb of the button that goes on ("Delete", "Send").
    QString verb;
    // Further facts in the fixed font (a request line, a body); may be empty.
    QString details = {};
    // The button that goes on is drawn as dangerous and is not the default.
    bool destructive = false;
};

// Asks for one line of text.
struct TextQuestion {
    QString title;
    QString text;
    QString verb;
    // Shown as dots, never remembered.
    bool secret = false;
    QString initial = {};
    // Stands in the field while it is empty: what an empty answer means.
    QString placeholder = {};
    bool mayBeEmpty = false;
    // Says what is wrong with an answer, for a person, or nothing; a wrong one is not taken and the question stays.
    std::function<QString(const QString &)> check = {};
};

// Where a file is asked for. `filter` in Qt's form: "JSON (*.json);;All files (*)".
struct FileQuestion {
    QString title;
    QString suggestedName = {};
    QString filter = {};
};

// The seam through which every dialog goes, so that a test can answer. No call blocks: the answer
// arrives later in `done`, exactly once, unless `parent` dies first: then never. GUI thread.
class DialogService {
public:
    virtual ~DialogService() = default;

    // `done(true)` when the person pressed the verb.
    virtual void confirm(QWidget *parent, const Question &question, std::function<void(bool)> done) = 0;
    // `done(nullopt)` when cancelled.
    virtual void askText(QWidget *parent, const TextQuestion &question,
                         std::function<void(const std::optional<QString> &)> done) = 0;
    // `done` gets an absolute path, or an empty one when cancelled.
    virtual void askOpenFile(QWidget *parent, const FileQuestion &question,
                             std::function<void(const QString &)> done) = 0;
    virtual void askSaveFile(QWidget *parent, const FileQuestion &question,
                             std::function<void(const QString &)> done) = 0;
};

} // namespace uw::ui
