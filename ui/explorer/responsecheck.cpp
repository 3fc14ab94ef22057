// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/responsecheck.h"

#include <QDateTime>

namespace uw::ui {

void ResponseCheck::setOperation(const std::shared_ptr<const openapi::Document> &document,
                                 const openapi::OperationSummary &operation)
{
    m_document = document;
    m_operation = operation;
    m_job.drop();
    m_report = {};
}

QString ResponseCheck::key() const
{
    return m_document ? m_document->origin() + u'\n' + m_operation.pointer : QString();
}

void ResponseCheck::check(const std::shared_ptr<const Answer> &answer, const std::shared_ptr<const BodyFile> &body)
{
    m_report = {};
    m_job.drop();
    Q_EMIT checked();
    if (!m_document)
        return;
    const auto work = [document = m_document, operation = m_operation, answer, body] {
        const HttpResponse &response = answer->response;
        const qint64 bytes = body->size();
        return openapi::checkResponse(*document, operation, response.status,
                                      QString::fromUtf8(headerValue(response.headers, "Content-Type")),
                                      bytes <= openapi::mostCheckedBytes ? body->read(0, bytes) : QByteArray(), bytes);
    };
    m_job.start(work, [this, answer](const openapi::ResponseReport &report) {
        m_report = report;
        Kept &kept = m_kept[key()];
        if (kept.counted.lock() != answer) {
            kept.counted = answer;
            kept.drift.add(report, QDateTime::currentMSecsSinceEpoch());
        }
        Q_EMIT checked();
    });
}

} // namespace uw::ui
