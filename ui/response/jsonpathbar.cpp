// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/jsonpathbar.h"

#include "core/json/jsonpath.h"
#include "ui/shell/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>

namespace uw::ui {

namespace {

// "$['a'][0]" (RFC 9535, section 2.7) as "/a/0".
QString pointerOf(const std::string &normalized)
{
    const QString path = QString::fromUtf8(normalized.data(), qsizetype(normalized.size()));
    QString pointer;
    for (qsizetype at = 1; at < path.size();) {
        const bool isName = path.size() > at + 1 && path.at(at + 1) == u'\'';
        if (!isName) {
            const qsizetype end = path.indexOf(u']', at);
            pointer += u'/' + path.mid(at + 1, end - at - 1);
            at = end + 1;
            continue;
        }
        // What stands between single quotes becomes a JSON string, which knows the same escapes but for the quotes.
        QString text;
        for (at += 2; at < path.size() && path.at(at) != u'\''; ++at) {
            if (path.at(at) == u'\\' && path.mid(at + 1, 1) == u"'")
                ++at;
            else if (path.at(at) == u'"')
                text += u'\\';
            else if (path.at(at) == u'\\')
                text += path.at(at++);
            text += path.at(at);
        }
        at += 2;
        const Result<json::Value> name = json::parse(QByteArray('"' + text.toUtf8() + '"'));
        pointer += u'/' + json::escapePointerToken(name ? json::toQString(*name) : text);
    }
    return pointer;
}

} // namespace

PathSelection selectByPath(const BodyFile &body, const QString &path, const QString &folder)
{
    PathSelection selection;
    const auto refused = [&selection](const QString &why) {
        selection.problem = why;
        return selection;
    };
    const Result<json::JsonPath> query = json::JsonPath::compile(QStringView(path));
    if (!query)
        return refused(query.error().text);
    if (body.size() > JsonPathBar::MostBytes)
        return refused(JsonPathBar::tr("A JSONPath is followed in answers of up to %1. Use the tree or the search.")
                           .arg(longSize(JsonPathBar::MostBytes)));
    const Result<json::Value> root = json::parse(body.read(0, body.size()));
    if (!root)
        return refused(JsonPathBar::tr("The answer is no JSON: %1.").arg(root.error().text));
    json::EvaluationMeter meter;
    const Result<std::vector<json::LocatedNode>> nodes = query->locate(*root, meter);
    if (!nodes)
        return refused(nodes.error().text);
    auto selected = std::make_shared<BodyFile>(folder);
    Result<void> kept = selected->append("[");
    for (const json::LocatedNode &node : *nodes) {
        if (!kept)
            return refused(kept.error().text);
        const QByteArray text = json::serialize(*node.value);
        kept = selected->append(selection.pointers.isEmpty() ? text : QByteArray(',' + text));
        selection.pointers.append(pointerOf(node.path));
    }
    kept = kept ? selected->append("]") : kept;
    if (!kept)
        return refused(kept.error().text);
    selection.body = selected;
    return selection;
}

JsonPathBar::JsonPathBar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_field(new QLineEdit(this))
    , m_state(new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText, {}, this))
{
    m_field->setObjectName(QStringLiteral("jsonPathField"));
    m_field->setPlaceholderText(tr("JSONPath, such as %1").arg(QStringLiteral("$.data[?@.active].id")));
    m_field->setAccessibleName(tr("JSONPath"));
    setRoles(m_field, theme, TextRole::Fixed);
    m_state->setObjectName(QStringLiteral("jsonPathState"));
    auto *closeButton = new QToolButton(this);
    closeButton->setIcon(theme.icon(u"close"));
    closeButton->setAutoRaise(true);
    closeButton->setToolTip(tr("Show the whole answer"));
    closeButton->setAccessibleName(closeButton->toolTip());
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Spacing::Medium, Spacing::Tiny, Spacing::Small, Spacing::Tiny);
    row->setSpacing(Spacing::Small);
    row->addWidget(m_field, 2);
    row->addWidget(m_state, 1);
    row->addWidget(closeButton);
    setFocusProxy(m_field);
    hide();
    connect(m_field, &QLineEdit::returnPressed, this, &JsonPathBar::select);
    connect(closeButton, &QToolButton::clicked, this, &JsonPathBar::close);
}

void JsonPathBar::setBody(const std::shared_ptr<const BodyFile> &body, const QString &folder)
{
    m_body = body;
    m_folder = folder;
    m_selection = {};
    m_job.drop();
    m_state->clear();
    if (!isHidden() && !m_field->text().isEmpty())
        select();
}

void JsonPathBar::open()
{
    show();
    m_field->setFocus();
    m_field->selectAll();
}

void JsonPathBar::close()
{
    hide();
    m_job.drop();
    m_state->clear();
    if (std::exchange(m_selection, {}).body)
        Q_EMIT bodyChanged(m_body);
}

void JsonPathBar::select()
{
    if (!m_body)
        return;
    if (m_field->text().trimmed().isEmpty()) {
        m_selection = {};
        m_state->clear();
        Q_EMIT bodyChanged(m_body);
        return;
    }
    m_job.start([body = m_body, path = m_field->text().trimmed(),
                 folder = m_folder] { return selectByPath(*body, path, folder); },
                [this](const PathSelection &selection) {
                    m_state->setText(selection.body ? tr("%Ln values", nullptr, int(selection.pointers.size()))
                                                    : selection.problem);
                    m_state->setToolTip(selection.problem);
                    if (!selection.body)
                        return;
                    m_selection = selection;
                    Q_EMIT bodyChanged(selection.body);
                });
}

QString JsonPathBar::wholePointer(const QString &pointer) const
{
    if (!isNarrowing() || pointer.isEmpty())
        return pointer;
    const QString first = pointer.section(u'/', 1, 1);
    return m_selection.pointers.value(first.toInt()) + pointer.mid(first.size() + 1);
}

void JsonPathBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

} // namespace uw::ui
