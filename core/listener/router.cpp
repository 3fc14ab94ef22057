// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/router.h"

#include "core/listener/problem.h"

#include <QVarLengthArray>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

bool isName(const QByteArray &segment)
{
    return segment.size() > 2 && segment.startsWith('{') && segment.endsWith('}');
}

// The segments of a path after its first slash; what they are in `path` as it stands.
QVarLengthArray<QByteArrayView, 8> segmentsOf(QByteArrayView path)
{
    QVarLengthArray<QByteArrayView, 8> segments;
    path = path.sliced(1);
    for (qsizetype slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/')) {
        segments.append(path.first(slash));
        path = path.sliced(slash + 1);
    }
    segments.append(path);
    return segments;
}

// Decoded one by one, so that an encoded slash stays inside its segment. `storage` keeps them.
void decode(QVarLengthArray<QByteArrayView, 8> &segments, QList<QByteArray> &storage)
{
    storage.reserve(segments.size());
    for (QByteArrayView &segment : segments) {
        storage.append(QByteArray::fromPercentEncoding(segment.toByteArray()));
        segment = storage.constLast();
    }
}

} // namespace

void Router::add(const QByteArray &method, const QByteArray &pattern, Handler handler)
{
    Q_ASSERT(pattern.startsWith('/') && handler);
    Route &route = routeFor(pattern);
    Q_ASSERT(std::none_of(route.methods.begin(), route.methods.end(),
                          [&method](const Method &known) { return known.name == method; }));
    route.methods.push_back({method, std::move(handler)});
}

Router::Route &Router::routeFor(const QByteArray &pattern)
{
    const QList<QByteArray> segments = pattern.sliced(1).split('/');
    for (Route &route : m_routes) {
        if (route.segments == segments)
            return route;
    }
    if (std::none_of(segments.begin(), segments.end(), isName))
        m_literal.insert(pattern, m_routes.size());
    m_routes.push_back({segments, {}});
    return m_routes.back();
}

const Router::Route *Router::find(ServerRequest &request) const
{
    const auto literal = m_literal.constFind(request.path);
    if (literal != m_literal.constEnd())
        return &m_routes[*literal];
    QVarLengthArray<QByteArrayView, 8> segments = segmentsOf(request.path);
    QList<QByteArray> storage;
    if (request.path.contains('%'))
        decode(segments, storage);
    const Route *best = nullptr;
    qsizetype bestLiterals = -1;
    for (const Route &route : m_routes) {
        if (route.segments.size() != segments.size())
            continue;
        qsizetype literals = 0;
        bool matches = true;
        for (qsizetype i = 0; i < segments.size() && matches; ++i) {
            if (isName(route.segments[i]))
                matches = !segments[i].isEmpty();
            else
                matches = route.segments[i] == segments[i] && ++literals;
        }
        if (matches && literals > bestLiterals) {
            best = &route;
            bestLiterals = literals;
        }
    }
    if (best) {
        for (qsizetype i = 0; i < segments.size(); ++i) {
            const QByteArray &pattern = best->segments[i];
            if (isName(pattern))
                request.parameters.emplace_back(pattern.sliced(1, pattern.size() - 2), segments[i].toByteArray());
        }
    }
    return best;
}

void Router::dispatch(ServerRequest &request, const ResponseChannel &channel) const
{
    if (m_guard) {
        if (std::optional<ServerResponse> refusal = m_guard(request)) {
            channel.send(std::move(*refusal));
            return;
        }
    }
    const Route *route = find(request);
    if (!route) {
        channel.send(problem(404, u"There is no such route here."_s));
        return;
    }
    const Method *fallback = nullptr;
    QByteArray allow;
    for (const Method &method : route->methods) {
        if (method.name == request.method) {
            method.handler(request, channel);
            return;
        }
        if (method.name == "*" || (method.name == "GET" && request.method == "HEAD"))
            fallback = &method;
        allow += allow.isEmpty() ? method.name : ", " + method.name;
        if (method.name == "GET")
            allow += ", HEAD";
    }
    if (fallback)
        fallback->handler(request, channel);
    else
        channel.send(methodNotAllowed(allow));
}

} // namespace uw
