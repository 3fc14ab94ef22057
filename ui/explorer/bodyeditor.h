// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/operation.h"
#include "ui/explorer/latestjob.h"

#include <QTimer>
#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
class QStackedWidget;
QT_END_NAMESPACE

namespace uw::ui {

class EmptyState;
class JsonView;
class Theme;

// Where an operation's body is written: an editor with a sample on demand, formatting and a mark that
// says whether the text is JSON and where it is not. GUI thread; owned by the operation panel.
class BodyEditor final : public QWidget {
    Q_OBJECT

public:
    // A longer text is not checked while typing.
    static constexpr qsizetype CheckedCharacters = 512 * 1024;

    explicit BodyEditor(const Theme &theme, QWidget *parent = nullptr);

    // Shows the body of an operation (nothing: it takes none) with what was typed before; no edited().
    void setBody(const std::optional<openapi::RequestBody> &body, const QString &text);
    [[nodiscard]] QString text() const;
    // The operation takes a body of a kind that can be written here.
    [[nodiscard]] bool isWritable() const { return m_writable; }
    [[nodiscard]] bool isRequired() const { return m_body && m_body->required; }
    // What goes on the wire; nothing when no body is written.
    [[nodiscard]] std::optional<QByteArray> bytes() const;

    // Why the text cannot be sent; empty when it can. Marks the place; `goThere`: puts the cursor there.
    QString check(bool goThere = false);
    void focusEditor();

    void insertSample();
    // Lays the JSON text out afresh; text that is not JSON stays as it is.
    void format();

    // A media type whose text is JSON (RFC 6838 section 4.2.8: "+json").
    [[nodiscard]] static bool isJsonType(const QString &mediaType);

Q_SIGNALS:
    void edited();

private:
    struct Formatted {
        QString text;
        QString problem;
    };

    void checkSoon();
    void showVerdict(const QString &problem, qsizetype offset, bool goThere = false);
    void markProblem(const QString &problem, qsizetype offset, bool goThere);
    void replaceText(const QString &text);
    void updateButtons();

    const Theme &m_theme;
    std::optional<openapi::RequestBody> m_body;
    bool m_writable = false;
    bool m_json = false;
    QStackedWidget *m_pages = nullptr;
    EmptyState *m_nothing = nullptr;
    JsonView *m_editor = nullptr;
    QLabel *m_type = nullptr;
    QLabel *m_verdictIcon = nullptr;
    QLabel *m_verdict = nullptr;
    QPushButton *m_sample = nullptr;
    QPushButton *m_format = nullptr;
    QTimer m_delay;
    LatestJob<Formatted> m_formatter;
};

} // namespace uw::ui
