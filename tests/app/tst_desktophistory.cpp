// SPDX-License-Identifier: GPL-3.0-or-later
// A call that is sent from the window is in the history after a restart, and its key is nowhere in the profile.
// UW_PICTURES=folder keeps pictures of the history, light and dark.
#include "app/desktop/desktopapplication.h"
#include "core/history/callhistory.h"
#include "tests/support/fakedialogs.h"
#include "tests/support/memorysecretstore.h"
#include "tests/support/scriptedserver.h"
#include "ui/explorer/explorerpage.h"
#include "ui/explorer/historydetail.h"
#include "ui/explorer/historymodel.h"
#include "ui/explorer/historyshelf.h"
#include "ui/explorer/historyview.h"
#include "ui/explorer/operationpanel.h"
#include "ui/log/bodypane.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QListView>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace uw::test;

namespace {

constexpr auto apiKey = "key/of+the-history=test";

} // namespace

class DesktopHistoryTest final : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<ui::Theme> m_theme;
    FakeDialogs m_dialogs;
    MemorySecretStore m_secrets;
    ScriptedServer m_api;
    std::unique_ptr<DesktopApplication> m_desktop;

    void start()
    {
        ProcessOptions options;
        options.dataDirectory = m_folder.path();
        options.databasePath = m_folder.filePath(u"universal_webhook.db"_qs);
        options.listen.port = 0;
        options.control.reset();
        options.clockifyBaseUrl = QString::fromLatin1(m_api.url("/api"));
        m_desktop = std::make_unique<DesktopApplication>(options, *m_theme, m_dialogs,
                                                         RuntimeReplacements{.secrets = &m_secrets});
        QSignalSpy shown(m_desktop.get(), &DesktopApplication::windowShown);
        m_desktop->start();
        QTRY_COMPARE(shown.size(), 1);
        m_desktop->window()->resize(1280, 800);
        m_desktop->window()->showPage(u"explorer"_qs);
        QTRY_COMPARE(part<ui::ExplorerPage>()->find(u"tags"_qs, 1).size(), 1);
    }
    void stop()
    {
        QSignalSpy finished(m_desktop.get(), &DesktopApplication::finished);
        m_desktop->stop();
        QTRY_COMPARE(finished.size(), 1);
        m_desktop.reset();
    }
    template<typename T>
    T *part() const
    {
        return m_desktop->window()->findChild<T *>();
    }
    void keepPicture(const QString &name) const
    {
        const QPixmap picture = m_desktop->window()->grab();
        QVERIFY(picture.width() >= 960);
        if (const QString folder = qEnvironmentVariable("UW_PICTURES"); !folder.isEmpty())
            QVERIFY(QDir().mkpath(folder) && picture.save(QDir(folder).filePath(name + u".png")));
    }

private Q_SLOTS:
    void init() { m_theme = std::make_unique<ui::Theme>(*qApp); }
    void cleanup()
    {
        if (m_desktop)
            stop();
        m_theme.reset();
    }

    void keepsCallsOverARestart()
    {
        m_secrets.values = {{secretkeys::clockifyApiKey, apiKey}};
        int answers = 0;
        m_api.answerBy([&answers](const QByteArray &request) {
            const QByteArray key = ScriptedServer::header(request, "X-Api-Key");
            const QByteArray body = "{\"id\":\"5ef1cf219f130f232cc34ddc\",\"name\":\"Ada Lovelace\",\"echo\":\"" + key
                                  + "\",\"encoded\":\"" + key.toPercentEncoding() + "\",\"base64\":\"" + key.toBase64()
                                  + "\",\"activeWorkspace\":\"5f11791a4e759e12c40733ba\",\"status\":\"ACTIVE\"}";
            if (++answers == 3)
                return ScriptedServer::Script("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}");
            return ScriptedServer::Script(ScriptedServer::ok(body, "Content-Type: application/json\r\n"));
        });
        start();
        QSignalSpy recorded(m_desktop->runtime().history(), &CallHistory::recorded);
        part<ui::ExplorerPage>()->openOperation(u"GET /v1/user"_qs);
        QTRY_COMPARE(part<ui::OperationPanel>()->operation().summary.path, u"/v1/user"_qs);
        for (int call = 1; call <= 5; ++call) {
            Q_EMIT part<ui::OperationPanel>()->sendPressed(false);
            QTRY_COMPARE(recorded.size(), call);
        }
        QCOMPARE(ScriptedServer::header(m_api.requests().last(), "X-Api-Key"), apiKey);
        stop();

        start();
        part<ui::HistoryShelf>()->setCurrentIndex(ui::HistoryShelf::HistoryTab);
        ui::HistoryModel *model = part<ui::HistoryView>()->model();
        QTRY_COMPARE(model->rowCount(), 5);
        QCOMPARE(model->call(0).origin, u"window"_qs);
        QCOMPARE(model->call(0).document, u"clockify"_qs);
        QCOMPARE(model->call(0).status, 200);
        QCOMPARE(model->call(2).status, 404);
        part<ui::HistoryView>()->list()->setCurrentIndex(model->index(0));
        QTRY_VERIFY(part<ui::HistoryDetail>()->isVisible());
        QVERIFY(part<ui::HistoryDetail>()->call()->responseBody.contains("Ada Lovelace"));
        const auto *body = part<ui::HistoryDetail>()->findChild<ui::BodyPane *>(u"responseBody"_qs);
        QTRY_VERIFY2(body->isShown() && body->text().contains(u"Ada Lovelace"_qs), qPrintable(body->text()));
        QVERIFY(!body->text().contains(QString::fromLatin1(apiKey)));
        for (const auto &[mode, name] :
             {std::pair{ui::ThemeMode::Light, u"history-light"_qs}, {ui::ThemeMode::Dark, u"history-dark"_qs}}) {
            m_theme->setMode(mode);
            const QColor wanted = ui::Theme::palette(mode == ui::ThemeMode::Dark).color(QPalette::Window);
            // Each widget has taken it over.
            QTRY_COMPARE(body->palette().color(QPalette::Window), wanted);
            keepPicture(name);
        }
        stop();

        const QStringList names = QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden);
        QVERIFY(names.contains(u"universal_webhook.db"_qs));
        const QByteArray key = apiKey;
        for (const QString &name : names) {
            QFile file(m_folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            for (const QByteArray &form : {key, key.toBase64(), key.toPercentEncoding()})
                QVERIFY2(!bytes.contains(form), qPrintable(name));
        }
    }
};

QTEST_MAIN(DesktopHistoryTest)
#include "tst_desktophistory.moc"
