// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/valueeditor.h"

#include "ui/explorer/choiceeditors.h"
#include "ui/explorer/listeditor.h"
#include "ui/explorer/texteditors.h"

#include <QEvent>

namespace uw::ui {

namespace {

class WheelGuard final : public QObject {
public:
    using QObject::QObject;

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        const auto *widget = qobject_cast<QWidget *>(watched);
        if (event->type() != QEvent::Wheel || !widget || widget->hasFocus())
            return QObject::eventFilter(watched, event);
        // Not ours: the scroll area behind takes it.
        event->ignore();
        return true;
    }
};

} // namespace

ValueEditor::~ValueEditor()
{
    // A field inside that loses the focus while it goes down would still report to this object.
    for (QObject *child : findChildren<QObject *>())
        child->disconnect(this);
}

void ValueEditor::setAccessibleTexts(const QString &name, const QString &description)
{
    QWidget *target = focusProxy() ? focusProxy() : this;
    target->setAccessibleName(name);
    target->setAccessibleDescription(description);
}

ValueEditor *makeValueEditor(const openapi::Parameter &parameter, const Theme &theme, QWidget *parent)
{
    const openapi::ValueSchema &schema = parameter.schema;
    if (schema.type == u"array") {
        if (!schema.enumValues.isEmpty())
            return new MultiChoiceEditor(schema, theme, parent);
        return new ListEditor(schema, theme, parent);
    }
    if (!schema.enumValues.isEmpty())
        return new ChoiceEditor(schema, parameter.required, parent);
    if (schema.type == u"boolean")
        return new BooleanEditor(schema, parameter.required, parent);
    if (schema.type == u"integer" || schema.type == u"number")
        return new NumberEditor(schema, parent);
    if (schema.format == u"date" || schema.format == u"date-time")
        return new DateEditor(schema, theme, parent);
    return new TextEditor(schema, parent);
}

void ignoreWheelWithoutFocus(QWidget *widget)
{
    widget->setFocusPolicy(Qt::StrongFocus);
    widget->installEventFilter(new WheelGuard(widget));
}

} // namespace uw::ui
