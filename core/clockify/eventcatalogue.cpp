// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clockify/eventcatalogue.h"

#include <algorithm>
#include <array>

namespace uw::clockify {

namespace {

using L = QLatin1StringView;
using V = ManifestVersion;

constexpr std::array kinds = std::to_array<EventKind>({
    {L("NEW_PROJECT"), V::V1_3},
    {L("NEW_TASK"), V::V1_3},
    {L("NEW_CLIENT"), V::V1_3},
    {L("NEW_TIMER_STARTED"), V::V1_3},
    {L("TIMER_STOPPED"), V::V1_3},
    {L("TIME_ENTRY_UPDATED"), V::V1_3},
    {L("TIME_ENTRY_DELETED"), V::V1_3},
    {L("TIME_ENTRY_SPLIT"), V::V1_6},
    {L("NEW_TIME_ENTRY"), V::V1_3},
    {L("TIME_ENTRY_RESTORED"), V::V1_6},
    {L("NEW_TAG"), V::V1_3},
    {L("USER_DELETED_FROM_WORKSPACE"), V::V1_3},
    {L("USER_JOINED_WORKSPACE"), V::V1_3},
    {L("USER_DEACTIVATED_ON_WORKSPACE"), V::V1_3},
    {L("USER_ACTIVATED_ON_WORKSPACE"), V::V1_3},
    {L("USER_EMAIL_CHANGED"), V::V1_6},
    {L("USER_UPDATED"), V::V1_6},
    {L("NEW_INVOICE"), V::V1_3},
    {L("INVOICE_UPDATED"), V::V1_3},
    {L("NEW_APPROVAL_REQUEST"), V::V1_3},
    {L("APPROVAL_REQUEST_STATUS_UPDATED"), V::V1_3},
    {L("TIME_OFF_REQUESTED"), V::V1_3},
    {L("TIME_OFF_REQUEST_UPDATED"), V::V1_6},
    {L("TIME_OFF_REQUEST_APPROVED"), V::V1_3},
    {L("TIME_OFF_REQUEST_REJECTED"), V::V1_3},
    {L("TIME_OFF_REQUEST_STARTED"), V::V1_6},
    {L("TIME_OFF_REQUEST_WITHDRAWN"), V::V1_3},
    {L("BALANCE_UPDATED"), V::V1_3},
    {L("TAG_UPDATED"), V::V1_6},
    {L("TAG_DELETED"), V::V1_6},
    {L("TASK_UPDATED"), V::V1_6},
    {L("CLIENT_UPDATED"), V::V1_6},
    {L("TASK_DELETED"), V::V1_6},
    {L("CLIENT_DELETED"), V::V1_6},
    {L("EXPENSE_RESTORED"), V::V1_6},
    {L("ASSIGNMENT_CREATED"), V::V1_6},
    {L("ASSIGNMENT_DELETED"), V::V1_6},
    {L("ASSIGNMENT_PUBLISHED"), V::V1_6},
    {L("ASSIGNMENT_UPDATED"), V::V1_6},
    {L("EXPENSE_CREATED"), V::V1_6},
    {L("EXPENSE_DELETED"), V::V1_6},
    {L("EXPENSE_UPDATED"), V::V1_6},
    {L("PROJECT_UPDATED"), V::V1_6},
    {L("PROJECT_DELETED"), V::V1_6},
    {L("USER_GROUP_CREATED"), V::V1_6},
    {L("USER_GROUP_UPDATED"), V::V1_6},
    {L("USER_GROUP_DELETED"), V::V1_6},
    {L("USERS_INVITED_TO_WORKSPACE"), V::V1_6},
    {L("LIMITED_USERS_ADDED_TO_WORKSPACE"), V::V1_6},
    {L("COST_RATE_UPDATED"), V::V1_6},
    {L("BILLABLE_RATE_UPDATED"), V::V1_6},
});

} // namespace

QLatin1StringView versionWord(ManifestVersion version)
{
    return version == ManifestVersion::V1_3 ? L("1.3") : L("1.6");
}

std::optional<ManifestVersion> manifestVersion(QStringView word)
{
    for (const ManifestVersion version : {ManifestVersion::V1_3, ManifestVersion::V1_6}) {
        if (word == versionWord(version))
            return version;
    }
    return std::nullopt;
}

std::span<const EventKind> eventKinds()
{
    return kinds;
}

const EventKind *findEventKind(QStringView name)
{
    const auto found =
        std::find_if(kinds.begin(), kinds.end(), [name](const EventKind &kind) { return kind.name == name; });
    return found == kinds.end() ? nullptr : &*found;
}

} // namespace uw::clockify
