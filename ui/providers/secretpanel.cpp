// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/secretpanel.h"

#include "core/providers/providersecrets.h"
#include "ui/shell/theme.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace uw::ui {

SecretPanel::SecretPanel(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Spacing::Small);
    m_icon = new QLabel;
    m_status = new TextLabel(theme, TextRole::Body, ColorRole::Text);
    m_status->setObjectName(u"secretStatus"_s);
    auto *head = new QHBoxLayout;
    head->setSpacing(Spacing::Small);
    head->addWidget(m_icon);
    head->addWidget(m_status, 1);
    column->addLayout(head);
    m_text = new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText);
    m_text->setWordWrap(true);
    column->addWidget(m_text);

    m_fields = new QWidget;
    auto *row = new QHBoxLayout(m_fields);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Spacing::Small);
    m_field = new QLineEdit;
    m_field->setObjectName(u"secretField"_s);
    m_field->setEchoMode(QLineEdit::Password);
    m_field->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    m_field->setMaxLength(int(maximumSecretBytes));
    m_store = new QPushButton(tr("Store secret"));
    m_store->setObjectName(u"storeSecret"_s);
    m_delete = new QPushButton(tr("Delete"));
    m_delete->setObjectName(u"deleteSecret"_s);
    row->addWidget(m_field, 1);
    row->addWidget(m_store);
    row->addWidget(m_delete);
    column->addWidget(m_fields);
    m_keep = new QCheckBox(tr("Keep the present secret valid beside the new one"));
    m_keep->setObjectName(u"keepSecret"_s);
    m_keep->setToolTip(tr("For a rotation: both are accepted until another secret is stored alone."));
    column->addWidget(m_keep);
    m_learn = new QPushButton;
    m_learn->setObjectName(u"learnSecret"_s);
    column->addWidget(m_learn, 0, Qt::AlignLeft);
    buildToken(column);

    connect(m_field, &QLineEdit::textChanged, this, &SecretPanel::refresh);
    connect(m_field, &QLineEdit::returnPressed, this, &SecretPanel::store);
    connect(m_store, &QPushButton::clicked, this, &SecretPanel::store);
    connect(m_delete, &QPushButton::clicked, this, &SecretPanel::deleteRequested);
    connect(m_learn, &QPushButton::clicked, this, [this] { Q_EMIT learnRequested(m_learningMs == 0); });
    connect(&theme, &Theme::changed, this, &SecretPanel::refresh);
}

void SecretPanel::buildToken(QBoxLayout *column)
{
    m_token = new QWidget;
    auto *rows = new QVBoxLayout(m_token);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(Spacing::Small);
    auto *text =
        new TextLabel(m_theme, TextRole::Caption, ColorRole::SecondaryText,
                      tr("Verify token: any text that you enter there as well. Without one the secret itself is "
                         "compared."));
    text->setWordWrap(true);
    rows->addWidget(text);
    m_tokenField = new QLineEdit;
    m_tokenField->setObjectName(u"tokenField"_s);
    m_tokenField->setEchoMode(QLineEdit::Password);
    m_tokenField->setInputMethodHints(m_field->inputMethodHints());
    m_tokenField->setMaxLength(m_field->maxLength());
    m_storeToken = new QPushButton(tr("Store token"));
    m_storeToken->setObjectName(u"storeToken"_s);
    auto *row = new QHBoxLayout;
    row->setSpacing(Spacing::Small);
    row->addWidget(m_tokenField, 1);
    row->addWidget(m_storeToken);
    rows->addLayout(row);
    column->addWidget(m_token);
    const auto store = [this] {
        const QByteArray token = m_tokenField->text().trimmed().toUtf8();
        if (!token.isEmpty() && !m_isBusy)
            Q_EMIT tokenRequested(token);
    };
    connect(m_tokenField, &QLineEdit::textChanged, this, &SecretPanel::refresh);
    connect(m_tokenField, &QLineEdit::returnPressed, this, store);
    connect(m_storeToken, &QPushButton::clicked, this, store);
}

void SecretPanel::setLearningMs(qint64 remainingMs)
{
    m_learningMs = remainingMs;
    refresh();
}

void SecretPanel::setRow(const ProviderRow &row)
{
    if (!row.isSame(m_row)) {
        forgetTyped(TypedSecret::Secret);
        forgetTyped(TypedSecret::Token);
        m_learningMs = 0;
    }
    m_row = row;
    refresh();
}

void SecretPanel::setBusy(bool busy)
{
    m_isBusy = busy;
    refresh();
}

void SecretPanel::forgetTyped(TypedSecret what)
{
    if (what == TypedSecret::Token)
        m_tokenField->clear();
    if (what == TypedSecret::Secret) {
        m_field->clear();
        m_keep->setChecked(false);
    }
}

void SecretPanel::store()
{
    // Blanks around a secret come from copying, not from its sender.
    const QByteArray secret = m_field->text().trimmed().toUtf8();
    if (!secret.isEmpty() && !m_isBusy)
        Q_EMIT storeRequested(secret, m_keep->isChecked());
}

void SecretPanel::refresh()
{
    const bool isStored = m_row.activeSecrets > 0;
    QString icon = u"key"_s;
    ColorRole role = ColorRole::SecondaryText;
    if (m_row.isFixed) {
        m_status->setText(tr("The secret comes from the environment"));
        m_text->setText(tr("It was set for this process from outside. Change it there and start the program again."));
    } else if (m_row.hasSecretFault) {
        icon = u"error"_s;
        role = ColorRole::Error;
        m_status->setText(tr("The stored secret cannot be read"));
        m_text->setText(m_row.fault);
    } else if (isStored) {
        icon = u"check"_s;
        role = ColorRole::Success;
        m_status->setText(m_row.activeSecrets == 1
                              ? tr("Stored in the keychain")
                              : tr("%n secrets stored in the keychain", nullptr, int(m_row.activeSecrets)));
        m_text->setText(tr("It can be replaced or deleted, never read here."));
    } else {
        m_status->setText(tr("No secret is stored"));
        m_text->setText(m_row.isSource && !m_row.signsRequests
                            ? tr("Without a scheme nothing is verified, so none is needed.")
                            : tr("Copy it from where the webhook was set up. It goes into the system's keychain."));
    }
    m_icon->setPixmap(m_theme.pixmap(icon, Metric::IconSmall, role, devicePixelRatioF()));
    m_fields->setVisible(!m_row.isFixed && (m_row.signsRequests || isStored || !m_row.fault.isEmpty()));
    m_field->setPlaceholderText(isStored ? tr("Another secret") : tr("Secret"));
    m_field->setAccessibleName(tr("Secret of %1").arg(m_row.title));
    m_store->setAccessibleName(tr("Store the secret of %1").arg(m_row.title));
    m_delete->setAccessibleName(tr("Delete the secret of %1").arg(m_row.title));
    m_keep->setAccessibleName(tr("Keep the present secret of %1 valid beside the new one").arg(m_row.title));
    m_learn->setAccessibleDescription(m_row.title);
    m_storeToken->setAccessibleName(tr("Store the verify token of %1").arg(m_row.title));
    m_field->setEnabled(!m_isBusy);
    m_store->setEnabled(!m_isBusy && !m_field->text().trimmed().isEmpty());
    m_delete->setVisible(isStored || m_row.hasSecretFault);
    m_delete->setEnabled(!m_isBusy);
    m_keep->setVisible(isStored && !m_row.isFixed);
    m_learn->setVisible(m_row.offersKey && !isStored && !m_row.isFixed);
    m_learn->setEnabled(!m_isBusy);
    const qint64 seconds = (m_learningMs + 999) / 1000;
    m_learn->setText(
        m_learningMs > 0
            ? tr("Stop waiting for a key (%1:%2 left)").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'))
            : tr("Take the offered key for ten minutes"));
    m_token->setVisible(m_row.asksVerifyToken && !m_row.isFixed);
    m_tokenField->setPlaceholderText(m_row.hasVerifyToken ? tr("Another verify token") : tr("Verify token"));
    m_tokenField->setAccessibleName(tr("Verify token of %1").arg(m_row.title));
    m_tokenField->setEnabled(!m_isBusy);
    m_storeToken->setEnabled(!m_isBusy && !m_tokenField->text().trimmed().isEmpty());
}

} // namespace uw::ui
