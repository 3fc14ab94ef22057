// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/json/value.h"
#include "core/providers/locator.h"

#include <QSet>

#include <span>

namespace uw {

// Reads the members of one JSON object strictly: every member once, of the right type, and none that
// nobody asked for. The first fault is kept and ends it. A short-lived helper on one thread; the object
// has to outlive it.
class ObjectReader final {
public:
    // `path` is what messages call the object.
    ObjectReader(const json::Value &object, QString path);

    // Text of 1 to 500 characters; `fallback` when there is no such member.
    [[nodiscard]] QString text(const char *name, const QString &fallback = {});
    [[nodiscard]] QString requiredText(const char *name);
    [[nodiscard]] bool flag(const char *name, bool fallback = false);
    [[nodiscard]] int integer(const char *name, int minimum, int maximum, int fallback);
    // One text or an array of them; none when there is no such member.
    [[nodiscard]] QStringList texts(const char *name);
    [[nodiscard]] Locator locator(const char *name);
    [[nodiscard]] QList<Locator> locators(const char *name);
    // The member itself, or null.
    [[nodiscard]] const json::Value *value(const char *name);
    [[nodiscard]] const json::Object *object(const char *name);
    [[nodiscard]] const json::Array *array(const char *name);

    template<typename T>
    struct Word {
        QLatin1StringView word;
        T value;
    };
    // One of `words`.
    template<typename T>
    [[nodiscard]] T word(const char *name, std::span<const Word<T>> words, T fallback)
    {
        const QString given = text(name);
        if (given.isEmpty())
            return fallback;
        QStringList allowed;
        for (const Word<T> &entry : words) {
            if (given == entry.word)
                return entry.value;
            allowed << entry.word;
        }
        fail(name, QStringLiteral("\"%1\" is none of %2").arg(given, allowed.join(QStringLiteral(", "))));
        return fallback;
    }

    void fail(const char *name, const QString &what);
    // Success, or the first fault; a member that nobody asked for is one.
    [[nodiscard]] Result<void> finish();
    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] QString pathOf(const char *name) const { return m_path + QLatin1Char('.') + QLatin1StringView(name); }

private:
    const json::Value *take(const char *name);

    const json::Value &m_object;
    QString m_path;
    QSet<QByteArray> m_asked;
    std::optional<Error> m_error;
};

} // namespace uw
