// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

namespace uw::ui {

class CopyButton;
class ElidedLabel;
class Theme;

// One line of code in a quiet frame with a button that copies the whole of it.
class CodeLine final : public QFrame {
    Q_OBJECT

public:
    // `copyText`: what its button does, such as "Copy the address"; that is how the buttons of a page are told apart.
    CodeLine(const Theme &theme, const QString &copyText, QWidget *parent = nullptr);

    [[nodiscard]] QString code() const;
    void setCode(const QString &code);

private:
    ElidedLabel *m_label = nullptr;
    CopyButton *m_copy = nullptr;
};

} // namespace uw::ui
