// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/responsetext.h"

#include "core/json/valuescan.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

#include <optional>

namespace uw::ui {

namespace {

// The innermost value around a byte of a JSON text. On a worker: reads all before it.
std::optional<PickedValue> pickAround(const BodyFile &text, qint64 offset)
{
    const Result<QByteArrayView> view = text.view();
    if (!view)
        return std::nullopt;
    const std::optional<json::PlacedValue> placed = json::valueAround(*view, offset);
    std::optional<PickedValue> picked;
    if (placed && placed->span.end - placed->span.begin <= mostPickedBytes) {
        const Result<json::Value> value =
            json::parse(view->sliced(placed->span.begin, placed->span.end - placed->span.begin));
        if (value)
            picked = PickedValue{*value, placed->pointer};
    }
    text.release(0, view->size());
    return picked;
}

} // namespace

ResponseText::ResponseText(const Theme &theme, TextForm form, QWidget *parent)
    : QWidget(parent)
    , m_form(form)
    , m_pane(new LongTextPane(theme, this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pane);
    setFocusProxy(m_pane);
    m_pane->setPlaceholderText(tr("The answer has no body."));
    connect(m_pane, &LongTextPane::menuMade, this, [this](QMenu *menu, qint64 offset) { addActions(*menu, offset); });
}

void ResponseText::setBody(const std::shared_ptr<const BodyFile> &body, const QByteArray &contentType,
                           const QString &folder)
{
    if (std::exchange(m_body, body) == body)
        return;
    m_picker.drop();
    if (body)
        m_pane->showBody(body, contentType, m_form, folder);
    else
        m_pane->clear();
}

void ResponseText::addActions(QMenu &menu, qint64 offset)
{
    if (!m_pane->shown().isJson)
        return;
    menu.addSeparator();
    const auto add = [&](const QString &text, std::function<void(const PickedValue &)> use) {
        QAction *action = menu.addAction(text, this, [this, offset, use = std::move(use)] { pick(offset, use); });
        // Before that a place in the text may still become another one.
        action->setEnabled(m_pane->isWhole());
    };
    add(tr("Copy pointer"), [](const PickedValue &picked) { QGuiApplication::clipboard()->setText(picked.pointer); });
    add(tr("Use as…"), [this](const PickedValue &picked) { Q_EMIT valueChosen(picked); });
}

void ResponseText::pick(qint64 offset, const std::function<void(const PickedValue &)> &use)
{
    const auto text = std::dynamic_pointer_cast<const BodyFile>(m_pane->shown().text);
    if (!text)
        return;
    m_picker.start([text, offset] { return pickAround(*text, offset); },
                   [use](const std::optional<PickedValue> &picked) {
                       if (picked)
                           use(*picked);
                   });
}

} // namespace uw::ui
