// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/httpclient.h"
#include "core/providers/samplesender.h"
#include "core/providers/secretlearner.h"
#include "core/store/eventrepository.h"
#include "core/store/store.h"
#include "tests/support/fakedialogs.h"
#include "tests/support/manualclock.h"
#include "tests/support/memorysecretstore.h"
#include "tests/support/sampleevent.h"
#include "ui/providers/providerrow.h"
#include "ui/providers/providerspage.h"
#include "ui/shell/theme.h"
#include "ui/widgets/codeline.h"
#include "ui/widgets/searchfield.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace uw;
using namespace uw::ui;
using namespace Qt::StringLiterals;

// The page on a real store and a secret store in memory.
class ProvidersPageTest final : public QObject {
    Q_OBJECT

    struct Parts {
        QTemporaryDir folder;
        test::ManualClock clock;
        std::unique_ptr<Store> store;
        test::MemorySecretStore environment;
        test::MemorySecretStore keychain;
        test::FakeDialogs dialogs;
        HttpClient http;
        ProviderRegistry registry{builtInProviders()};
        std::unique_ptr<ProviderService> service;
        std::unique_ptr<SecretLearner> learner;
        std::unique_ptr<SampleSender> samples;
        std::unique_ptr<Theme> theme;
        std::unique_ptr<ProvidersPage> page;
    };
    std::unique_ptr<Parts> d;

    template<typename T>
    T *child(const QString &name) const
    {
        return d->page->findChild<T *>(name);
    }
    QTreeView *list() const { return child<QTreeView>(u"providerList"_s); }
    QString shownTitle() const { return child<QLabel>(u"providerTitle"_s)->text(); }
    void store(const QString &secret, bool keeps = false)
    {
        child<QLineEdit>(u"secretField"_s)->setText(secret);
        child<QCheckBox>(u"keepSecret"_s)->setChecked(keeps);
        QTest::mouseClick(child<QPushButton>(u"storeSecret"_s), Qt::LeftButton);
    }
    ProviderSecrets secrets(const QString &name) const { return d->registry.snapshot()->state(name).secrets; }

private Q_SLOTS:
    void init()
    {
        d = std::make_unique<Parts>();
        auto opened = Store::open({.databasePath = d->folder.filePath(u"x.db"_s)});
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
        d->store = std::move(*opened);
        d->service = std::make_unique<ProviderService>(ProviderService::Parts{
            .registry = d->registry, .store = *d->store, .environment = d->environment, .secrets = d->keychain});
        d->learner = std::make_unique<SecretLearner>(d->registry, d->clock, nullptr);
        d->samples = std::make_unique<SampleSender>(SampleSender::Parts{
            .registry = d->registry, .http = d->http, .clock = d->clock, .listenUrl = [] { return QString(); }});
        d->theme = std::make_unique<Theme>(*qApp);
        QSignalSpy loaded(d->service.get(), &ProviderService::loaded);
        d->service->load();
        QTRY_COMPARE(loaded.size(), 1);
        d->page = std::make_unique<ProvidersPage>(
            ProvidersContext{.theme = *d->theme,
                             .dialogs = d->dialogs,
                             .store = *d->store,
                             .clock = d->clock,
                             .service = *d->service,
                             .samples = *d->samples,
                             .learner = *d->learner,
                             .baseUrl = [] { return u"https://hooks.example.test"_s; }});
        d->page->resize(1100, 700);
        d->page->show();
    }
    void cleanup()
    {
        d->page.reset();
        d->service.reset();
        d->store->close();
        d.reset();
    }

    void listsEveryProvider()
    {
        QCOMPARE(list()->model()->rowCount(), d->registry.names().size());
        // What is on stands first.
        QCOMPARE(shownTitle(), u"Clockify"_s);
        d->page->open(u"stripe"_s, false);
        QCOMPARE(shownTitle(), u"Stripe"_s);
        QCOMPARE(child<CodeLine>(u"providerAddress"_s)->code(), u"https://hooks.example.test/webhooks/stripe"_s);
        QVERIFY(!child<QComboBox>(u"sourceScheme"_s)->isVisible());
        QVERIFY(!child<QPushButton>(u"sendSample"_s)->isEnabled());
    }
    void storesWithoutEverShowing()
    {
        d->page->open(u"github"_s, false);
        QVERIFY(!child<QPushButton>(u"storeSecret"_s)->isEnabled());
        store(u"  first-secret "_s);
        QTRY_COMPARE(secrets(u"github"_s).current, QList<QByteArray>{"first-secret"});
        QTRY_COMPARE(child<QLineEdit>(u"secretField"_s)->text(), QString());
        QCOMPARE(child<QLineEdit>(u"secretField"_s)->echoMode(), QLineEdit::Password);
        QVERIFY(child<QCheckBox>(u"providerEnabled"_s)->isChecked());
        QCOMPARE(shownTitle(), u"GitHub"_s);
        for (const QLabel *label : d->page->findChildren<QLabel *>())
            QVERIFY(!label->text().contains(u"first-secret"_s));

        store(u"second"_s, true);
        QTRY_COMPARE(secrets(u"github"_s).current, (QList<QByteArray>{"second", "first-secret"}));
        QTRY_VERIFY(child<QLabel>(u"secretStatus"_s)->text().startsWith(u"2 "));
        QTest::mouseClick(child<QPushButton>(u"deleteSecret"_s), Qt::LeftButton);
        QCOMPARE(d->dialogs.asked.size(), 1);
        QVERIFY(d->dialogs.asked.first().question.destructive);
        d->dialogs.answerConfirm(true);
        QTRY_VERIFY(secrets(u"github"_s).isEmpty());
        QVERIFY(d->keychain.values.isEmpty());
    }
    void saysWhyASecretWasNotStored()
    {
        d->keychain.failure = Error{ErrorCode::Unavailable, u"no keychain here"_s};
        QSignalSpy messages(d->page.get(), &Page::messageRequested);
        d->page->open(u"github"_s, false);
        store(u"s"_s);
        QTRY_COMPARE(messages.size(), 1);
        QCOMPARE(messages.first().first().value<Message>().text, u"no keychain here"_s);
        // What was typed stays for another try.
        QCOMPARE(child<QLineEdit>(u"secretField"_s)->text(), u"s"_s);
        d->page->open(u"stripe"_s, false);
        QCOMPARE(child<QLineEdit>(u"secretField"_s)->text(), QString());
    }
    void switchesOnAndOff()
    {
        d->page->open(u"slack"_s, false);
        auto *box = child<QCheckBox>(u"providerEnabled"_s);
        QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
        QTRY_VERIFY(d->registry.snapshot()->isEnabled(u"slack"_s));
        QTRY_VERIFY(box->isEnabled() && box->isChecked());
    }
    void sourcesGetASchemeOfTheirOwn()
    {
        QTest::mouseClick(child<QPushButton>(u"addSource"_s), Qt::LeftButton);
        QCOMPARE(d->dialogs.asked.size(), 1);
        QVERIFY(!d->dialogs.asked.first().text.check(u"a b"_s).isEmpty());
        QVERIFY(!d->dialogs.asked.first().text.check(u".."_s).isEmpty());
        d->dialogs.answerText(u"shop"_s);
        QTRY_COMPARE(shownTitle(), u"shop"_s);
        auto *scheme = child<QComboBox>(u"sourceScheme"_s);
        QVERIFY(scheme->isVisible());
        const int github = scheme->findData(u"github"_s);
        QVERIFY(github > 0);
        scheme->setCurrentIndex(github);
        Q_EMIT scheme->activated(github);
        QTRY_VERIFY(!d->registry.snapshot()->source(u"shop"_s).source.definition.schemes.isEmpty());
        store(u"source-secret"_s);
        QTRY_COMPARE(d->registry.snapshot()->source(u"shop"_s).secrets.current, QList<QByteArray>{"source-secret"});
        QCOMPARE(scheme->currentData().toString(), u"github"_s);
        QTest::mouseClick(child<QPushButton>(u"removeSource"_s), Qt::LeftButton);
        d->dialogs.answerConfirm(true);
        QTRY_VERIFY(d->registry.snapshot()->sources().isEmpty());
    }
    // One that only ever sent something has none.
    void onlySettingsCanBeForgotten()
    {
        bool stored = false;
        Event event = test::sampleEvent(1);
        event.customSource = u"shop"_s;
        d->store->submitEvent(event, this, [&stored](const Result<qint64> &result) { stored = bool(result); });
        QTRY_VERIFY(stored);
        d->page->activated();
        d->page->open(u"shop"_s, true);
        QTRY_COMPARE(shownTitle(), u"shop"_s);
        auto *remove = child<QPushButton>(u"removeSource"_s);
        QVERIFY(!remove->isVisible());
        QVERIFY(d->service);
        d->service->changeSource(u"shop"_s, {}, this, [](const Result<void> &) {});
        QTRY_VERIFY(remove->isVisible());
    }
    void verifyTokensAreStoredBesideTheSecret()
    {
        d->page->open(u"github"_s, false);
        auto *field = child<QLineEdit>(u"tokenField"_s);
        QVERIFY(!field->isVisible());
        d->page->open(u"meta"_s, false);
        QVERIFY(field->isVisible());
        store(u"app-secret"_s);
        QTRY_COMPARE(d->registry.snapshot()->state(u"meta"_s).secrets.current, QList<QByteArray>{"app-secret"});
        QTRY_VERIFY(field->isEnabled());
        field->setText(u"my-token"_s);
        QTest::mouseClick(child<QPushButton>(u"storeToken"_s), Qt::LeftButton);
        QTRY_COMPARE(d->registry.snapshot()->state(u"meta"_s).secrets.verifyToken, "my-token"_ba);
        QCOMPARE(d->registry.snapshot()->state(u"meta"_s).secrets.current, QList<QByteArray>{"app-secret"});
        QTRY_COMPARE(field->text(), QString());
    }
    void storingOneSecretKeepsTheOtherField()
    {
        d->page->open(u"meta"_s, false);
        auto *token = child<QLineEdit>(u"tokenField"_s);
        auto *secret = child<QLineEdit>(u"secretField"_s);
        token->setText(u"half-typed"_s);
        store(u"app-secret"_s);
        QTRY_COMPARE(secret->text(), QString());
        QCOMPARE(token->text(), u"half-typed"_s);
        secret->setText(u"another"_s);
        QTest::mouseClick(child<QPushButton>(u"storeToken"_s), Qt::LeftButton);
        QTRY_COMPARE(token->text(), QString());
        QCOMPARE(secret->text(), u"another"_s);
        d->page->open(u"github"_s, false);
        d->page->open(u"meta"_s, false);
        QCOMPARE(secret->text(), QString());
    }
    void saysWhyAnAddressIsClosed()
    {
        ProviderRow row{.name = u"stripe"_s, .title = u"Stripe"_s, .signsRequests = true};
        QVERIFY(row.explanation().contains(u"Storing a secret"_s));
        row.isSwitchedOff = true;
        QVERIFY(!row.explanation().contains(u"Storing a secret"_s));
    }
    void showsWhatArrived()
    {
        std::optional<bool> stored;
        for (int i = 1; i <= 3; ++i) {
            Event event = test::sampleEvent(i);
            event.rejected = i == 3;
            event.verdict = i == 3 ? Verdict::Invalid : Verdict::Valid;
            d->store->submitEvent(event, this, [&stored](const Result<qint64> &result) { stored = bool(result); });
        }
        QTRY_VERIFY(stored && *stored);
        d->page->activated();
        d->page->open(u"clockify"_s, false);
        auto *counts = child<QLabel>(u"providerCounts"_s);
        QTRY_VERIFY2(counts->text().startsWith(u"3 "_s), qPrintable(counts->text()));
        QVERIFY(counts->text().contains(u"Rejected: 1"_s));
    }
    void leavesTheNamesRoom()
    {
        // In a narrow window the panel keeps its room, and the list shows what says most.
        const int em = d->page->fontMetrics().horizontalAdvance(u'n');
        QVERIFY(!list()->isColumnHidden(4));
        d->page->resize(90 * em, 600);
        const auto *panel = d->page->findChild<QScrollArea *>();
        QTRY_VERIFY(panel->width() >= 40 * em);
        QVERIFY(list()->columnWidth(0) >= 16 * em);
        QVERIFY(!list()->isColumnHidden(1));
        QVERIFY(list()->isColumnHidden(4));
        d->page->resize(130 * em, 600);
        QTRY_VERIFY(!list()->isColumnHidden(4));
    }
    void searchNarrowsTheList()
    {
        auto *search = d->page->findChild<SearchField *>();
        QTest::keyClicks(search, u"github"_s);
        QTest::keyClick(search, Qt::Key_Return);
        QTRY_COMPARE(list()->model()->rowCount(), 1);
        QCOMPARE(d->page->find(u"strip"_s, 5).size(), 1);
        QVERIFY(d->page->find({}, 5).isEmpty());
    }
    void opensTheWindowForAnOfferedKey()
    {
        d->page->open(u"asana"_s, false);
        auto *learn = child<QPushButton>(u"learnSecret"_s);
        QVERIFY(learn->isVisible());
        QTest::mouseClick(learn, Qt::LeftButton);
        QVERIFY(d->learner->remainingMs(u"asana"_s) > 0);
        QTRY_VERIFY(d->registry.snapshot()->isEnabled(u"asana"_s));
        QTRY_VERIFY(learn->isEnabled());
        QVERIFY2(learn->text().contains(u"10:00 left"_s), qPrintable(learn->text()));
        QTest::mouseClick(learn, Qt::LeftButton);
        QCOMPARE(d->learner->remainingMs(u"asana"_s), 0);
        QVERIFY2(!learn->text().contains(u"left"_s), qPrintable(learn->text()));
        d->page->open(u"github"_s, false);
        QVERIFY(!learn->isVisible());
    }
};

QTEST_MAIN(ProvidersPageTest)
#include "tst_providerspage.moc"
