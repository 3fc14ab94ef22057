// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/firststart.h"

#include "core/http/curl.h"
#include "ui/widgets/emptystate.h"

#include <QBoxLayout>
#include <QPushButton>

namespace uw::ui {

HttpRequest sampleRequest(const QString &address)
{
    return {.method = "POST",
            .url = address.toUtf8() + "/webhooks/custom/sample",
            .headers = {{"Content-Type", "application/json"}, {"User-Agent", "Universal-Webhook-Sample"}},
            .body = R"({"event":"order.created","id":"ord_1001","total":129.9,"currency":"EUR",)"
                    R"("customer":{"id":"cus_42","name":"Ada Example"},)"
                    R"("items":[{"sku":"UW-1","quantity":2,"price":49.95},{"sku":"UW-2","quantity":1,"price":30.0}],)"
                    R"("paid":true,"note":null})"};
}

FirstStart::FirstStart(const Theme &theme, Address address, Send send, QWidget *parent)
    : QWidget(parent)
    , m_address(std::move(address))
    , m_send(std::move(send))
    , m_state(new EmptyState(theme, this))
{
    setObjectName(QStringLiteral("firstStart"));
    m_state->setIcon(u"webhooks");
    m_button = m_state->addAction(tr("Send a sample event"), true);
    m_button->setObjectName(QStringLiteral("sendSample"));
    connect(m_button, &QPushButton::clicked, this, &FirstStart::sendSample);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_state);
    refresh();
}

void FirstStart::refresh()
{
    const QString address = m_address();
    m_button->setEnabled(!address.isEmpty() && !m_sending);
    if (address.isEmpty()) {
        m_state->setTitle(tr("The listener is not running"));
        m_state->setText(tr("No webhook can arrive. The line at the bottom of the window says why."));
        m_state->setCodeLine({});
        return;
    }
    m_state->setTitle(tr("Waiting for the first webhook"));
    m_state->setText(tr("Listening on %1. Whatever is sent to /webhooks/custom/ and a name of your choice appears here "
                        "the moment it arrives. To try it, run this line in a terminal:")
                         .arg(address));
    m_state->setCodeLine(u"curl -d " + shellQuote(QStringLiteral(R"({"hello":"world"})")) + u' '
                         + shellQuote(address + u"/webhooks/custom/hello"));
}

void FirstStart::sendSample()
{
    const QString address = m_address();
    if (m_sending || address.isEmpty())
        return;
    m_sending = true;
    refresh();
    m_send(sampleRequest(address), this, [this](const Result<HttpResponse> &response) { answered(response); });
}

void FirstStart::answered(const Result<HttpResponse> &response)
{
    m_sending = false;
    refresh();
    if (!response) {
        Q_EMIT messageRequested(
            {.text = tr("The sample event was not sent. %1").arg(response.error().text), .severity = Severity::Error});
    } else if (response->status < 200 || response->status > 299) {
        Q_EMIT messageRequested(
            {.text = tr("The listener did not take the sample event: it answered %1 %2.")
                         .arg(QString::number(response->status), QString::fromLatin1(response->reason)),
             .severity = Severity::Error});
    }
}

} // namespace uw::ui
