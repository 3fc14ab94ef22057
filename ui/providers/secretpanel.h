// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/providers/providerrow.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
QT_END_NAMESPACE

namespace uw::ui {

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
    void forgetTyped();

Q_SIGNALS:
    void storeRequested(const QByteArray &secret, bool keepsCurrent);
    void deleteRequested();
    // The key that the provider itself offers may come for ten minutes.
    void learnRequested();

private:
    void refresh();
    void store();

    const Theme &m_theme;
    ProviderRow m_row;
    bool m_isBusy = false;
    QLabel *m_icon = nullptr;
    QLabel *m_status = nullptr;
    QLabel *m_text = nullptr;
    QWidget *m_fields = nullptr;
    QLineEdit *m_field = nullptr;
    QPushButton *m_store = nullptr;
    QPushButton *m_delete = nullptr;
    QPushButton *m_learn = nullptr;
    QCheckBox *m_keep = nullptr;
};

} // namespace uw::ui
