// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/clockifybaseurl.h"

#include "core/settings/processoptions.h"
#include "core/store/readerpool.h"
#include "core/store/settingrepository.h"
#include "core/store/store.h"

#include <QHostAddress>
#include <QUrl>

#include <optional>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

const QString &settingId()
{
    static const QString id = u"clockify_base_url"_s;
    return id;
}

bool isLoopback(const QUrl &url)
{
    if (url.host() == u"localhost")
        return true;
    const QHostAddress address(url.host());
    return !address.isNull() && address.isLoopback();
}

} // namespace

ClockifyBaseUrl::ClockifyBaseUrl(Store &store, QString startValue, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_startValue(std::move(startValue))
{}

Result<QString> ClockifyBaseUrl::parse(const QString &text)
{
    const Result<QString> parsed = parseClockifyBaseUrl(u"CLOCKIFY_API_BASE_URL", text);
    if (!parsed) {
        return Error{
            ErrorCode::InvalidInput,
            u"This is not an address that Clockify's API can be called at. Enter one that starts with https://, "
            "such as https://api.clockify.me/api, without user, query or fragment."_s};
    }
    const QUrl url(*parsed);
    if (url.scheme() == u"http" && !isLoopback(url)) {
        return Error{ErrorCode::InvalidInput,
                     u"Plain http would send the API key unencrypted to %1. Use https; http is taken for this computer "
                     "only."_s.arg(url.host())};
    }
    return parsed;
}

void ClockifyBaseUrl::load()
{
    m_store.readers().run<std::optional<QString>>(
        this, [](Connection &connection) { return settingrepository::get(connection, {}, settingId()); },
        [this](const Result<std::optional<QString>> &stored) {
            if (!stored) {
                Q_EMIT unreadable(stored.error());
                return;
            }
            const Result<QString> parsed = parse(stored->value_or(QString()));
            // Whoever was quicker than the store knows better.
            if (!parsed || !m_set.isEmpty() || *parsed == m_startValue)
                return;
            m_set = *parsed;
            Q_EMIT changed();
        });
}

Result<void> ClockifyBaseUrl::set(const QString &text)
{
    QString wanted;
    if (!text.trimmed().isEmpty()) {
        const Result<QString> parsed = parse(text);
        if (!parsed)
            return parsed.error();
        wanted = *parsed;
    }
    const QString before = current();
    m_set = wanted;
    m_store.submit(
        [wanted](Connection &connection) {
            return wanted.isEmpty() ? settingrepository::remove(connection, {}, settingId())
                                    : settingrepository::put(connection, {}, settingId(), wanted);
        },
        this,
        [this](const Result<void> &stored) {
            if (!stored)
                Q_EMIT failed(stored.error());
        });
    if (current() != before)
        Q_EMIT changed();
    return {};
}

} // namespace uw
