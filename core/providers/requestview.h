// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/headerlist.h"
#include "core/json/outline.h"
#include "core/json/value.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>

namespace uw {

// What is judged: one request as received, and what is derived from its body, which is read once
// and only when somebody asks. Made for one judgement and used on one thread.
class RequestView final {
public:
    struct Parts {
        QByteArray method;
        // As received.
        QByteArray target;
        // The target's query without '?', percent-encodings untouched.
        QByteArray query;
        // The public address of this request; empty when none is known.
        QString publicUrl;
        HeaderList headers;
        QByteArray body;
        // UTC milliseconds.
        qint64 receivedAtMs = 0;
    };

    explicit RequestView(Parts parts);

    [[nodiscard]] const QByteArray &method() const { return m_parts.method; }
    [[nodiscard]] const QByteArray &target() const { return m_parts.target; }
    [[nodiscard]] const QString &publicUrl() const { return m_parts.publicUrl; }
    [[nodiscard]] const HeaderList &headers() const { return m_parts.headers; }
    [[nodiscard]] const QByteArray &body() const { return m_parts.body; }
    [[nodiscard]] qint64 receivedAtMs() const { return m_parts.receivedAtMs; }

    // Every field of that name, joined with ", " when there are several (RFC 9110 section 5.3).
    // Nothing when there is none; a field may be there and empty.
    [[nodiscard]] std::optional<QByteArray> header(QByteArrayView name) const;
    // Content-Type without parameters, in lower case; empty when there is none.
    [[nodiscard]] QByteArray mediaType() const;
    [[nodiscard]] bool isForm() const;

    // The URLs that a sender may have signed: the public one, else those that the Host header gives with
    // https and http, else none.
    [[nodiscard]] QStringList signedUrls() const;

    // The body, or of a form its field `formField` where that is not empty, as JSON. Null when it is none; see
    // jsonError(). The field asked for first counts for the life of the view.
    [[nodiscard]] const json::Value *json(QByteArrayView formField = {}) const;
    // Why json() gave nothing.
    [[nodiscard]] const QString &jsonError() const { return m_jsonError; }
    // What json() would give, for those who want to know whether it gives anything, or a member or two, and no tree.
    [[nodiscard]] bool isJson(QByteArrayView formField = {}) const;
    // The text, number or boolean at an RFC 6901 pointer.
    [[nodiscard]] std::optional<QByteArray> jsonScalar(QByteArrayView pointer, QByteArrayView formField = {}) const;
    // The text there.
    [[nodiscard]] std::optional<QByteArray> jsonText(QByteArrayView pointer, QByteArrayView formField = {}) const;
    // The first name of a member that ends in `suffix`.
    [[nodiscard]] std::optional<QByteArray> jsonName(QByteArrayView suffix, QByteArrayView formField = {}) const;
    // Name and value of each field of a form's body, decoded, in order; empty when the body is no form.
    [[nodiscard]] const QList<std::pair<QByteArray, QByteArray>> &formFields() const;
    // The first pair of that name in the query, decoded.
    [[nodiscard]] std::optional<QByteArray> queryValue(QByteArrayView name) const;

private:
    [[nodiscard]] const QByteArray &jsonBytes(QByteArrayView formField) const;
    [[nodiscard]] const json::Outline *outline(QByteArrayView formField) const;

    Parts m_parts;
    mutable std::optional<QByteArray> m_jsonBytes;
    mutable bool m_isOutlined = false;
    mutable std::optional<json::Outline> m_outline;
    mutable bool m_jsonRead = false;
    mutable std::optional<json::Value> m_json;
    mutable QString m_jsonError;
    mutable bool m_formRead = false;
    mutable QList<std::pair<QByteArray, QByteArray>> m_form;
};

// application/x-www-form-urlencoded as pairs, decoded, in order; at most 10,000 of them.
[[nodiscard]] QList<std::pair<QByteArray, QByteArray>> parseForm(QByteArrayView text);

} // namespace uw
