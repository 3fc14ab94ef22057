// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <QObject>
#include <QString>

#include <functional>

namespace uw::ui {

// Which field asks: a parameter by its name, or a place in the body by its pointer and the name of the last member.
struct SuggestionField {
    QString name;
    QString pointer; // RFC 6901 in the body; empty for parameters
    bool isParameter = false;
};

struct Suggestion {
    json::Value value;
    QString title;  // what a person knows it by: "Website redesign"
    QString detail; // where it comes from: "project, seen 2 minutes ago"
};

// What a field may be filled with, from elsewhere: names for ids, variables of the environment, values of earlier answers.
// The string fields of all forms ask it. GUI thread; outlives the forms.
class ValueSuggestions : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    // Whether the field gets a picker.
    [[nodiscard]] virtual bool offers(const SuggestionField &field) const = 0;
    // Brings what fits; may take its time. `done` runs on this thread unless `context` is gone by then.
    virtual void fetch(const SuggestionField &field, QObject *context,
                       std::function<void(const QList<Suggestion> &)> done) = 0;
    // What is known of a value in the field: the name behind an id, the value behind "{{variable}}". May be empty.
    [[nodiscard]] virtual QString describe(const SuggestionField &field, const json::Value &value) const = 0;

Q_SIGNALS:
    // Other fields have pickers now, or values other names.
    void changed();
};

} // namespace uw::ui
