// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/qtdialogs.h"

#include "ui/shell/theme.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QDialog>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

namespace uw::ui {

namespace {

constexpr int DialogWidth = 440;
constexpr int DetailLines = 10;

struct Frame {
    QDialog *dialog = nullptr;
    QVBoxLayout *column = nullptr;
    QPushButton *cancel = nullptr;
    QPushButton *verb = nullptr;
};

// Heading, text and the two buttons that every question has; the caller fills the middle.
Frame makeFrame(QWidget *parent, const Theme &theme, const QString &title, const QString &text, const QString &verb)
{
    Frame frame;
    frame.dialog = new QDialog(parent);
    frame.dialog->setAttribute(Qt::WA_DeleteOnClose);
    frame.dialog->setWindowModality(Qt::WindowModal);
    frame.dialog->setWindowTitle(title);
    frame.dialog->setMinimumWidth(DialogWidth);
    frame.column = new QVBoxLayout(frame.dialog);
    frame.column->setContentsMargins(Spacing::Huge, Spacing::Huge, Spacing::Huge, Spacing::Large);
    frame.column->setSpacing(Spacing::Medium);

    auto *heading = new TextLabel(theme, TextRole::Section, ColorRole::Text, title, frame.dialog);
    heading->setWordWrap(true);
    frame.column->addWidget(heading);
    if (!text.isEmpty()) {
        auto *body = new TextLabel(theme, TextRole::Body, ColorRole::SecondaryText, text, frame.dialog);
        body->setWordWrap(true);
        body->setTextInteractionFlags(Qt::TextSelectableByMouse);
        frame.column->addWidget(body);
        frame.dialog->setAccessibleDescription(text);
    }
    // No QDialogButtonBox: it would make the verb the default whatever we say.
    frame.cancel = new QPushButton(QDialog::tr("Cancel"), frame.dialog);
    frame.verb = new QPushButton(verb, frame.dialog);
    frame.verb->setObjectName(u"verbButton"_qs);
    for (QPushButton *button : {frame.cancel, frame.verb})
        button->setAutoDefault(false);
    QObject::connect(frame.cancel, &QPushButton::clicked, frame.dialog, &QDialog::reject);
    QObject::connect(frame.verb, &QPushButton::clicked, frame.dialog, &QDialog::accept);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Spacing::Small);
    buttons->addStretch();
    buttons->addWidget(frame.cancel);
    buttons->addWidget(frame.verb);
    frame.column->addStretch();
    frame.column->addSpacing(Spacing::Small);
    frame.column->addLayout(buttons);
    return frame;
}

void insertBeforeButtons(const Frame &frame, QWidget *widget)
{
    // Behind it stand the stretch, the space and the buttons.
    frame.column->insertWidget(frame.column->count() - 3, widget);
}

} // namespace

QtDialogService::QtDialogService(const Theme &theme) : m_theme(theme) {}

void QtDialogService::confirm(QWidget *parent, const Question &question, std::function<void(bool)> done)
{
    const Frame frame = makeFrame(parent, m_theme, question.title, question.text, question.verb);
    if (!question.details.isEmpty()) {
        auto *details = new QPlainTextEdit(question.details, frame.dialog);
        details->setReadOnly(true);
        details->setTabChangesFocus(true);
        const int lines = qBound(2, int(question.details.count(u'\n')) + 1, DetailLines);
        details->setAccessibleName(QDialog::tr("Details"));
        setRoles(details, m_theme, TextRole::Fixed);
        details->setFixedHeight(lines * details->fontMetrics().lineSpacing() + Spacing::Large);
        insertBeforeButtons(frame, details);
    }
    if (question.destructive) {
        // Enter must not destroy: the person has to go to the button.
        frame.verb->setProperty("uwDestructive", true);
        frame.cancel->setFocus();
    } else {
        frame.verb->setDefault(true);
        frame.verb->setFocus();
    }
    QObject::connect(frame.dialog, &QDialog::finished, frame.dialog,
                     [done = std::move(done)](int result) { done(result == QDialog::Accepted); });
    frame.dialog->open();
}

void QtDialogService::askText(QWidget *parent, const TextQuestion &question,
                              std::function<void(const std::optional<QString> &)> done)
{
    const Frame frame = makeFrame(parent, m_theme, question.title, question.text, question.verb);
    auto *field = new QLineEdit(question.initial, frame.dialog);
    field->setAccessibleName(question.title);
    if (question.secret) {
        field->setEchoMode(QLineEdit::Password);
        field->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    }
    field->setPlaceholderText(question.placeholder);
    insertBeforeButtons(frame, field);
    auto *wrong = new TextLabel(m_theme, TextRole::Body, ColorRole::Error, {}, frame.dialog);
    wrong->setObjectName(u"wrongAnswer"_qs);
    wrong->setWordWrap(true);
    wrong->hide();
    insertBeforeButtons(frame, wrong);
    frame.verb->setDefault(true);
    frame.verb->setEnabled(question.mayBeEmpty || !field->text().isEmpty());
    QObject::connect(field, &QLineEdit::textChanged, frame.verb,
                     [verb = frame.verb, wrong, mayBeEmpty = question.mayBeEmpty](const QString &text) {
                         verb->setEnabled(mayBeEmpty || !text.isEmpty());
                         wrong->hide();
                     });
    if (question.check) {
        // The frame's own wire would close the dialog.
        QObject::disconnect(frame.verb, &QPushButton::clicked, frame.dialog, &QDialog::accept);
        QObject::connect(frame.verb, &QPushButton::clicked, field,
                         [dialog = frame.dialog, field, wrong, check = question.check] {
                             const QString sentence = check(field->text());
                             if (sentence.isEmpty()) {
                                 dialog->accept();
                                 return;
                             }
                             wrong->setText(sentence);
                             wrong->show();
                             // A wrapped sentence needs more height than the dialog was opened with.
                             const int wanted = dialog->layout()->totalHeightForWidth(dialog->width());
                             dialog->resize(dialog->width(), qMax(dialog->height(), wanted));
                             field->setAccessibleDescription(sentence);
                             field->setFocus();
                         });
    }
    QObject::connect(frame.dialog, &QDialog::finished, field, [done = std::move(done), field](int result) {
        if (result == QDialog::Accepted)
            done(field->text());
        else
            done(std::nullopt);
    });
    frame.dialog->open();
    field->setFocus();
    field->selectAll();
}

void QtDialogService::askOpenFile(QWidget *parent, const FileQuestion &question,
                                  std::function<void(const QString &)> done)
{
    auto *dialog = new QFileDialog(parent, question.title, m_folder, question.filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    QObject::connect(dialog, &QFileDialog::finished, dialog, [this, dialog, done = std::move(done)](int result) {
        const QString path = result == QDialog::Accepted ? dialog->selectedFiles().value(0) : QString();
        if (!path.isEmpty())
            m_folder = QFileInfo(path).absolutePath();
        done(path);
    });
    dialog->open();
}

void QtDialogService::askSaveFile(QWidget *parent, const FileQuestion &question,
                                  std::function<void(const QString &)> done)
{
    auto *dialog = new QFileDialog(parent, question.title, m_folder, question.filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(question.suggestedName);
    dialog->setDefaultSuffix(QFileInfo(question.suggestedName).suffix());
    QObject::connect(dialog, &QFileDialog::finished, dialog, [this, dialog, done = std::move(done)](int result) {
        const QString path = result == QDialog::Accepted ? dialog->selectedFiles().value(0) : QString();
        if (!path.isEmpty())
            m_folder = QFileInfo(path).absolutePath();
        done(path);
    });
    dialog->open();
}

} // namespace uw::ui
