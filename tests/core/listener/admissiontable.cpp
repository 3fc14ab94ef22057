// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/listener/admissiontable.h"

using namespace Qt::StringLiterals;

namespace uw::test {

namespace {

const QByteArray chunkedField = "Transfer-Encoding: chunked\r\n";

}

QByteArray get(const QByteArray &target, const QByteArray &fields)
{
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

QByteArray post(const QByteArray &path, const QByteArray &body, const QByteArray &fields)
{
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields
         + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray chunked(const QByteArray &body)
{
    return "POST /echo HTTP/1.1\r\nHost: localhost\r\n" + chunkedField + "\r\n" + body;
}

QList<AdmissionRow> admissionTable()
{
    QList<AdmissionRow> rows;
    const auto add = [&rows](const char *name, const QByteArray &bytes, int status, bool closes) {
        rows.append({name, bytes, status, closes});
    };

    QByteArray fields;
    for (int i = 0; i < 100; ++i)
        fields += "X-" + QByteArray::number(i) + ": v\r\n";
    add("101 fields", get("/show", fields), 431, true);
    add("header of 17 KiB", get("/show", "X: " + QByteArray(17 * 1024, 'v') + "\r\n"), 431, true);
    add("endless request line", QByteArray("GET /") + QByteArray(64 * 1024, 'a'), 431, true);
    add("1 MiB of field", "GET / HTTP/1.1\r\nX: " + QByteArray(1024 * 1024, 'a'), 431, true);
    add("bad request line", "HELLO\r\n\r\n"_ba, 400, true);
    add("no colon", get("/show", "nonsense\r\n"), 400, true);
    add("blank before colon", get("/show", "X : 1\r\n"), 400, true);
    add("folding", get("/show", "X: 1\r\n 2\r\n"), 400, true);
    add("lone CR", get("/show", "X: 1\r2\r\n"), 400, true);
    add("NUL", get("/show", "X: 1\0002\r\n"_ba), 400, true);
    add("no host", "GET /show HTTP/1.1\r\n\r\n"_ba, 400, true);
    add("second host", get("/show", "Host: b\r\n"), 400, true);
    add("length negative", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n"_ba, 400, true);
    add("length overflows", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775808\r\n\r\n"_ba, 400,
        true);
    add("length twice", post("/echo", "abc", "Content-Length: 3\r\n"), 400, true);
    add("length beside coding", post("/echo", "0\r\n\r\n", chunkedField), 400, true);
    add("bad chunk size", chunked("zz\r\nabc\r\n0\r\n\r\n"), 400, true);
    add("chunk without end", chunked("3\r\nabcd\r\n0\r\n\r\n"), 400, true);
    add("coding gzip", post("/echo", "", "Transfer-Encoding: gzip\r\n").replace("Content-Length: 0\r\n", ""), 501,
        true);
    add("unknown method", "BREW /show HTTP/1.1\r\nHost: a\r\n\r\n"_ba, 501, true);
    add("two slashes", get("//evil/show"), 400, true);
    add("no slash", get("show"), 400, true);
    add("%00", get("/show%00"), 400, true);
    add("bad percent", get("/show%2"), 400, true);
    add("dot segment", get("/x/../show"), 400, true);
    add("body declared too large", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10485761\r\n\r\n"_ba, 413, true);
    add("body of chunks too large", chunked("a00001\r\n"), 413, true);
    add("body too large and sent", post("/echo", QByteArray(11 * 1024 * 1024, 'x')), 413, true);
    add("TLS on the plain port", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"_ba, 400, true);

    add("wrong method", post("/show", ""), 405, false);
    add("DELETE", "DELETE /echo HTTP/1.1\r\nHost: a\r\n\r\n"_ba, 405, false);
    add("OPTIONS", "OPTIONS /echo HTTP/1.1\r\nHost: a\r\n\r\n"_ba, 405, false);
    add("unknown path", get("/nothing"), 404, false);
    add("upgrade to h2c",
        get("/show", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n"), 200,
        false);
    add("upgrade to a web socket",
        get("/show", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"),
        200, false);
    add("absolute form", get("http://elsewhere.example/show?a=b"), 200, false);
    add("chunks", chunked("3;x=y\r\nabc\r\n0\r\nT: v\r\n\r\n"), 200, false);
    add("body at the limit", post("/echo", QByteArray(10 * 1024 * 1024, 'x')), 200, false);
    add("old version", "GET /show HTTP/1.0\r\n\r\n"_ba, 200, true);
    add("old version, kept", "GET /show HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"_ba, 200, false);
    add("asked to close", get("/show", "Connection: close\r\n"), 200, true);
    return rows;
}

} // namespace uw::test
