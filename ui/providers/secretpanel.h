// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/providers/providerrow.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QBoxLayout;
class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
QT_END_NAMESPACE

namespace uw::ui {

// What was typed into a panel and is stored now.
enum class TypedSecret { None, Secret, Token };

// Says whether a secret is stored, and takes a new one: written, never read back, and what was typed is forgotten at
// once. GUI thread; owned by the provider's panel.
class SecretPanel final : public QWidget {
    Q_OBJECT

public:
    explicit SecretPanel(const Theme &theme, QWidget *parent = nullptr);

    // A change to another provider forgets what was typed.
    void setRow(const ProviderRow &row);
    // While a change is on its way.
    void setBusy(bool busy);
    // The other field keeps what somebody is typing there.
    void forgetTyped(TypedSecret what);
    // How long a key that the provider offers is still taken; 0: none is.
    void setLearningMs(qint64 remainingMs);

Q_SIGNALS:
    void storeRequested(const QByteArray &secret, bool keepsCurrent);
    void deleteRequested();
    // The key that the provider itself offers may come for ten minutes, or no longer.
    void learnRequested(bool wanted);
    void tokenRequested(const QByteArray &token);

private:
    void buildToken(QBoxLayout *column);
    void refresh();
    void store();

    const Theme &m_theme;
    ProviderRow m_row;
    bool m_isBusy = false;
    qint64 m_learningMs = 0;
    QLabel *m_icon = nullptr;
    QLabel *m_status = nullptr;
    QLabel *m_text = nullptr;
    QWidget *m_fields = nullptr;
    QLineEdit *m_field = nullptr;
    QPushButton *m_store = nullptr;
    QPushButton *m_delete = nullptr;
    QPushButton *m_learn = nullptr;
    QCheckBox *m_keep = nullptr;
    QWidget *m_token = nullptr;
    QLineEdit *m_tokenField = nullptr;
    QPushButton *m_storeToken = nullptr;
};

} // namespace uw::ui
