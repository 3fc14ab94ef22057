// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/imagepane.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QBuffer>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

using namespace uw;
using namespace uw::ui;

namespace {

QByteArray png(QSize size)
{
    QImage image(size, QImage::Format_Mono);
    image.fill(1);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

} // namespace

// Pictures are shown within bounds, whatever they claim to be.
class tst_ImagePane : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void decodes_data();
    void decodes();
    void tells_data();
    void tells();
    void fitsIntoTheRoom();
};

void tst_ImagePane::decodes_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QString>("problem");
    QTest::newRow("PNG") << png({30, 20}) << QSize(30, 20) << QString();
    QTest::newRow("SVG") << QByteArray("<svg xmlns='http://www.w3.org/2000/svg' width='40' height='10'><rect width='9' "
                                       "height='9'/></svg>")
                         << QSize(40, 10) << QString();
    QTest::newRow("SVG with a file in it") << QByteArray("<svg xmlns='http://www.w3.org/2000/svg'><image "
                                                         "href='/etc/hostname'/></svg>")
                                           << QSize() << u"refers to other files"_qs;
    QTest::newRow("SVG that is none") << QByteArray("<svg") << QSize() << u"no SVG"_qs;
    QTest::newRow("too many pixels") << png({20'000, 20'000}) << QSize(20'000, 20'000) << u"too many"_qs;
    QTest::newRow("cut short") << png({300, 200}).left(60) << QSize() << u"cannot be shown"_qs;
    QTest::newRow("no picture") << QByteArray("hello") << QSize() << u"cannot be shown"_qs;
}

void tst_ImagePane::decodes()
{
    QFETCH(QByteArray, body);
    QFETCH(QSize, size);
    QFETCH(QString, problem);
    const ImagePane::Picture picture = ImagePane::decode(BodyFile(body));
    QVERIFY2(problem.isEmpty() ? picture.problem.isEmpty() : picture.problem.contains(problem),
             qPrintable(picture.problem));
    QCOMPARE(picture.image.isNull(), !problem.isEmpty());
    if (size.isValid())
        QCOMPARE(picture.size, size);
}

void tst_ImagePane::tells_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<bool>("expected");
    QTest::newRow("by type") << QByteArray("Image/PNG") << QByteArray() << true;
    QTest::newRow("by its bytes") << QByteArray("application/octet-stream") << png({1, 1}) << true;
    QTest::newRow("JSON") << QByteArray("application/json") << QByteArray("{}") << false;
}

void tst_ImagePane::tells()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, start);
    QTEST(ImagePane::isPicture(type, start), "expected");
}

void tst_ImagePane::fitsIntoTheRoom()
{
    Theme theme(*qApp);
    ImagePane pane(theme);
    pane.resize(200, 200);
    pane.show();
    QSignalSpy shown(&pane, &ImagePane::shown);
    pane.setBody(std::make_shared<BodyFile>(png({1000, 500})));
    QTRY_COMPARE(shown.size(), 1);
    const QList<QLabel *> labels = pane.findChildren<QLabel *>();
    const auto drawn = std::find_if(labels.begin(), labels.end(),
                                    [](const QLabel *label) { return !label->pixmap(Qt::ReturnByValue).isNull(); });
    QVERIFY(drawn != labels.end());
    QVERIFY((*drawn)->pixmap(Qt::ReturnByValue).width() <= 200);
    pane.setBody(std::make_shared<BodyFile>(QByteArray("nothing")));
    QTRY_COMPARE(shown.size(), 2);
    QVERIFY(!pane.picture().problem.isEmpty());
}

QTEST_MAIN(tst_ImagePane)
#include "tst_imagepane.moc"
