// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/text/bodyfile.h"
#include "ui/explorer/latestjob.h"

#include <QStringList>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
QT_END_NAMESPACE

namespace uw::ui {

class Theme;

// What a JSONPath selected in a body: an array of the values, and where each stands.
struct PathSelection {
    std::shared_ptr<const BodyFile> body;
    // RFC 6901, in the order of the values.
    QStringList pointers;
    QString problem;
};

// Selects in a body on the calling thread; `folder` is for a selection too large for memory.
[[nodiscard]] PathSelection selectByPath(const BodyFile &body, const QString &path, const QString &folder);

// A line with a JSONPath (RFC 9535) that narrows a body down to what it selects; Escape closes it. GUI thread.
class JsonPathBar final : public QWidget {
    Q_OBJECT

public:
    // A tree of a larger body would take too much memory.
    static constexpr qint64 MostBytes = 24 * limits::mebibyte;

    explicit JsonPathBar(const Theme &theme, QWidget *parent = nullptr);

    // The body to select in; an open bar selects in it at once.
    void setBody(const std::shared_ptr<const BodyFile> &body, const QString &folder);
    void open();
    void close();
    [[nodiscard]] bool isNarrowing() const { return m_selection.body != nullptr; }
    // The pointer in the whole body of a pointer into the selection.
    [[nodiscard]] QString wholePointer(const QString &pointer) const;

Q_SIGNALS:
    // The body to be shown: the selection, or the whole one again.
    void bodyChanged(const std::shared_ptr<const uw::BodyFile> &body);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void select();

    std::shared_ptr<const BodyFile> m_body;
    QString m_folder;
    PathSelection m_selection;
    QLineEdit *m_field = nullptr;
    QLabel *m_state = nullptr;
    LatestJob<PathSelection> m_job;
};

} // namespace uw::ui
