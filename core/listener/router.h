// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/listener/responsechannel.h"
#include "core/listener/serverrequest.h"
#include "core/listener/serverresponse.h"

#include <QHash>

#include <functional>
#include <optional>
#include <vector>

namespace uw {

// The dispatch table of one server: which handler a method and path go to. Filled before the server
// starts, then only read on the server's thread. Owned by HttpServer.
class Router final {
public:
    // Answers through the channel, at once or later. Runs on the server's thread and must not block it.
    using Handler = std::function<void(const ServerRequest &, const ResponseChannel &)>;
    // Looks at every request before it is routed; an answer from it ends the request.
    using Guard = std::function<std::optional<ServerResponse>(const ServerRequest &)>;

    // `pattern` is a path whose segments are literal or one {name}, which matches any one non-empty
    // segment. Literal segments win over names. A GET handler also answers HEAD. Adding the same
    // method and pattern twice is a bug. The method "*" takes all that have no handler of their own.
    void add(const QByteArray &method, const QByteArray &pattern, Handler handler);
    void setGuard(Guard guard) { m_guard = std::move(guard); }

    // Guards, finds and calls the handler; answers 404 for an unknown path and 405 with Allow for a
    // method that its route does not offer.
    void dispatch(ServerRequest &request, const ResponseChannel &channel) const;

private:
    struct Method {
        QByteArray name;
        Handler handler;
    };
    struct Route {
        QList<QByteArray> segments;
        std::vector<Method> methods;
    };

    Route &routeFor(const QByteArray &pattern);
    const Route *find(ServerRequest &request) const;

    QHash<QByteArray, std::size_t> m_literal;
    std::vector<Route> m_routes;
    Guard m_guard;
};

} // namespace uw
