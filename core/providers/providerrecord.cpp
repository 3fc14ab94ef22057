// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/providerrecord.h"

#include "core/providers/objectreader.h"

using namespace Qt::StringLiterals;

namespace uw {

Result<ProviderRecord> readProviderRecord(const QString &text)
{
    const Result<json::Value> value = json::parse(text.toUtf8());
    if (!value)
        return value.error();
    ObjectReader reader(*value, u"the stored settings"_s);
    ProviderRecord record;
    if (reader.value("enabled"))
        record.enabled = reader.flag("enabled");
    if (const json::Value *settings = reader.value("settings"))
        record.settings = *settings;
    record.isSecretStored = reader.flag("secretStored");
    if (const Result<void> read = reader.finish(); !read)
        return read.error();
    return record;
}

QString providerRecordText(const ProviderRecord &record)
{
    json::Value value = json::Value::object();
    if (record.enabled)
        value["enabled"] = *record.enabled;
    value["settings"] = record.settings;
    value["secretStored"] = record.isSecretStored;
    return QString::fromUtf8(json::serialize(value));
}

} // namespace uw
