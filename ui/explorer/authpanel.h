// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/secretstore.h"
#include "ui/explorer/calltarget.h"

#include <QScrollArea>

#include <optional>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
class QPushButton;
QT_END_NAMESPACE

namespace uw::ui {

class DialogService;
class Theme;

// Says whether the key that the opened operation carries is in the keychain, and stores, replaces or
// deletes it. Never shows a stored key and forgets a typed one at once. GUI thread; owned by the
// operation panel.
class AuthPanel final : public QScrollArea {
    Q_OBJECT

public:
    enum class Status { NotNeeded, Checking, Stored, NotStored, Unavailable };

    AuthPanel(const Theme &theme, DialogService &dialogs, SecretStore &secrets, QWidget *parent = nullptr);

    // What the present call would carry; nothing: the operation takes no key.
    void setPlace(const std::optional<KeyPlace> &place);
    // Looks again: the key may have been stored or deleted elsewhere.
    void refresh();
    [[nodiscard]] Status status() const { return m_status; }
    void focusField();

Q_SIGNALS:
    void statusChanged();

private:
    void ask();
    void store();
    void askToDelete();
    void remove();
    void setStatus(Status status, const QString &problem = {});
    void setBusy(bool busy);

    const Theme &m_theme;
    DialogService &m_dialogs;
    SecretStore &m_secrets;
    std::optional<KeyPlace> m_place;
    // The place that the status is about.
    std::optional<KeyPlace> m_asked;
    Status m_status = Status::NotNeeded;
    bool m_busy = false;
    QLabel *m_icon = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_text = nullptr;
    QLabel *m_problem = nullptr;
    QWidget *m_fields = nullptr;
    QLineEdit *m_field = nullptr;
    QPushButton *m_store = nullptr;
    QPushButton *m_delete = nullptr;
};

} // namespace uw::ui
