// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/scanner.h"
#include "core/json/value.h"

#include <optional>
#include <vector>

namespace uw::json {

// Reads strict JSON text piece by piece and checks its grammar and its depth: what parse() builds a
// tree of and what prettyPrint() copies. Keeps one small frame per open container and nothing else.
// A short-lived helper on one thread; the text and the limits must outlive it.
class Reader final {
public:
    enum class Event : quint8 {
        BeginObject,
        EndObject,
        BeginArray,
        EndArray,
        Name, // of a member; its value follows
        String,
        Number,
        True,
        False,
        Null,
        End,    // of the text, after one whole value
        Failed, // see error(); nothing follows
    };

    Reader(QByteArrayView text, const ParseLimits &limits);

    Event next();

    // The bytes of the event just read.
    [[nodiscard]] const Scanner &token() const { return m_scanner; }
    // Open containers.
    [[nodiscard]] int depth() const { return static_cast<int>(m_frames.size()); }

    // Ends the reading with an error at `offset`; `message` is a sentence without the place.
    Event refuse(ErrorCode code, qint64 offset, const QString &message);
    // Only after Failed.
    [[nodiscard]] const Error &error() const { return *m_error; }
    [[nodiscard]] const std::optional<ParseFailure> &failure() const { return m_failure; }

private:
    enum class State : quint8 { BeforeValue, FirstElement, FirstName, Name, Colon, AfterValue, Done };
    struct Frame {
        const char *opened;
        bool isObject;
    };

    Event value(Scanner::Token token);
    Event name(Scanner::Token token);
    Event open(bool isObject);
    Event close();
    Event finished(Event scalar);
    Event unexpected(Scanner::Token token);
    [[nodiscard]] QString expectation() const;

    QByteArrayView m_text;
    const ParseLimits &m_limits;
    Scanner m_scanner;
    State m_state = State::BeforeValue;
    std::vector<Frame> m_frames;
    std::optional<Error> m_error;
    std::optional<ParseFailure> m_failure;
};

} // namespace uw::json
