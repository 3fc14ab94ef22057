// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QVBoxLayout;
QT_END_NAMESPACE

namespace uw::ui {

class Theme;

// A titled part of the Settings page. GUI thread.
class Section : public QWidget {
    Q_OBJECT

public:
    Section(const Theme &theme, const QString &title, const QString &note, QWidget *parent = nullptr);

    [[nodiscard]] const QString &title() const { return m_title; }

protected:
    [[nodiscard]] const Theme &theme() const { return m_theme; }
    [[nodiscard]] QVBoxLayout *column() const { return m_column; }
    // A quiet line of text under what was added last.
    QLabel *addCaption(const QString &text, const QString &objectName = {});
    // A label in the page's usual weight over what follows.
    QLabel *addLabel(const QString &text);

private:
    const Theme &m_theme;
    QString m_title;
    QVBoxLayout *m_column = nullptr;
};

} // namespace uw::ui
