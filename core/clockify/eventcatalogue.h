// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1String>
#include <QStringView>

#include <optional>
#include <span>

namespace uw::clockify {

// The versions of the manifest's schema that are offered.
enum class ManifestVersion { V1_3, V1_6 };

// "1.3", "1.6".
[[nodiscard]] QLatin1StringView versionWord(ManifestVersion version);
[[nodiscard]] std::optional<ManifestVersion> manifestVersion(QStringView word);

// One kind of event that Clockify sends.
struct EventKind {
    QLatin1StringView name;
    // The oldest offered version of the manifest's schema that lets an add-on subscribe to it.
    ManifestVersion since;
};

// All 51 kinds of the API's enumeration, in its order. An event of another name is still taken in:
// Clockify adds kinds, and one (TIME_ENTRY_BATCH_DELETED) has gone.
[[nodiscard]] std::span<const EventKind> eventKinds();
// Null for a name that is none.
[[nodiscard]] const EventKind *findEventKind(QStringView name);

} // namespace uw::clockify
