// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/imagepane.h"

#include "ui/shell/theme.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QBuffer>
#include <QImageReader>
#include <QPainter>
#include <QSvgRenderer>

namespace uw::ui {

namespace {

// A picture without a size of its own is drawn as large.
constexpr QSize usualSvgSize(512, 512);
constexpr int widestSvg = 2048;

bool looksLikeSvg(QByteArrayView start)
{
    const QByteArray text = start.first(qMin<qsizetype>(start.size(), 1024)).toByteArray();
    return text.contains("<svg") && !text.contains('\0');
}

ImagePane::Picture decodeSvg(const QByteArray &bytes)
{
    ImagePane::Picture picture{.format = "svg"};
    // What is embedded by reference stays out: a picture shows nothing but itself.
    if (bytes.contains("<!ENTITY") || bytes.contains("<image")) {
        picture.problem =
            ImagePane::tr("This SVG refers to other files or entities and is not drawn. Save it to look at "
                          "it elsewhere.");
        return picture;
    }
    QSvgRenderer renderer(bytes);
    if (!renderer.isValid()) {
        picture.problem = ImagePane::tr("This is no SVG that can be drawn.");
        return picture;
    }
    picture.size = renderer.defaultSize().isEmpty() ? usualSvgSize : renderer.defaultSize();
    picture.image = QImage(picture.size.boundedTo({widestSvg, widestSvg}), QImage::Format_ARGB32_Premultiplied);
    picture.image.fill(Qt::transparent);
    QPainter painter(&picture.image);
    renderer.render(&painter);
    return picture;
}

} // namespace

ImagePane::ImagePane(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_label(new QLabel(this))
    , m_facts(new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText, {}, this))
{
    m_label->setAlignment(Qt::AlignCenter);
    m_label->setMinimumSize(1, 1);
    m_label->setWordWrap(true);
    m_label->setAccessibleName(tr("Picture"));
    m_facts->setContentsMargins(Spacing::Medium, Spacing::Tiny, Spacing::Medium, Spacing::Tiny);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_facts);
    column->addWidget(m_label, 1);
}

bool ImagePane::isPicture(const QByteArray &contentType, QByteArrayView start)
{
    if (contentType.trimmed().toLower().startsWith("image/"))
        return true;
    return start.startsWith("\x89PNG\r\n") || start.startsWith("GIF8") || start.startsWith("\xFF\xD8\xFF")
        || (start.startsWith("RIFF") && start.size() > 12 && start.sliced(8).startsWith("WEBP"));
}

ImagePane::Picture ImagePane::decode(const BodyFile &body)
{
    Picture picture;
    if (body.size() > MostBytes) {
        picture.problem = tr("The picture is too large to be shown here. Save it to look at it.");
        return picture;
    }
    QByteArray bytes = body.read(0, body.size());
    if (looksLikeSvg(bytes))
        return decodeSvg(bytes);
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setAutoTransform(true);
    picture.size = reader.size();
    picture.format = reader.format();
    // Before a pixel is there: a few bytes can claim a picture of gigabytes.
    if (qint64(picture.size.width()) * picture.size.height() > MostPixels) {
        picture.problem = tr("The picture has %1 × %2 pixels, too many to be shown here. Save it to look at it.")
                              .arg(picture.size.width())
                              .arg(picture.size.height());
        return picture;
    }
    if (!reader.read(&picture.image))
        picture.problem = tr("The picture cannot be shown: %1.").arg(reader.errorString());
    return picture;
}

void ImagePane::setBody(const std::shared_ptr<const BodyFile> &body)
{
    if (std::exchange(m_body, body) == body)
        return;
    m_picture = {};
    m_facts->clear();
    m_label->clear();
    if (!body) {
        m_decoder.drop();
        return;
    }
    m_decoder.start([body] { return decode(*body); },
                    [this](const Picture &picture) {
                        m_picture = picture;
                        if (picture.problem.isEmpty())
                            m_facts->setText(tr("%1 × %2 pixels · %3")
                                                 .arg(picture.size.width())
                                                 .arg(picture.size.height())
                                                 .arg(QString::fromLatin1(picture.format.toUpper())));
                        fit();
                        Q_EMIT shown();
                    });
}

void ImagePane::fit()
{
    if (m_picture.image.isNull()) {
        m_label->setText(m_picture.problem);
        return;
    }
    const qreal ratio = devicePixelRatioF();
    const QSize room = m_label->size() * ratio;
    QImage image = m_picture.image;
    if (image.width() > room.width() || image.height() > room.height())
        image = image.scaled(room, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    QPixmap pixmap = QPixmap::fromImage(image);
    pixmap.setDevicePixelRatio(ratio);
    m_label->setPixmap(pixmap);
}

void ImagePane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

} // namespace uw::ui
