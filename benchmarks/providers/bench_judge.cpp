// SPDX-License-Identifier: GPL-3.0-or-later
// What one request costs between the gate and the store: verdict, type and identity of a body of 400 bytes. Beside it
// stands the HMAC alone, which nobody can save.
#include "core/providers/crypto.h"
#include "core/providers/providerjudge.h"

#include <benchmark/benchmark.h>

#include <array>

using namespace uw;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 receivedAtMs = 1'767'323'045'000;

QByteArray sampleBody()
{
    QByteArray body =
        R"({"action":"opened","type":"issue.opened","id":"64c777ddd3fcab07cfbb210c","issue":{"id":17},)"
        R"("workspaceId":"64a687e29ae1f428e7ebe303","billable":true,"tags":[{"id":"1","name":"x"}],"text":")";
    body += QByteArray(398 - body.size(), 'a') + "\"}";
    return body;
}

ReceivedRequest request(const QString &route, const HeaderList &own)
{
    ReceivedRequest received{.route = route, .customSource = route == "custom"_L1 ? u"bench"_s : QString()};
    received.request.method = "POST";
    received.request.target = "/webhooks/" + route.toLatin1();
    received.request.path = received.request.target;
    received.request.headers = {{"Host", "127.0.0.1:8001"},
                                {"User-Agent", "benchmark/1.0"},
                                {"Accept", "*/*"},
                                {"Content-Type", "application/json"},
                                {"Content-Length", "400"}};
    received.request.headers += own;
    received.request.body = sampleBody();
    received.request.receivedAtMs = receivedAtMs;
    return received;
}

ReceivedRequest standardRequest()
{
    const QByteArray time = QByteArray::number(receivedAtMs / 1000);
    const QByteArray signature =
        crypto::hmac(crypto::Digest::Sha256, QByteArray(32, 'k'), {"msg_1.", time, ".", sampleBody()}).toBase64();
    return request(u"standard"_s,
                   {{"webhook-id", "msg_1"}, {"webhook-timestamp", time}, {"webhook-signature", "v1," + signature}});
}

ReceivedRequest githubRequest()
{
    const QByteArray signature = crypto::hmac(crypto::Digest::Sha256, "secret", {sampleBody()}).toHex();
    return request(u"github"_s, {{"X-GitHub-Event", "issues"},
                                 {"X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958"},
                                 {"X-Hub-Signature-256", "sha256=" + signature}});
}

void judge(benchmark::State &state, const ReceivedRequest &received)
{
    const SystemClock clock;
    ProviderRegistry registry(builtInProviders());
    registry.setProvider(u"github"_s, {.secrets = {.current = {"secret"}}});
    registry.setProvider(u"clockify"_s, {.secrets = {.current = {"token"}}});
    registry.setProvider(u"standard"_s, {.secrets = {.current = {"whsec_" + QByteArray(32, 'k').toBase64()}}});
    const ProviderJudge judge({.registry = registry, .clock = clock, .digestKey = "key"});
    if (judge.judge(received).outcome != Judgement::Outcome::Accept) {
        state.SkipWithError("the request is not accepted");
        return;
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(judge.methods(received.route, received.customSource));
        benchmark::DoNotOptimize(judge.judge(received));
    }
}

void hmacAlone(benchmark::State &state)
{
    const QByteArray body = sampleBody();
    for (auto _ : state)
        benchmark::DoNotOptimize(crypto::hmac(crypto::Digest::Sha256, "secret", {body}));
}

BENCHMARK(hmacAlone);
BENCHMARK_CAPTURE(judge, custom, request(u"custom"_s, {}));
BENCHMARK_CAPTURE(judge, clockify,
                  request(u"clockify"_s,
                          {{"clockify-webhook-event-type", "NEW_TIME_ENTRY"}, {"clockify-signature", "token"}}));
BENCHMARK_CAPTURE(judge, github, githubRequest());
BENCHMARK_CAPTURE(judge, standard, standardRequest());

} // namespace

BENCHMARK_MAIN();
