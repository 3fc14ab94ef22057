// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/providerjudge.h"
#include "core/providers/requestsigner.h"
#include "tests/support/manualclock.h"

#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

// What this program signs, it accepts: a sample of every provider of the table.
class TestRequestSigner : public QObject {
    Q_OBJECT

    const test::ManualClock m_clock{1'767'323'045'000};

    static ReceivedRequest received(const QString &route, const OutgoingRequest &request)
    {
        ReceivedRequest result{.route = route};
        result.publicUrl = QString::fromLatin1(request.baseUrl + request.target);
        result.request.method = request.method;
        result.request.target = request.target;
        result.request.query = request.target.contains('?') ? request.target.mid(request.target.indexOf('?') + 1) : "";
        result.request.headers = request.headers;
        result.request.body = request.body;
        result.request.receivedAtMs = 1'767'323'045'000;
        return result;
    }

private Q_SLOTS:
    void samplesAreAccepted_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("secret");
        const ProviderTable table = builtInProviders();
        for (const ProviderDefinition &definition : table.providers) {
            const bool isStandard = !definition.schemes.isEmpty()
                                 && definition.schemes.first().keyForm == SignatureScheme::KeyForm::Standard;
            QTest::newRow(qPrintable(definition.name))
                << definition.name << (isStandard ? "whsec_" + QByteArray(32, 'k').toBase64() : "a-secret"_ba);
        }
        QTest::newRow("gitlab token") << u"gitlab"_s << "plain-token"_ba;
    }
    void samplesAreAccepted()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, secret);
        ProviderRegistry registry(builtInProviders());
        registry.setProvider(name, {.settings = {.enabled = true}, .secrets = {.current = {secret}}});
        const ProviderDefinition &definition = *registry.snapshot()->definition(name);
        OutgoingRequest request = sampleRequest(definition, "/webhooks/" + name.toLatin1(), "delivery-1");
        request.baseUrl = "https://hooks.example.test";
        const Result<OutgoingRequest> signedRequest =
            signRequest(request, {definition.schemes, definition.title, registry.snapshot()->state(name).secrets,
                                  m_clock.nowMs(), "id-1"});
        const bool isForeign = QStringList{u"discord"_s, u"paypal"_s, u"sendgrid"_s}.contains(name);
        if (isForeign) {
            QVERIFY(!signedRequest);
            QCOMPARE(signedRequest.error().code, ErrorCode::Unsupported);
            return;
        }
        QVERIFY2(signedRequest, signedRequest ? "" : qPrintable(signedRequest.error().text));
        const ProviderJudge judge({.registry = registry, .clock = m_clock, .digestKey = "key"});
        const Judgement judgement = judge.judge(received(name, *signedRequest));
        const QByteArray said = (judgement.response ? judgement.response->body : QByteArray()) + signedRequest->body;
        QVERIFY2(judgement.outcome == Judgement::Outcome::Accept, said.constData());
        QVERIFY2(judgement.verdict == Verdict::Valid || judgement.verdict == Verdict::Unsigned,
                 qPrintable(judgement.verdictReason));
        if (!definition.events.type.isEmpty())
            QVERIFY(!judgement.eventType.isEmpty());
    }
    void withoutSecretNothingIsSigned()
    {
        const ProviderTable table = builtInProviders();
        const ProviderDefinition &github = *table.find(u"github");
        const Result<OutgoingRequest> refused = signRequest({}, {github.schemes, github.title, {}, 0, {}});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::CredentialMissing);
    }
    // A replay: the old signature and time go, everything else stays.
    void signsAnew()
    {
        const ProviderTable table = builtInProviders();
        const ProviderDefinition &stripe = *table.find(u"stripe");
        const ProviderSecrets secrets{.current = {"whsec_x"}};
        OutgoingRequest old{.target = "/webhooks/stripe",
                            .headers = {{"X-Other", "1"}, {"STRIPE-SIGNATURE", "t=1,v1=00"}, {"X-Last", "2"}},
                            .body = "{\"type\":\"x\"}"};
        const Result<OutgoingRequest> anew =
            signRequest(old, {stripe.schemes, stripe.title, secrets, m_clock.nowMs(), {}});
        QVERIFY(anew);
        QCOMPARE(anew->headers.size(), 3);
        QCOMPARE(anew->body, old.body);
        const QByteArray wanted = crypto::hmac(crypto::Digest::Sha256, "whsec_x", {"1767323045.", old.body}).toHex();
        QCOMPARE(headerValue(anew->headers, "Stripe-Signature"), "t=1767323045,v1=" + wanted);
    }
};

QTEST_GUILESS_MAIN(TestRequestSigner)
#include "tst_requestsigner.moc"
