// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/httpclient.h"
#include "ui/widgets/message.h"

#include <QWidget>

#include <functional>

QT_BEGIN_NAMESPACE
class QPushButton;
QT_END_NAMESPACE

namespace uw::ui {

class EmptyState;
class Theme;

// What the page shows while the log is empty: where to send the first webhook, a line that does it, and a button
// that sends one through the real listener. GUI thread.
class FirstStart final : public QWidget {
    Q_OBJECT

public:
    using Address = std::function<QString()>;
    using Send = std::function<void(const HttpRequest &request, QObject *context, HttpClient::Done done)>;

    FirstStart(const Theme &theme, Address address, Send send, QWidget *parent = nullptr);

    // The listener's address is another one now.
    void refresh();
    // Sends the sample event; does nothing while one is on its way or nothing listens.
    void sendSample();

Q_SIGNALS:
    void messageRequested(const uw::ui::Message &message);

private:
    void answered(const Result<HttpResponse> &response);

    Address m_address;
    Send m_send;
    EmptyState *m_state = nullptr;
    QPushButton *m_button = nullptr;
    bool m_sending = false;
};

// The event that the button sends to a listener at `address`.
[[nodiscard]] HttpRequest sampleRequest(const QString &address);

} // namespace uw::ui
