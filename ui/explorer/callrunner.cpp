// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/callrunner.h"

#include "core/secrets/secretstore.h"
#include "core/text/bodyfile.h"

#include <QDateTime>
#include <QPointer>
#include <QUrl>

namespace uw::ui {

namespace {

// An answer as records keep it: of a body that lies on disk the beginning.
Result<HttpResponse> recorded(Result<HttpResponse> result)
{
    if (result && result->file) {
        result->body = result->file->read(0, BodyFile::keptInMemory);
        result->file.reset();
        result->isCut = true;
    }
    return result;
}

} // namespace

bool isWriting(const QByteArray &method)
{
    return method != "GET" && method != "HEAD" && method != "OPTIONS" && method != "TRACE" && method != "QUERY";
}

CallRunner::CallRunner(HttpClient &http, SecretStore &secrets, QObject *parent)
    : QObject(parent)
    , m_http(http)
    , m_secrets(secrets)
{}

CallRunner::~CallRunner()
{
    for (const Entry &entry : std::as_const(m_entries)) {
        if (entry.http != 0)
            m_http.cancel(entry.http);
    }
}

void CallRunner::start(const QString &operation, const PreparedCall &call)
{
    cancel(operation);
    Entry &entry = m_entries[operation];
    entry.token = ++m_lastToken;
    entry.writes = isWriting(call.request.method);
    entry.state.phase = CallState::Phase::Running;
    entry.state.problem.clear();
    entry.state.isStreaming = false;
    entry.state.host = QUrl(QString::fromUtf8(call.request.url)).host();
    entry.state.elapsed.start();
    const quint64 token = entry.token;
    Q_EMIT changed(operation);

    // Who enters the header by hand wants that one sent.
    const bool byHand = call.key && findHeader(call.request.headers, call.key->header.toLatin1());
    if (call.key && call.key->isPrivate && !byHand)
        readKey(operation, token, call);
    else
        send(operation, token, call, std::nullopt);
}

void CallRunner::readKey(const QString &operation, quint64 token, const PreparedCall &call)
{
    m_secrets.read(call.key->secretKey, this,
                   [this, operation, token, call](const Result<std::optional<QByteArray>> &result) {
                       if (result) {
                           send(operation, token, call, *result);
                           return;
                       }
                       fail(operation, token,
                            tr("%1 Nothing was sent. To call without the keychain, enter %2 under Headers.",
                               "the first part is a whole sentence")
                                .arg(result.error().text, call.key->header));
                   });
}

void CallRunner::complete(const PreparedCall &call, QObject *context,
                          const std::function<void(const Result<HttpRequest> &)> &done)
{
    const bool byHand = call.key && findHeader(call.request.headers, call.key->header.toLatin1());
    if (!call.key || !call.key->isPrivate || byHand) {
        done(call.request);
        return;
    }
    m_secrets.read(call.key->secretKey, context, [call, done](const Result<std::optional<QByteArray>> &key) {
        if (!key) {
            done(key.error());
            return;
        }
        HttpRequest request = call.request;
        if (key->has_value() && !(*key)->isEmpty())
            request.headers << HeaderField{call.key->header.toLatin1(), **key};
        done(request);
    });
}

void CallRunner::send(const QString &operation, quint64 token, const PreparedCall &call,
                      const std::optional<QByteArray> &key)
{
    Entry *entry = running(operation, token);
    if (!entry)
        return;
    const auto answer = std::make_shared<Answer>(
        Answer{.request = call.request, .response = {}, .key = call.key, .keySent = key && !key->isEmpty()});
    HttpRequest request = call.request;
    request.spoolFolder = m_folder;
    request.maximumResponseBytes = m_maximumBytes;
    request.takesEventStream = true;
    if (answer->keySent)
        request.headers << HeaderField{call.key->header.toLatin1(), *key};
    CallEnd end{.operation = operation, .startedAtMs = QDateTime::currentMSecsSinceEpoch(), .request = request};
    if (answer->keySent)
        end.secrets << *key;
    const auto received = std::make_shared<qint64>(0);
    entry->state.received = received;
    request.watch = watchOf(operation, token, answer, received);
    const HttpClient::CallId id =
        m_http.send(request, this, [this, operation, token, answer, end](const Result<HttpResponse> &result) mutable {
            if (!running(operation, token))
                return;
            end.response = recorded(result);
            Q_EMIT ended(end);
            finish(operation, token, answer, result);
        });
    // The answer may have come within send().
    if (Entry *now = running(operation, token))
        now->http = id;
}

std::shared_ptr<const HttpWatch> CallRunner::watchOf(const QString &operation, quint64 token,
                                                     const std::shared_ptr<Answer> &answer,
                                                     const std::shared_ptr<qint64> &received)
{
    const auto head = [runner = QPointer(this), operation, token, answer, received](const HttpResponse &response) {
        *received = 0;
        if (runner && isEventStream(response.headers))
            runner->beginStream(operation, token, answer, response);
    };
    const auto piece = [answer, received](QByteArrayView bytes) {
        *received += bytes.size();
        if (answer->events)
            answer->events->feed(bytes);
    };
    return std::make_shared<const HttpWatch>(HttpWatch{head, piece});
}

void CallRunner::beginStream(const QString &operation, quint64 token, const std::shared_ptr<Answer> &answer,
                             const HttpResponse &head)
{
    Entry *entry = running(operation, token);
    if (!entry)
        return;
    answer->events = std::make_shared<EventStreamModel>();
    // What there is of it is an answer already: who stops it keeps that.
    const auto begun = std::make_shared<Answer>(*answer);
    begun->response = head;
    entry->state.answer = begun;
    entry->state.isStreaming = true;
    m_answered.removeAll(operation);
    m_answered << operation;
    keepWithinBounds(operation);
    Q_EMIT changed(operation);
}

void CallRunner::setSpool(const QString &folder, qint64 maximumBytes)
{
    m_folder = folder;
    m_maximumBytes = maximumBytes;
}

void CallRunner::finish(const QString &operation, quint64 token, const std::shared_ptr<Answer> &answer,
                        Result<HttpResponse> result)
{
    Entry *entry = running(operation, token);
    if (!entry)
        return;
    if (!result && entry->state.isStreaming) {
        // The events that came stay; why no more come is said beside them.
        entry->http = 0;
        entry->token = 0;
        entry->state.phase = CallState::Phase::Done;
        entry->state.isStreaming = false;
        entry->state.problem = result.error().text;
        entry->state.answer = std::make_shared<Answer>(*entry->state.answer);
        Q_EMIT changed(operation);
        return;
    }
    if (!result) {
        fail(operation, token, result.error().text);
        return;
    }
    answer->response = std::move(result).value();
    entry->http = 0;
    entry->state.received.reset();
    entry->state.isStreaming = false;
    entry->state.phase = CallState::Phase::Done;
    entry->state.answer = answer;
    m_answered.removeAll(operation);
    m_answered << operation;
    keepWithinBounds(operation);
    Q_EMIT changed(operation);
}

void CallRunner::fail(const QString &operation, quint64 token, const QString &problem)
{
    Entry *entry = running(operation, token);
    if (!entry)
        return;
    entry->http = 0;
    entry->state.phase = CallState::Phase::Failed;
    entry->state.problem = problem;
    entry->state.isStreaming = false;
    entry->state.answer.reset();
    m_answered.removeAll(operation);
    Q_EMIT changed(operation);
}

void CallRunner::cancel(const QString &operation)
{
    const auto found = m_entries.find(operation);
    if (found == m_entries.end() || found->state.phase != CallState::Phase::Running)
        return;
    const HttpClient::CallId id = found->http;
    const double seconds = double(found->state.elapsed.elapsed()) / 1000;
    const QString time = QLocale().toString(seconds, 'f', 1);
    found->token = 0;
    found->http = 0;
    if (std::exchange(found->state.isStreaming, false)) {
        found->state.phase = CallState::Phase::Done;
        m_http.cancel(id);
        Q_EMIT changed(operation);
        return;
    }
    found->state.phase = CallState::Phase::Cancelled;
    found->state.problem = found->writes ? tr("Cancelled after %1 s. The server may have done what was asked all the "
                                              "same: look there before you send "
                                              "it again.")
                                               .arg(time)
                                         : tr("Cancelled after %1 s.").arg(time);
    if (id != 0)
        m_http.cancel(id);
    Q_EMIT changed(operation);
}

void CallRunner::clear()
{
    const QStringList operations = m_entries.keys();
    for (const QString &operation : operations)
        cancel(operation);
    m_entries.clear();
    m_answered.clear();
    for (const QString &operation : operations)
        Q_EMIT changed(operation);
}

CallRunner::Entry *CallRunner::running(const QString &operation, quint64 token)
{
    const auto found = m_entries.find(operation);
    return found != m_entries.end() && found->token == token ? &*found : nullptr;
}

void CallRunner::keepWithinBounds(const QString &newest)
{
    qint64 bytes = 0;
    qint64 onDisk = 0;
    const auto count = [&](const CallState &state, int sign) {
        const HttpResponse &response = state.answer->response;
        bytes += sign * response.body.size();
        onDisk += response.file ? sign * response.file->size() : 0;
    };
    for (const QString &operation : std::as_const(m_answered))
        count(m_entries.value(operation).state, 1);
    while (m_answered.size() > 1 && (m_answered.size() > KeptAnswers || bytes > KeptBytes || onDisk > KeptOnDisk)) {
        const QString oldest = m_answered.takeFirst();
        if (oldest == newest)
            break;
        CallState &state = m_entries[oldest].state;
        count(state, -1);
        state.answer.reset();
        if (state.phase == CallState::Phase::Done)
            state.phase = CallState::Phase::Idle;
        Q_EMIT changed(oldest);
    }
}

} // namespace uw::ui
