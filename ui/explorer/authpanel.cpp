// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/authpanel.h"

#include "ui/shell/theme.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace uw::ui {

namespace {

constexpr int LongestKey = 4096;
constexpr int FieldWidthEm = 60;

} // namespace

AuthPanel::AuthPanel(const Theme &theme, DialogService &dialogs, SecretStore &secrets, QWidget *parent)
    : QScrollArea(parent)
    , m_theme(theme)
    , m_dialogs(dialogs)
    , m_secrets(secrets)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(Spacing::Large, Spacing::Medium, Spacing::Medium, Spacing::Medium);
    column->setSpacing(Spacing::Small);

    m_icon = new QLabel;
    m_title = new TextLabel(theme, TextRole::Body, ColorRole::Text);
    auto *head = new QHBoxLayout;
    head->setSpacing(Spacing::Small);
    head->addWidget(m_icon);
    head->addWidget(m_title, 1);
    column->addLayout(head);
    m_text = new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText);
    m_text->setWordWrap(true);
    column->addWidget(m_text);

    m_fields = new QWidget;
    m_fields->setMaximumWidth(FieldWidthEm * fontMetrics().horizontalAdvance(u'n'));
    auto *row = new QHBoxLayout(m_fields);
    row->setContentsMargins(0, Spacing::Tiny, 0, 0);
    row->setSpacing(Spacing::Small);
    m_field = new QLineEdit;
    m_field->setEchoMode(QLineEdit::Password);
    m_field->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    m_field->setMaxLength(LongestKey);
    m_store = new QPushButton(tr("Store secret"));
    m_delete = new QPushButton(tr("Delete"));
    row->addWidget(m_field, 1);
    row->addWidget(m_store);
    row->addWidget(m_delete);
    column->addWidget(m_fields);
    m_problem = new TextLabel(theme, TextRole::Caption, ColorRole::Error);
    m_problem->setWordWrap(true);
    column->addWidget(m_problem);
    column->addStretch();
    setWidget(content);

    connect(m_field, &QLineEdit::textChanged, this, [this] { setBusy(m_busy); });
    connect(m_field, &QLineEdit::returnPressed, this, &AuthPanel::store);
    connect(m_store, &QPushButton::clicked, this, &AuthPanel::store);
    connect(m_delete, &QPushButton::clicked, this, &AuthPanel::askToDelete);
    connect(&theme, &Theme::changed, this, [this] { setStatus(m_status, m_problem->text()); });
    setStatus(Status::NotNeeded);
}

void AuthPanel::setPlace(const std::optional<KeyPlace> &place)
{
    if (place == m_place)
        return;
    m_place = place;
    m_field->clear();
    if (place)
        ask();
    else
        setStatus(Status::NotNeeded);
}

void AuthPanel::refresh()
{
    if (m_place && !m_busy)
        ask();
}

void AuthPanel::ask()
{
    // A status that is known already stays until a newer one is.
    if (m_status == Status::NotNeeded || m_asked != m_place)
        setStatus(Status::Checking);
    m_asked = m_place;
    m_secrets.read(m_place->secretKey, this, [this, place = m_place](const Result<std::optional<QByteArray>> &result) {
        if (place != m_place)
            return;
        if (!result)
            setStatus(Status::Unavailable, result.error().text);
        else
            setStatus(*result ? Status::Stored : Status::NotStored);
    });
}

void AuthPanel::store()
{
    const QByteArray key = m_field->text().trimmed().toUtf8();
    if (!m_place || key.isEmpty() || m_busy)
        return;
    setBusy(true);
    m_secrets.write(m_place->secretKey, key, this, [this, place = m_place](const Result<void> &result) {
        setBusy(false);
        if (place != m_place)
            return;
        if (result) {
            m_field->clear();
            setStatus(Status::Stored);
        } else {
            setStatus(m_status, result.error().text);
        }
    });
}

void AuthPanel::askToDelete()
{
    if (!m_place)
        return;
    const Question question{
        .title = tr("Delete the stored %1?").arg(m_place->header),
        .text = tr("Calls to %1 go out without it until another one is stored.").arg(m_place->origin),
        .verb = tr("Delete"),
        .destructive = true,
    };
    m_dialogs.confirm(this, question, [this, place = m_place](bool yes) {
        if (yes && place == m_place)
            remove();
    });
}

void AuthPanel::remove()
{
    setBusy(true);
    m_secrets.remove(m_place->secretKey, this, [this, place = m_place](const Result<void> &result) {
        setBusy(false);
        if (place != m_place)
            return;
        if (result)
            setStatus(Status::NotStored);
        else
            setStatus(m_status, result.error().text);
    });
}

void AuthPanel::setBusy(bool busy)
{
    m_busy = busy;
    m_field->setEnabled(!busy);
    m_store->setEnabled(!busy && !m_field->text().trimmed().isEmpty());
    m_delete->setEnabled(!busy);
}

void AuthPanel::setStatus(Status status, const QString &problem)
{
    const bool changed = status != m_status;
    m_status = status;
    const QString header = m_place ? m_place->header : QString();
    ColorRole role = ColorRole::SecondaryText;
    QString icon = u"key"_qs;
    switch (status) {
    case Status::NotNeeded:
        m_title->setText(tr("This operation takes no API key"));
        break;
    case Status::Checking:
        m_title->setText(tr("%1: looking in the keychain…").arg(header));
        break;
    case Status::Stored:
        m_title->setText(tr("%1: stored in the keychain").arg(header));
        icon = u"check"_qs;
        role = ColorRole::Success;
        break;
    case Status::NotStored:
        m_title->setText(tr("%1: not stored").arg(header));
        icon = u"warning"_qs;
        role = ColorRole::Warning;
        break;
    case Status::Unavailable:
        m_title->setText(tr("%1: the keychain cannot be used").arg(header));
        icon = u"error"_qs;
        role = ColorRole::Error;
        break;
    }
    m_icon->setPixmap(m_theme.pixmap(icon, Metric::IconSmall, role, devicePixelRatioF()));
    if (!m_place)
        m_text->setText(tr("A header that it needs all the same can be added under Headers."));
    else if (!m_place->isPrivate)
        m_text->setText(tr("%1 is not encrypted, so the key is not sent there. Use https.").arg(m_place->origin));
    else
        m_text->setText(tr("Sent to %1 and nowhere else. It is kept in the system's keychain and can be replaced or "
                           "deleted, never read here.")
                            .arg(m_place->origin));
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_fields->setVisible(m_place.has_value());
    m_delete->setVisible(status == Status::Stored);
    m_field->setPlaceholderText(status == Status::Stored ? tr("Another key") : tr("Key"));
    m_field->setAccessibleName(tr("Key for %1").arg(header));
    setBusy(m_busy);
    if (changed)
        Q_EMIT statusChanged();
}

void AuthPanel::focusField()
{
    if (m_place)
        m_field->setFocus(Qt::OtherFocusReason);
}

} // namespace uw::ui
