// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/har.h"
#include "core/history/savedrequestjson.h"
#include "tests/support/fakedialogs.h"
#include "ui/explorer/callcompare.h"
#include "ui/explorer/historysettingssheet.h"
#include "ui/explorer/importsheet.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

using namespace uw;
using namespace uw::ui;

class ImportSheetTest final : public QObject {
    Q_OBJECT

    Theme m_theme{*qApp};
    test::FakeDialogs m_dialogs;

    static QPushButton *button(const QWidget &sheet, const QString &text)
    {
        for (QPushButton *button : sheet.findChildren<QPushButton *>()) {
            if (button->text() == text)
                return button;
        }
        return nullptr;
    }
    static QString write(const QTemporaryDir &folder, const QByteArray &bytes)
    {
        QFile file(folder.filePath(u"file"_qs));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
    }

    // The slots stand below: moc loses its way in raw strings inside a class.
private Q_SLOTS:
    void readsPastedCommands();
    void savesWithoutSecrets();
    void readsFiles_data();
    void readsFiles();
    void choosesWhatIsKept();
    void comparesCallsPartByPart();
};

void ImportSheetTest::readsPastedCommands()
{
    QPointer<ImportSheet> sheet = new ImportSheet(m_theme, m_dialogs, nullptr);
    QSignalSpy read(sheet.data(), &ImportSheet::read);
    QSignalSpy saved(sheet.data(), &ImportSheet::saveRequested);
    sheet->show();
    QVERIFY(!button(*sheet, u"Save requests"_qs)->isEnabled());
    sheet->setText(u"curl http://h/1 -H 'X-Api-Key: tell-nobody'\ncurl 'http://h/2?token=secret-too' -d @file"_qs);
    QTRY_COMPARE(read.size(), 1);
    auto *list = sheet->findChild<QTreeWidget *>();
    QCOMPARE(list->topLevelItemCount(), 2);
    QCOMPARE(list->topLevelItem(1)->text(0), u"POST"_qs);
    QVERIFY(sheet->findChild<QLabel *>(u"importNotes"_qs)->text().contains(u"“file” was not read"_qs));
    QVERIFY(!button(*sheet, u"Add to history"_qs)->isVisible());
    list->topLevelItem(0)->setCheckState(0, Qt::Unchecked);
    button(*sheet, u"Save requests"_qs)->click();
    QCOMPARE(saved.size(), 1);
    const auto requests = saved.first().first().value<SavedRequests>().requests;
    QCOMPARE(requests.size(), 1);
    QCOMPARE(requests.first().name, u"POST h/2"_qs);
    QVERIFY(requests.first().url.startsWith("http://h/2?token=%E2"));
    QTRY_VERIFY(sheet.isNull());
}

void ImportSheetTest::savesWithoutSecrets()
{
    const FoundRequests found = findRequests("curl -u me:tell-nobody -H 'X-Plain: a' http://h/ -d 'again=tell-nobody'");
    QCOMPARE(found.calls.size(), 1);
    const SavedRequest saved = savedRequestOf(found.calls.first());
    QVERIFY(!saved.arguments.contains("tell-nobody"));
    QVERIFY(!saved.arguments.contains(QByteArray("me:tell-nobody").toBase64()));
    QVERIFY(saved.arguments.contains("X-Plain"));
}

void ImportSheetTest::readsFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("calls");
    QTest::addColumn<int>("saved");
    QTest::addColumn<QString>("problem");
    CallRecord call;
    call.method = "GET";
    call.url = "http://h/";
    call.status = 200;
    QTest::newRow("HAR") << toHar({call, call}) << 2 << 0 << QString();
    QTest::newRow("empty HAR") << QByteArray(R"({"log":{"entries":[]}})") << 0 << 0 << u"holds no HTTP"_qs;
    QTest::newRow("saved") << toSavedRequestsJson({.requests = {{.name = u"a"_qs, .url = "http://h/"}}}) << 0 << 1
                           << QString();
    QTest::newRow("curl") << QByteArray("curl h") << 1 << 0 << QString();
    QTest::newRow("JSON") << QByteArray("{}") << 0 << 0 << u"no HAR file"_qs;
    QTest::newRow("HTML") << QByteArray("<html>") << 0 << 0 << u"redirects files"_qs;
    QTest::newRow("nothing") << QByteArray(" \n") << 0 << 0 << QString();
}

void ImportSheetTest::readsFiles()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, problem);
    const QTemporaryDir folder;
    const auto sheet = std::make_unique<ImportSheet>(m_theme, m_dialogs, nullptr);
    sheet->setAttribute(Qt::WA_DeleteOnClose, false);
    QSignalSpy read(sheet.get(), &ImportSheet::read);
    sheet->show();
    button(*sheet, u"Open file…"_qs)->click();
    m_dialogs.answerFile(write(folder, bytes));
    QTRY_COMPARE(read.size(), 1);
    QTEST(int(sheet->found().calls.size()), "calls");
    QTEST(int(sheet->found().saved.requests.size()), "saved");
    QVERIFY2(sheet->found().problem.contains(problem), qPrintable(sheet->found().problem));
    QCOMPARE(sheet->found().problem.isEmpty(), problem.isEmpty());
    QCOMPARE(button(*sheet, u"Add to history"_qs)->isVisible(), sheet->found().hasAnswers);
    sheet->openFile(folder.filePath(u"missing"_qs));
    QTRY_COMPARE(read.size(), 2);
    QVERIFY(sheet->found().problem.contains(u"cannot be read"_qs));
}

void ImportSheetTest::choosesWhatIsKept()
{
    QPointer<HistorySettingsSheet> sheet = new HistorySettingsSheet(m_theme, {}, nullptr);
    sheet->show();
    QCOMPARE(sheet->settings(), HistorySettings());
    QSignalSpy chosen(sheet.data(), &HistorySettingsSheet::chosen);
    const QList<QSpinBox *> boxes = sheet->findChildren<QSpinBox *>();
    QCOMPARE(boxes.size(), 3);
    boxes.at(0)->setValue(7);
    boxes.at(2)->setValue(0);
    button(*sheet, u"Keep this much"_qs)->click();
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().value<HistorySettings>(), (HistorySettings{.bodyBytes = 0, .days = 7}));
    QTRY_VERIFY(sheet.isNull());
}

void ImportSheetTest::comparesCallsPartByPart()
{
    CallRecord call;
    call.method = "POST";
    call.url = "http://h/p?a=1&b=x%20y&a=2";
    call.requestHeaders = {{"X-A", "1"}, {"x-a", "2"}};
    call.requestBody = R"({"n":1.0})";
    call.status = 200;
    call.responseBody = QByteArray("\xff\0", 2);
    QCOMPARE(json::serialize(comparableCall(call)),
             QByteArray(R"({"request":{"method":"POST","url":"http://h/p","query":{"a":["1","2"],"b":"x y"},)"
                        R"("headers":{"x-a":["1","2"]},"body":{"n":1.0}},)"
                        R"("response":{"status":200,"headers":{},"body":"/wA="}})"));
    call.responseBody = "plain";
    call.error = u"why"_qs;
    const json::Value value = comparableCall(call);
    QCOMPARE(json::toQString(*json::resolvePointer(value, u"/response/body")), u"plain"_qs);
    QCOMPARE(json::toQString(*json::resolvePointer(value, u"/response/error")), u"why"_qs);
}

QTEST_MAIN(ImportSheetTest)
#include "tst_importsheet.moc"
