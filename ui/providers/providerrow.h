// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/providerregistry.h"
#include "core/store/eventstatistics.h"
#include "ui/widgets/badge.h"

#include <QCoreApplication>

namespace uw::ui {

// What the Providers page shows of one provider or custom source; of secrets only how many there are. A plain value.
struct ProviderRow {
    Q_DECLARE_TR_FUNCTIONS(uw::ui::ProviderRow)

public:
    QString name;
    QString title;
    bool isSource = false;
    bool isEnabled = false;
    // A person switched it off, so that a secret does not switch it on.
    bool isSwitchedOff = false;
    // There are settings of its own that can be forgotten.
    bool hasSettings = false;
    // It signs its requests, or a custom source was given a scheme.
    bool signsRequests = false;
    // It offers its key by itself, once it is let.
    bool offersKey = false;
    // It shows a token of the user's choice when it asks for the address.
    bool asksVerifyToken = false;
    bool hasVerifyToken = false;
    // The secret comes from the environment.
    bool isFixed = false;
    qsizetype activeSecrets = 0;
    qsizetype previousSecrets = 0;
    // Why it takes nothing; empty: it works.
    QString fault;
    // That is its stored secret, which cannot be read.
    bool hasSecretFault = false;
    QString documentation;
    // Of a source: whose scheme it uses; empty: none, or one of its own.
    QString schemeOf;
    SourceStatistics statistics;

    // "/webhooks/github", "/webhooks/custom/shop".
    [[nodiscard]] QString path() const;
    // One word for the list, and the sentence behind it.
    [[nodiscard]] Badge badge() const;
    [[nodiscard]] QString explanation() const;
    [[nodiscard]] bool isInUse() const { return isEnabled || statistics.events > 0; }
    // The same provider or source, whatever became of it.
    [[nodiscard]] bool isSame(const ProviderRow &other) const
    {
        return name == other.name && isSource == other.isSource;
    }

    bool operator==(const ProviderRow &) const = default;
};

// Those in use first, each part by title.
[[nodiscard]] QList<ProviderRow> providerRows(const ProviderSnapshot &snapshot, const LogStatistics &statistics);

} // namespace uw::ui
