// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/historysettings.h"

#include "core/json/value.h"
#include "core/store/settingrepository.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

const QString &settingId()
{
    static const QString id = u"request_history"_s;
    return id;
}

Result<void> within(const QString &what, qint64 value, const HistoryRange &range)
{
    if (value >= range.least && value <= range.most)
        return {};
    return Error{ErrorCode::InvalidInput,
                 u"%1 has to be %2 to %3, not %4."_s.arg(what).arg(range.least).arg(range.most).arg(value)};
}

void read(const json::Value &object, std::string_view name, qint64 &value)
{
    const json::Value *member = json::member(object, name);
    if (const std::int64_t *number = member ? member->get_ptr<const std::int64_t *>() : nullptr)
        value = *number;
    else if (const std::uint64_t *positive = member ? member->get_ptr<const std::uint64_t *>() : nullptr)
        value = qint64(*positive);
}

} // namespace

Result<void> check(const HistorySettings &settings)
{
    if (const Result<void> body =
            within(u"The size of a body that is kept, in bytes,"_s, settings.bodyBytes, historyBodyBytes);
        !body)
        return body;
    if (const Result<void> days = within(u"The number of days"_s, settings.days, historyDays); !days)
        return days;
    return within(u"The number of calls"_s, settings.calls, historyCalls);
}

Result<HistorySettings> loadHistorySettings(Connection &connection)
{
    const Result<std::optional<QString>> stored = settingrepository::get(connection, {}, settingId());
    if (!stored)
        return stored.error();
    HistorySettings settings;
    const QByteArray text = stored->value_or(QString()).toUtf8();
    const Result<json::Value> value = json::parse(text, {.maximumDepth = 2, .maximumNodes = 20});
    if (!value)
        return settings;
    read(*value, "bodyBytes", settings.bodyBytes);
    read(*value, "days", settings.days);
    read(*value, "calls", settings.calls);
    return check(settings) ? settings : HistorySettings();
}

Result<void> storeHistorySettings(Connection &connection, const HistorySettings &settings)
{
    if (const Result<void> valid = check(settings); !valid)
        return valid;
    const json::Value value =
        json::Object{{"bodyBytes", settings.bodyBytes}, {"days", settings.days}, {"calls", settings.calls}};
    return settingrepository::put(connection, {}, settingId(), QString::fromUtf8(json::serialize(value)));
}

} // namespace uw
