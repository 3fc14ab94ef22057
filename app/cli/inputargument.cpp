// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/inputargument.h"

#include "core/base/limits.h"

#include <QFile>
#include <QLocale>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace uw::cli {

namespace {

constexpr qint64 pieceBytes = limits::mebibyte;

// To the end of what comes in: a pipe hands out what is there, which need not be all. One byte more than allowed is
// read, to see that there is more.
Result<QByteArray> readWithin(QFile &file, qint64 maximumBytes, const QString &what)
{
    QByteArray bytes;
    for (QByteArray piece(1, ' '); !piece.isEmpty() && bytes.size() <= maximumBytes;) {
        piece = file.read(std::min(pieceBytes, maximumBytes + 1 - bytes.size()));
        bytes += piece;
    }
    if (file.error() != QFileDevice::NoError)
        return Error{ErrorCode::Io, u"%1 cannot be read: %2."_s.arg(what, file.errorString())};
    if (bytes.size() > maximumBytes)
        return Error{ErrorCode::LimitExceeded, u"%1 is larger than the %2 bytes that can be read."_s.arg(
                                                   what, QLocale::c().toString(maximumBytes))};
    return bytes;
}

} // namespace

Result<QByteArray> readFile(const QString &path, qint64 maximumBytes)
{
    QFile file(path);
    const QString what = u"The file “%1”"_s.arg(path);
    if (!file.exists())
        return Error{ErrorCode::NotFound, u"There is no file “%1”."_s.arg(path)};
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Io, u"%1 cannot be read: %2."_s.arg(what, file.errorString())};
    return readWithin(file, maximumBytes, what);
}

Result<QByteArray> readStandardInput(qint64 maximumBytes)
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return Error{ErrorCode::Io, u"Standard input cannot be read: %1."_s.arg(input.errorString())};
    return readWithin(input, maximumBytes, u"What comes in"_s);
}

Result<json::Value> readJsonArgument(const QString &argument)
{
    const bool isInput = argument.isEmpty() || argument == u"-";
    const Result<QByteArray> bytes =
        isInput ? readStandardInput(limits::responseBytes) : readFile(argument, limits::responseBytes);
    if (!bytes)
        return bytes.error();
    Result<json::Value> value = json::parse(*bytes);
    if (value)
        return value;
    return Error{value.error().code, u"%1 is no JSON: %2"_s.arg(isInput ? u"What comes in"_s : u"“%1”"_s.arg(argument),
                                                                value.error().text)};
}

} // namespace uw::cli
