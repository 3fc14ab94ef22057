// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/replay/replayer.h"

#include <QDialog>

#include <memory>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QRadioButton;
QT_END_NAMESPACE

namespace uw::ui {

class DialogService;
class HeadersTable;
class JsonView;
class Theme;

// What a replay sheet is built on. Everything outlives the sheet.
struct ReplayContext {
    const Theme &theme;
    DialogService &dialogs;
    Replayer &replayer;
    const Clock &clock;
};

// Sends one stored event to an address, as it was, edited or signed anew, and shows the answer beside the request. Not
// modal; closing it gives up a call on its way, and it deletes itself. GUI thread.
class ReplaySheet final : public QDialog {
    Q_OBJECT

public:
    // `shown`: the event as a person may see it, which differs from the stored one where personal data is masked; what is
    // not edited is sent as stored. `targets`: addresses used before, the newest first.
    ReplaySheet(const ReplayContext &context, std::shared_ptr<const Event> event, std::shared_ptr<const Event> shown,
                const QStringList &targets, QWidget *parent);
    ~ReplaySheet() override;

    // "Name: value" lines back into fields; a line that shows a field of `shown` stands for the one of `original` at its
    // place. InvalidInput names the line.
    [[nodiscard]] static Result<HeaderList> headersFromText(const QString &text, const HeaderList &shown,
                                                            const HeaderList &original);
    [[nodiscard]] static QString textOf(const HeaderList &headers);

Q_SIGNALS:
    // An event went to this address.
    void targetUsed(const QString &url);
    // An answer, or why there is none, is on the screen.
    void answered();

private:
    QWidget *buildTarget(const QStringList &targets);
    QWidget *buildChoice();
    QWidget *buildRequest();
    QWidget *buildAnswer();
    void fill();
    void refresh();
    void start();
    // Empty when something has to be corrected first; that is said.
    std::optional<ReplayOrder> readOrder();
    void askAndSend(const ReplayOrder &order);
    void send(const ReplayOrder &order);
    void showAnswer(const Result<ReplayOutcome> &outcome);
    void say(const QString &text, bool isError);
    [[nodiscard]] bool isEdited() const;

    const ReplayContext m_context;
    const std::shared_ptr<const Event> m_event;
    const std::shared_ptr<const Event> m_shown;
    // The body is text that can be edited here.
    bool m_isBodyText = false;
    bool m_isBodyChanged = false;
    // Dies when the call is given up.
    std::unique_ptr<QObject> m_call;
    // Hosts outside that a person has allowed for this sheet.
    QStringList m_allowedHosts;
    QComboBox *m_target = nullptr;
    QPushButton *m_send = nullptr;
    QRadioButton *m_asItWas = nullptr;
    QRadioButton *m_edited = nullptr;
    QCheckBox *m_resign = nullptr;
    QComboBox *m_method = nullptr;
    JsonView *m_headers = nullptr;
    JsonView *m_body = nullptr;
    QLabel *m_note = nullptr;
    QLabel *m_status = nullptr;
    JsonView *m_answerBody = nullptr;
    HeadersTable *m_answerHeaders = nullptr;
};

} // namespace uw::ui
