// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/explorer/latestjob.h"
#include "ui/response/valuemenu.h"
#include "ui/widgets/longtextpane.h"

namespace uw::ui {

// A body as text whose JSON values can be taken out by its menu. GUI thread.
class ResponseText final : public QWidget {
    Q_OBJECT

public:
    ResponseText(const Theme &theme, TextForm form, QWidget *parent = nullptr);

    // Nothing happens when that body is shown already.
    void setBody(const std::shared_ptr<const BodyFile> &body, const QByteArray &contentType, const QString &folder);
    [[nodiscard]] LongTextPane *pane() const { return m_pane; }

Q_SIGNALS:
    void valueChosen(const uw::ui::PickedValue &picked);

private:
    void addActions(QMenu &menu, qint64 offset);
    void pick(qint64 offset, const std::function<void(const PickedValue &)> &use);

    const TextForm m_form;
    std::shared_ptr<const BodyFile> m_body;
    LongTextPane *m_pane = nullptr;
    LatestJob<std::optional<PickedValue>> m_picker;
};

} // namespace uw::ui
