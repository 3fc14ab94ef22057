-- SPDX-License-Identifier: GPL-3.0-or-later
-- A signed event of about 400 bytes as GitHub sends them, under HMAC-SHA256 with the secret "benchmark". The signature
-- covers the body alone, so each request has a delivery id of its own, as with real senders.
local body = [[{"action":"opened","issue":{"id":73464126,"number":1347,"title":"Benchmark of the ingest path",]]
    .. [["user":{"login":"octocat","id":1,"type":"User"},"labels":[{"id":208045946,"name":"bug","default":true}],]]
    .. [["state":"open","locked":false,"comments":0,"created_at":"2026-01-02T08:00:00Z","closed_at":null},]]
    .. [["repository":{"id":1296269,"name":"Hello-World","full_name":"octocat/Hello-World","private":false}}]]
local head, tail, number

function init()
    head = "POST " .. wrk.path .. " HTTP/1.1\r\nHost: " .. wrk.host .. ":" .. wrk.port
        .. "\r\nContent-Type: application/json\r\nX-GitHub-Event: issues\r\nX-Hub-Signature-256: "
        .. "sha256=f827226e90103b8c73e25810045b16a4e8087b31ede82f4f0b42dd60951093fe"
        .. "\r\nX-GitHub-Delivery: 72d3162e-cc78-11e3-81ab-"
    tail = "\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
    number = os.time() % 100000 * 1000000
end

function request()
    number = number + 1
    return head .. string.format("%012d", number) .. tail
end
