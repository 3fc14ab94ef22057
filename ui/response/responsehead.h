// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/httpmessage.h"
#include "ui/widgets/message.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
class QToolButton;
QT_END_NAMESPACE

namespace uw::ui {

class BadgeLabel;
class CopyButton;
class Theme;

// The line above an answer: status, duration, size, how it fits the description, and the tools; a hint below it where
// the status asks for one. GUI thread.
class ResponseHead final : public QWidget {
    Q_OBJECT

public:
    explicit ResponseHead(const Theme &theme, QWidget *parent = nullptr);

    void setResponse(const HttpResponse &response, qint64 bodyBytes);
    // How the answer fits the description ("Valid against schema"); an empty text hides it.
    void setVerdict(const QString &text, Severity severity, const QString &tip);
    void setHint(const QString &text, bool aboutKey);
    void setTools(bool wraps, bool copies, bool narrows);

    [[nodiscard]] CopyButton *copyButton() const { return m_copy; }

Q_SIGNALS:
    void wrapToggled(bool wraps);
    void savePressed();
    void narrowPressed();
    void verdictPressed();
    void keyPressed();

private:
    QWidget *makeHint();

    const Theme &m_theme;
    BadgeLabel *m_status = nullptr;
    QLabel *m_facts = nullptr;
    QToolButton *m_verdict = nullptr;
    QToolButton *m_wrap = nullptr;
    QToolButton *m_narrow = nullptr;
    CopyButton *m_copy = nullptr;
    QWidget *m_hintLine = nullptr;
    QLabel *m_hintText = nullptr;
    QPushButton *m_hintAction = nullptr;
};

// The key of an operation, and whether it went along with the call.
struct KeyOfCall {
    QString header;
    QString origin;
    bool isPrivate = false;
    bool sent = false;
};
// What a person should do about an answer, if anything; `aboutKey` says whether it is about the key.
[[nodiscard]] QString hintOf(const HttpResponse &response, const KeyOfCall &key, bool *aboutKey);

} // namespace uw::ui
