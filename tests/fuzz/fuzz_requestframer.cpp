// SPDX-License-Identifier: GPL-3.0-or-later
// Feeds the framer any bytes, whole and cut into pieces. Both ways must frame the same requests and refuse at the
// same place: what two readings frame differently is how requests are smuggled.
#include "core/listener/requestframer.h"

#include <cstdlib>

using namespace uw;

namespace {

constexpr FramingLimits limits{.headerFields = 20, .headerBytes = 1024, .bodyBytes = 2048};

struct Framed {
    QList<ServerRequest> requests;
    int refusedWith = 0;
};

// `cut` chooses how long the pieces are; 0: all at once.
Framed frame(QByteArrayView bytes, quint8 cut)
{
    RequestFramer framer(limits);
    Framed framed;
    quint32 state = cut;
    while (!bytes.isEmpty()) {
        state = state * 1'664'525U + 1'013'904'223U;
        const qsizetype length = cut == 0 ? bytes.size() : qMin<qsizetype>(bytes.size(), 1 + (state >> 24) % 17);
        QByteArrayView piece = bytes.first(length);
        bytes = bytes.sliced(length);
        while (!piece.isEmpty()) {
            const RequestFramer::State before = framer.state();
            const qsizetype taken = framer.feed(piece);
            if (taken > piece.size() || (taken == 0 && framer.state() == before))
                std::abort(); // it reads beyond its input, or would never end
            piece = piece.sliced(taken);
            if (framer.state() == RequestFramer::State::Complete)
                framed.requests.append(framer.take());
            if (framer.state() == RequestFramer::State::Refused) {
                framed.refusedWith = framer.refusal().status;
                return framed;
            }
        }
    }
    return framed;
}

bool isSound(const ServerRequest &request)
{
    return request.path.startsWith('/') && !request.path.startsWith("//") && !request.path.contains('\0')
        && request.headers.size() <= limits.headerFields && request.body.size() <= limits.bodyBytes;
}

bool isSame(const ServerRequest &a, const ServerRequest &b)
{
    return a.method == b.method && a.target == b.target && a.path == b.path && a.query == b.query
        && a.httpVersion == b.httpVersion && a.headers == b.headers && a.body == b.body;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    if (size < 1)
        return 0;
    const QByteArrayView bytes(data + 1, qsizetype(size - 1));
    const Framed whole = frame(bytes, 0);
    const Framed pieces = frame(bytes, data[0] == 0 ? 1 : data[0]);
    if (whole.refusedWith != pieces.refusedWith || whole.requests.size() != pieces.requests.size())
        std::abort();
    for (qsizetype i = 0; i < whole.requests.size(); ++i) {
        if (!isSound(whole.requests[i]) || !isSame(whole.requests[i], pieces.requests[i]))
            std::abort();
    }
    return 0;
}
