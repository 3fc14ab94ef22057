// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace uw {

class Router;
class SettingService;

namespace clockify {
class Addon;
} // namespace clockify

namespace control {

// What the routes about settings work with: both live on one other thread and outlive the server.
struct SettingParts {
    SettingService *service = nullptr;
    // Null: there are no workspaces.
    clockify::Addon *addon = nullptr;
};

// Adds GET and PUT /ui/settings: those of ?workspaceId=, else of the only installed workspace, else of what belongs to
// none.
void addSettingRoutes(Router &router, const SettingParts &parts);

} // namespace control

} // namespace uw
