// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/eventquery.h"
#include "core/events/personaldata.h"
#include "core/settings/processoptions.h"
#include "core/store/connection.h"

class QCommandLineParser;

// What the commands share that read the log of a profile.
namespace uw::cli {

// --data-dir, and the options that choose events: the filters of GET /ui/webhooks under the same words.
void addDataDirectoryOption(QCommandLineParser &parser);
void addFilterOptions(QCommandLineParser &parser);

// What the options and the environment say: where the database is, and the settings beneath those that it holds. Errors
// are those of ProcessOptions::read().
[[nodiscard]] Result<ProcessOptions> profileOf(const QCommandLineParser &parser);
// What the filter options ask for, and --limit and --before where a command has them. InvalidInput names the option's
// word.
[[nodiscard]] Result<control::EventQuery> eventQueryOf(const QCommandLineParser &parser);

// Opens the log of a profile for reading, also while another process serves it: nothing is locked or changed. Errors:
// NotFound (there is none), StoreTooNew, StoreUnavailable (of another program, or of an older version that has to be
// opened by this one once), those of Connection::open().
[[nodiscard]] Result<std::unique_ptr<Connection>> openLog(const QString &databasePath);

// --show-personal, for what prints events.
void addPersonalDataOption(QCommandLineParser &parser);
// Whether personal data of a workspace is masked, as the window does it: the setting redact_pii, read from the log at each
// question; what cannot be read is masked. With --show-personal nothing is. `log` outlives the rule.
[[nodiscard]] PersonalDataRule personalDataRuleOf(const QCommandLineParser &parser, Connection &log,
                                                  const SettingValues &base);

// Senders' words as a terminal may show them: without control characters, which could move its cursor or worse.
[[nodiscard]] QString terminalText(const QString &text);
// One line of a list: time, id, source, type, verdict and size in columns.
[[nodiscard]] QString eventLine(const EventSummary &event);

} // namespace uw::cli
