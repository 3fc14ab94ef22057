// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forward/forwarder.h"
#include "core/http/httpclient.h"
#include "core/store/store.h"
#include "tests/support/fakedialogs.h"
#include "tests/support/sampleevent.h"
#include "tests/support/scriptedserver.h"
#include "ui/providers/forwardpanel.h"
#include "ui/shell/theme.h"
#include "ui/widgets/badge.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace uw::ui;
using namespace Qt::StringLiterals;
using test::ScriptedServer;

namespace {

constexpr int waitMs = 30'000;
// Longer than a test: a held event goes again when somebody says so.
constexpr int longDelayMs = 3'600'000;

} // namespace

// The panel on a real forwarder, with a target that answers what the test says.
class ForwardPanelTest final : public QObject {
    Q_OBJECT

    struct Parts {
        QTemporaryDir folder;
        SystemClock clock;
        HttpClient http;
        ProviderRegistry registry{builtInProviders()};
        test::FakeDialogs dialogs;
        ScriptedServer target;
        std::unique_ptr<Store> store;
        std::unique_ptr<Forwarder> forwarder;
        std::unique_ptr<Theme> theme;
        std::unique_ptr<ForwardPanel> panel;
        int number = 0;
        int status = 200;
    };
    std::unique_ptr<Parts> d;

    template<typename T>
    T *child(const QString &name) const
    {
        return d->panel->findChild<T *>(name);
    }
    QPushButton *button(const QString &name) const { return child<QPushButton>(name); }
    QString text(const QString &name) const { return child<QLabel>(name)->text(); }
    QString badge() const { return child<BadgeLabel>(u"forwardBadge"_s)->badge().text; }
    void makePanel()
    {
        d->panel = std::make_unique<ForwardPanel>(*d->theme, d->clock, d->dialogs, *d->forwarder);
        d->panel->setSource(u"clockify"_s, u"Clockify"_s);
        d->panel->resize(700, 300);
        QSignalSpy refreshed(d->panel.get(), &ForwardPanel::refreshed);
        d->panel->show();
        QVERIFY(refreshed.wait(waitMs));
    }
    void forwardTo(const QString &url)
    {
        auto *field = child<QLineEdit>(u"forwardUrl"_s);
        field->selectAll();
        QTest::keyClicks(field, url);
        QTest::mouseClick(button(u"forwardSave"_s), Qt::LeftButton);
    }
    [[nodiscard]] QString target() const { return QString::fromLatin1(d->target.url("/hook")); }
    // Stores one accepted event of Clockify.
    void receive()
    {
        std::optional<bool> stored;
        d->store->submitEvent(test::sampleEvent(++d->number), this,
                              [&stored](const Result<qint64> &result) { stored = bool(result); });
        QVERIFY(QTest::qWaitFor([&stored] { return stored.has_value(); }, waitMs));
        QVERIFY(*stored);
    }

private Q_SLOTS:
    void init()
    {
        d = std::make_unique<Parts>();
        d->target.answerBy([this](const QByteArray &) {
            return ScriptedServer::Script("HTTP/1.1 " + QByteArray::number(d->status)
                                          + " Word\r\nContent-Length: 0\r\n\r\n");
        });
        auto opened = Store::open({.databasePath = d->folder.filePath(u"x.db"_s)});
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
        d->store = std::move(*opened);
        d->forwarder = std::make_unique<Forwarder>(
            Forwarder::Parts{.store = *d->store,
                             .registry = d->registry,
                             .http = d->http,
                             .clock = d->clock,
                             .digestKeys = [] { return QList<QByteArray>{"key"}; },
                             .isOwnAddress = [](const QUrl &url) { return url.port() == 8001; },
                             .firstDelayMs = longDelayMs,
                             .longestDelayMs = longDelayMs});
        QSignalSpy loaded(d->forwarder.get(), &Forwarder::loaded);
        d->forwarder->load();
        QVERIFY(loaded.wait(waitMs));
        d->theme = std::make_unique<Theme>(*qApp);
        makePanel();
    }
    void cleanup()
    {
        d->panel.reset();
        d->forwarder.reset();
        d->store->close();
        d.reset();
    }

    void makesARule()
    {
        QVERIFY(!button(u"forwardSave"_s)->isEnabled());
        QVERIFY(!button(u"forwardPause"_s)->isVisible());
        QVERIFY(!button(u"forwardRemove"_s)->isVisible());
        forwardTo(target());
        QTRY_COMPARE(badge(), u"up to date"_s);
        QVERIFY(d->dialogs.asked.isEmpty());
        QVERIFY(!button(u"forwardSave"_s)->isEnabled());
        receive();
        QTRY_VERIFY2(text(u"forwardState"_s).contains(u"Passed on: 1"_s), qPrintable(text(u"forwardState"_s)));
        QCOMPARE(d->target.requests().size(), 1);
        QVERIFY(!child<QLabel>(u"forwardError"_s)->isVisible());
    }
    void holdsWhileTheTargetIsDown()
    {
        d->status = 503;
        forwardTo(target());
        QTRY_COMPARE(badge(), u"up to date"_s);
        receive();
        receive();
        QTRY_COMPARE(badge(), u"target is down"_s);
        d->panel->refresh();
        QTRY_VERIFY2(text(u"forwardState"_s).contains(u"Held: 2."_s), qPrintable(text(u"forwardState"_s)));
        QVERIFY2(text(u"forwardError"_s).contains(u"503"_s), qPrintable(text(u"forwardError"_s)));
        QVERIFY(button(u"forwardTryNow"_s)->isVisible());
        // Back again: everything follows, in order, when somebody says so.
        d->status = 200;
        QTest::mouseClick(button(u"forwardTryNow"_s), Qt::LeftButton);
        QTRY_COMPARE(badge(), u"up to date"_s);
        QTRY_VERIFY(text(u"forwardState"_s).contains(u"Passed on: 2"_s));
        QVERIFY(!button(u"forwardTryNow"_s)->isVisible());
        QVERIFY(!child<QLabel>(u"forwardError"_s)->isVisible());
        QCOMPARE(d->target.requests().size(), 3);
    }
    void pausesAndGoesOn()
    {
        forwardTo(target());
        QTRY_COMPARE(badge(), u"up to date"_s);
        QTest::mouseClick(button(u"forwardPause"_s), Qt::LeftButton);
        QTRY_COMPARE(badge(), u"paused"_s);
        receive();
        d->panel->refresh();
        QTRY_VERIFY2(text(u"forwardState"_s).contains(u"Held: 1."_s), qPrintable(text(u"forwardState"_s)));
        QCOMPARE(d->target.requests().size(), 0);
        QTest::mouseClick(button(u"forwardPause"_s), Qt::LeftButton);
        QTRY_COMPARE(badge(), u"up to date"_s);
        QTRY_COMPARE(d->target.requests().size(), 1);
    }
    void asksBeforeEventsLeave()
    {
        forwardTo(u"https://hooks.example.com/in"_s);
        QCOMPARE(d->dialogs.asked.size(), 1);
        QVERIFY(d->dialogs.asked.first().question.title.contains(u"hooks.example.com"_s));
        QCOMPARE(d->dialogs.asked.first().question.details, u"https://hooks.example.com/in"_s);
        d->dialogs.answerConfirm(false);
        QVERIFY(!button(u"forwardPause"_s)->isVisible());
        // What was typed stays.
        QCOMPARE(child<QLineEdit>(u"forwardUrl"_s)->text(), u"https://hooks.example.com/in"_s);
        QTest::mouseClick(button(u"forwardSave"_s), Qt::LeftButton);
        d->dialogs.answerConfirm(true);
        QTRY_COMPARE(badge(), u"up to date"_s);
    }
    void saysWhatIsWrongWithAnAddress_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("said");
        QTest::newRow("no scheme") << u"localhost:3000"_s << u"http"_s;
        QTest::newRow("our own listener") << u"http://127.0.0.1:8001/webhooks/github"_s << u"own listener"_s;
        QTest::newRow("a cloud's credentials") << u"http://169.254.169.254/latest"_s << u"169.254.169.254"_s;
    }
    void saysWhatIsWrongWithAnAddress()
    {
        QFETCH(QString, url);
        QFETCH(QString, said);
        forwardTo(url);
        auto *error = child<QLabel>(u"forwardError"_s);
        QTRY_VERIFY(error->isVisible());
        QVERIFY2(error->text().contains(said), qPrintable(error->text()));
        QCOMPARE(child<QLineEdit>(u"forwardUrl"_s)->text(), url);
        QVERIFY(!button(u"forwardPause"_s)->isVisible());
        // Typing takes it away.
        QTest::keyClicks(child<QLineEdit>(u"forwardUrl"_s), u"x"_s);
        QVERIFY(!error->isVisible());
    }
    void endsARule()
    {
        forwardTo(target());
        QTRY_COMPARE(badge(), u"up to date"_s);
        QTest::mouseClick(button(u"forwardRemove"_s), Qt::LeftButton);
        QVERIFY(d->dialogs.asked.first().question.destructive);
        d->dialogs.answerConfirm(false);
        QVERIFY(button(u"forwardRemove"_s)->isVisible());
        QTest::mouseClick(button(u"forwardRemove"_s), Qt::LeftButton);
        d->dialogs.answerConfirm(true);
        QTRY_VERIFY(!button(u"forwardRemove"_s)->isVisible());
        QVERIFY(child<QLineEdit>(u"forwardUrl"_s)->text().isEmpty());
        receive();
        QVERIFY(d->target.requests().isEmpty());
    }
    void eachSourceHasARuleOfItsOwn()
    {
        forwardTo(target());
        QTRY_COMPARE(badge(), u"up to date"_s);
        d->panel->setSource(u"custom:shop"_s, u"shop"_s);
        QVERIFY(child<QLineEdit>(u"forwardUrl"_s)->text().isEmpty());
        QVERIFY(!button(u"forwardPause"_s)->isVisible());
        QVERIFY(child<QLineEdit>(u"forwardUrl"_s)->accessibleName().contains(u"shop"_s));
        d->panel->setSource(u"clockify"_s, u"Clockify"_s);
        QTRY_COMPARE(child<QLineEdit>(u"forwardUrl"_s)->text(), target());
    }
};

QTEST_MAIN(ForwardPanelTest)
#include "tst_forwardpanel.moc"
