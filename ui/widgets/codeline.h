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
    explicit CodeLine(const Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] QString code() const;
    void setCode(const QString &code);

private:
    ElidedLabel *m_label = nullptr;
    CopyButton *m_copy = nullptr;
};

} // namespace uw::ui
