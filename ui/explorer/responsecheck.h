// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/responsedrift.h"
#include "core/text/bodyfile.h"
#include "ui/explorer/callrunner.h"
#include "ui/explorer/latestjob.h"

#include <QHash>
#include <QObject>

namespace uw::ui {

// Holds answers against the document on a worker, and remembers for each operation how they differed as long as the
// program runs. GUI thread; owned by the panel.
class ResponseCheck final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    // What the following answers are answers of; null: nothing is checked.
    void setOperation(const std::shared_ptr<const openapi::Document> &document,
                      const openapi::OperationSummary &operation);
    // Checks an answer; one that was counted before is not counted again.
    void check(const std::shared_ptr<const Answer> &answer, const std::shared_ptr<const BodyFile> &body);

    [[nodiscard]] const openapi::ResponseReport &report() const { return m_report; }
    [[nodiscard]] openapi::ResponseDrift drift() const { return m_kept.value(key()).drift; }

Q_SIGNALS:
    void checked();

private:
    struct Kept {
        openapi::ResponseDrift drift;
        std::weak_ptr<const Answer> counted;
    };
    [[nodiscard]] QString key() const;

    std::shared_ptr<const openapi::Document> m_document;
    openapi::OperationSummary m_operation;
    openapi::ResponseReport m_report;
    QHash<QString, Kept> m_kept;
    LatestJob<openapi::ResponseReport> m_job;
};

} // namespace uw::ui
