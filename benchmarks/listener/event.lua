-- SPDX-License-Identifier: GPL-3.0-or-later
-- The request that wrk repeats: a Clockify event of about 400 bytes.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Clockify-Webhook-Event-Type"] = "NEW_TIME_ENTRY"
wrk.body = [[{"id":"5b1e6b160cb8793dd93ec120","description":"Benchmark of the ingest path","userId":"5b1e6b160cb8793dd93ec121",]]
    .. [["billable":true,"projectId":"5b1e6b160cb8793dd93ec122","timeInterval":{"start":"2026-01-02T08:00:00Z",]]
    .. [["end":"2026-01-02T09:30:00Z","duration":"PT1H30M"},"workspaceId":"5b1e6b160cb8793dd93ec123",]]
    .. [["isLocked":false,"tagIds":["5b1e6b160cb8793dd93ec124"],"taskId":null,"currentlyRunning":false}]]
