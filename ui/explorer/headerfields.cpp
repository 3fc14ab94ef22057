// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/headerfields.h"

#include "ui/shell/theme.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QToolButton>

#include <algorithm>

namespace uw::ui {

namespace {

constexpr int LongestName = 200;
constexpr int LongestValue = 8192;

// A token (RFC 9110 section 5.6.2).
bool isToken(const QString &name)
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9')
            || QStringView(u"!#$%&'*+-.^_`|~").contains(c);
    });
}

bool hasControls(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c < u' ' && c != u'\t'; });
}

} // namespace

HeaderFields::HeaderFields(const Theme &theme, QWidget *parent) : QScrollArea(parent), m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget;
    m_column = new QVBoxLayout(content);
    m_column->setContentsMargins(Spacing::Large, Spacing::Medium, Spacing::Medium, Spacing::Medium);
    m_column->setSpacing(Spacing::Small);
    m_note = new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText,
                           tr("Fields that this call carries besides those the operation describes. Content-Type and "
                              "the API key are added when the call goes out."));
    m_note->setWordWrap(true);
    m_column->addWidget(m_note);
    m_error = new TextLabel(theme, TextRole::Caption, ColorRole::Error);
    m_error->setWordWrap(true);
    m_error->hide();
    m_column->addWidget(m_error);
    m_add = new QToolButton;
    m_add->setText(tr("Add header"));
    m_add->setIcon(theme.icon(u"plus", ColorRole::SecondaryText));
    m_add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_add->setAutoRaise(true);
    m_column->addWidget(m_add, 0, Qt::AlignLeading);
    m_column->addStretch();
    setWidget(content);
    connect(m_add, &QToolButton::clicked, this, [this] {
        addLine({}, {});
        m_lines.last().name->setFocus();
    });
}

void HeaderFields::addLine(const QString &name, const QString &value)
{
    Line line;
    line.row = new QWidget;
    line.name = new QLineEdit(name, line.row);
    line.value = new QLineEdit(value, line.row);
    line.name->setPlaceholderText(tr("Name"));
    line.name->setMaxLength(LongestName);
    line.value->setPlaceholderText(tr("Value"));
    line.value->setMaxLength(LongestValue);
    setRoles(line.name, m_theme, TextRole::Fixed);
    setRoles(line.value, m_theme, TextRole::Fixed);
    line.remove = new QToolButton(line.row);
    QToolButton *remove = line.remove;
    remove->setIcon(m_theme.icon(u"close", ColorRole::SecondaryText));
    remove->setToolTip(tr("Remove this header"));
    remove->setAutoRaise(true);
    auto *row = new QHBoxLayout(line.row);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Spacing::Small);
    row->addWidget(line.name, 1);
    row->addWidget(line.value, 2);
    row->addWidget(remove);

    // Behind the note and the lines before it.
    m_column->insertWidget(int(m_lines.size()) + 1, line.row);
    // At once, so that it can take the focus.
    line.row->show();
    m_lines << line;
    nameLines();
    m_add->setEnabled(m_lines.size() < MaximumFields);
    setTabOrder(remove, m_add);
    for (QLineEdit *edit : {line.name, line.value}) {
        connect(edit, &QLineEdit::textEdited, this, [this] {
            m_error->hide();
            Q_EMIT edited();
        });
    }
    connect(remove, &QToolButton::clicked, this, [this, widget = line.row] { removeLine(widget); });
}

// Who hears the page instead of seeing it tells the lines apart by their numbers.
void HeaderFields::nameLines()
{
    for (int i = 0; i < int(m_lines.size()); ++i) {
        const Line &line = m_lines.at(i);
        line.name->setAccessibleName(tr("Name of header %1").arg(i + 1));
        line.value->setAccessibleName(tr("Value of header %1").arg(i + 1));
        line.remove->setAccessibleName(tr("Remove header %1").arg(i + 1));
    }
}

void HeaderFields::removeLine(const QWidget *row)
{
    const auto found =
        std::find_if(m_lines.begin(), m_lines.end(), [row](const Line &line) { return line.row == row; });
    if (found == m_lines.end())
        return;
    found->row->hide();
    found->row->deleteLater();
    m_lines.erase(found);
    nameLines();
    m_add->setEnabled(true);
    m_add->setFocus();
    m_error->hide();
    Q_EMIT edited();
}

void HeaderFields::clearLines()
{
    for (const Line &line : std::as_const(m_lines)) {
        line.row->hide();
        line.row->deleteLater();
    }
    m_lines.clear();
    m_add->setEnabled(true);
    m_error->hide();
}

void HeaderFields::setHeaders(const HeaderList &headers)
{
    clearLines();
    for (const HeaderField &field : headers.first(qMin(headers.size(), qsizetype(MaximumFields))))
        addLine(QString::fromUtf8(field.name), QString::fromUtf8(field.value));
}

HeaderList HeaderFields::headers() const
{
    HeaderList headers;
    for (const Line &line : m_lines) {
        const QString name = line.name->text().trimmed();
        if (!name.isEmpty())
            headers << HeaderField{name.toUtf8(), line.value->text().trimmed().toUtf8()};
    }
    return headers;
}

QString HeaderFields::check()
{
    m_error->hide();
    for (const Line &line : std::as_const(m_lines)) {
        const QString name = line.name->text().trimmed();
        QString problem;
        if (name.isEmpty() && !line.value->text().trimmed().isEmpty())
            problem = tr("A header with a value has no name. Name it or remove it.");
        else if (!name.isEmpty() && !isToken(name))
            problem = tr("“%1” cannot be the name of a header: letters, digits and - _ . are allowed.").arg(name);
        else if (hasControls(line.value->text()))
            problem = tr("The value of %1 holds a character that no header can carry. Remove it.").arg(name);
        if (!problem.isEmpty()) {
            m_error->setText(problem);
            m_error->show();
            return problem;
        }
    }
    return {};
}

bool HeaderFields::focusFirstError()
{
    for (const Line &line : std::as_const(m_lines)) {
        const QString name = line.name->text().trimmed();
        const bool wrongName = !isToken(name) && !(name.isEmpty() && line.value->text().trimmed().isEmpty());
        if (wrongName || hasControls(line.value->text())) {
            (wrongName ? line.name : line.value)->setFocus();
            return true;
        }
    }
    return false;
}

} // namespace uw::ui
