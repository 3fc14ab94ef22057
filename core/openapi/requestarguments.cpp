// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/requestarguments.h"

#include "core/base/limits.h"

#include <QFile>

namespace uw::openapi {
namespace {

const Parameter *findParameter(const OperationDetails &operation, const QString &name)
{
    const auto found = std::find_if(operation.parameters.begin(), operation.parameters.end(),
                                    [&name](const Parameter &parameter) { return parameter.name == name; });
    return found == operation.parameters.end() ? nullptr : &*found;
}

json::Value parseValue(const QString &text, const Parameter *parameter)
{
    const QByteArray bytes = text.toUtf8();
    Result<json::Value> parsed = json::parse(bytes);
    if (!parsed || (parsed->is_number() && json::serialize(*parsed) != bytes))
        return json::fromQString(text);
    if (parsed->is_structured() && parameter && parameter->schema.type == u"string")
        return json::fromQString(text);
    return std::move(*parsed);
}

} // namespace

Result<QMap<QString, json::Value>> parseParameterArguments(const QStringList &arguments,
                                                           const OperationDetails &operation)
{
    QMap<QString, json::Value> values;
    QStringList repeated;
    for (const QString &argument : arguments) {
        const qsizetype equals = argument.indexOf(u'=');
        if (equals <= 0)
            return Error{ErrorCode::InvalidInput,
                         QStringLiteral("“%1” is no parameter. Write it as NAME=VALUE.").arg(argument)};
        const QString name = argument.left(equals);
        json::Value value = parseValue(argument.mid(equals + 1), findParameter(operation, name));
        const auto known = values.find(name);
        if (known == values.end()) {
            values.insert(name, std::move(value));
            continue;
        }
        if (!repeated.contains(name)) {
            repeated << name;
            *known = json::Value::array({*known});
        }
        known->push_back(std::move(value));
    }
    return values;
}

Result<QByteArray> readBodyArgument(const QString &argument)
{
    if (!argument.startsWith(u'@'))
        return argument.toUtf8();
    const QString path = argument.mid(1);
    QFile file(path);
    if (!file.exists())
        return Error{ErrorCode::NotFound,
                     QStringLiteral("There is no file “%1” to take the body from. Check the name.").arg(path)};
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Io, QStringLiteral("“%1” cannot be read: %2.").arg(path, file.errorString())};
    const QByteArray bytes = file.read(limits::responseBytes + 1);
    if (bytes.size() > limits::responseBytes)
        return Error{ErrorCode::LimitExceeded, QStringLiteral("“%1” is larger than the %2 MiB that a body may have.")
                                                   .arg(path)
                                                   .arg(limits::responseBytes / limits::mebibyte)};
    if (file.error() != QFileDevice::NoError)
        return Error{ErrorCode::Io, QStringLiteral("“%1” cannot be read: %2.").arg(path, file.errorString())};
    return bytes;
}

} // namespace uw::openapi
