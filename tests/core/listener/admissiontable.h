// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

namespace uw::test {

// A row of the admission table: bytes on the wire, wanted status, whether the connection ends. The routes are those of
// GateFixture; what is refused before it is routed is refused by every server.
struct AdmissionRow {
    const char *name;
    QByteArray bytes;
    int status;
    bool closes;
};
[[nodiscard]] QList<AdmissionRow> admissionTable();

[[nodiscard]] QByteArray get(const QByteArray &target, const QByteArray &fields = {});
[[nodiscard]] QByteArray post(const QByteArray &path, const QByteArray &body, const QByteArray &fields = {});
// A POST of /echo with that body, framed as chunks already.
[[nodiscard]] QByteArray chunked(const QByteArray &body);

} // namespace uw::test
