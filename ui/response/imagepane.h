// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/bodyfile.h"
#include "ui/explorer/latestjob.h"

#include <QImage>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace uw::ui {

class Theme;

// A picture as it came, fitted into the room there is, never enlarged. Decoded on a worker, within bounds of bytes and
// pixels. GUI thread.
class ImagePane final : public QWidget {
    Q_OBJECT

public:
    static constexpr qint64 MostBytes = 32 * limits::mebibyte;
    static constexpr qint64 MostPixels = 40'000'000;

    struct Picture {
        QImage image;
        // Of the picture itself, also when it was decoded smaller.
        QSize size;
        QByteArray format;
        // Why there is none.
        QString problem;
    };

    explicit ImagePane(const Theme &theme, QWidget *parent = nullptr);

    void setBody(const std::shared_ptr<const BodyFile> &body);
    [[nodiscard]] const Picture &picture() const { return m_picture; }

    // Decodes a picture, SVG included. Any thread.
    [[nodiscard]] static Picture decode(const BodyFile &body);
    // Whether a body with these first bytes or this type is one that can be shown.
    [[nodiscard]] static bool isPicture(const QByteArray &contentType, QByteArrayView start);

Q_SIGNALS:
    void shown();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    std::shared_ptr<const BodyFile> m_body;
    Picture m_picture;
    QLabel *m_label = nullptr;
    QLabel *m_facts = nullptr;
    LatestJob<Picture> m_decoder;
};

} // namespace uw::ui
