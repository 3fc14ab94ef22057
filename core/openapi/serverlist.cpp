// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/serverlist.h"

#include <QUrl>

namespace uw::openapi {
namespace {

bool isWebAddress(const QString &text)
{
    return text.startsWith(u"http://", Qt::CaseInsensitive) || text.startsWith(u"https://", Qt::CaseInsensitive);
}

QString withoutTrailingSlash(QString address)
{
    while (address.endsWith(u'/'))
        address.chop(1);
    return address;
}

QString variableValue(const json::Value *variable)
{
    const json::Value *value = variable ? json::member(*variable, "default") : nullptr;
    if (value && !value->is_string())
        return QString::fromUtf8(json::serialize(*value));
    if (value)
        return json::toQString(*value);
    const json::Value *values = variable ? json::member(*variable, "enum") : nullptr;
    return values && values->is_array() && !values->empty() ? json::toQString(values->front()) : QString();
}

QString substitute(const QString &address, const json::Value &server, const QString &pointer, WarningList &warnings)
{
    QString result;
    qsizetype from = 0;
    while (from < address.size()) {
        const qsizetype open = address.indexOf(u'{', from);
        const qsizetype close = open < 0 ? -1 : address.indexOf(u'}', open);
        if (close < 0)
            break;
        const QString name = address.mid(open + 1, close - open - 1);
        const json::Value *variables = json::member(server, "variables");
        const json::Value *variable = variables ? json::member(*variables, name.toStdString()) : nullptr;
        const QString value = variableValue(variable);
        if (!variable)
            warnings.add(QStringLiteral("server_variable"),
                         QStringLiteral("The server address has a variable {%1} that is described nowhere.").arg(name),
                         pointer);
        result += QStringView(address).sliced(from, open - from);
        result += value;
        from = close + 1;
    }
    return result + QStringView(address).sliced(from);
}

// The values that a variable of the address may have, the default first.
QStringList valuesOf(const json::Value &variable)
{
    QStringList values{variableValue(&variable)};
    const json::Value *listed = json::member(variable, "enum");
    if (!listed || !listed->is_array())
        return values;
    for (const json::Value &value : *listed) {
        if (values.size() < maximumVariants && value.is_string() && !values.contains(json::toQString(value)))
            values << json::toQString(value);
    }
    return values;
}

// Every address that `url` stands for, the one of the defaults first.
QStringList variantsOf(const QString &url, const json::Value &server)
{
    QStringList addresses{url};
    const json::Value *variables = json::member(server, "variables");
    const auto *members = variables ? variables->get_ptr<const json::Object *>() : nullptr;
    if (!members)
        return addresses;
    for (const auto &[name, variable] : *members) {
        const QString mark = u'{' + QString::fromStdString(name) + u'}';
        QStringList filled;
        for (const QString &value : valuesOf(variable)) {
            for (const QString &address : std::as_const(addresses)) {
                if (filled.size() < maximumVariants)
                    filled << QString(address).replace(mark, value);
            }
        }
        addresses = filled;
    }
    return addresses;
}

// Against the document's own address, when it has one on the net.
QString resolved(const QString &address, const QString &origin)
{
    if (isWebAddress(address) || !isWebAddress(origin))
        return address;
    return QUrl(origin).resolved(QUrl(address)).toString(QUrl::FullyEncoded);
}

} // namespace

QStringList readServerVariants(const json::Value *servers, const QString &origin)
{
    QStringList addresses;
    if (!servers || !servers->is_array())
        return addresses;
    for (const json::Value &server : *servers) {
        const json::Value *url = json::member(server, "url");
        if (!url || !url->is_string())
            continue;
        const QStringList variants = variantsOf(json::toQString(*url).trimmed(), server);
        for (const QString &variant : variants) {
            const QString address = withoutTrailingSlash(resolved(variant, origin));
            if (isWebAddress(address) && !address.contains(u'{') && !addresses.contains(address)
                && addresses.size() < maximumVariants)
                addresses << address;
        }
    }
    return addresses;
}

QStringList readServers(const json::Value *servers, const QString &origin, const QString &pointer,
                        WarningList &warnings)
{
    QStringList addresses;
    if (!servers)
        return addresses;
    if (!servers->is_array()) {
        warnings.add(QStringLiteral("servers_type"), QStringLiteral("“servers” is not a list and is ignored."),
                     pointer);
        return addresses;
    }
    qsizetype position = 0;
    for (const json::Value &server : *servers) {
        const QString place = pointer + u'/' + QString::number(position++);
        const json::Value *url = json::member(server, "url");
        if (!url || !url->is_string()) {
            warnings.add(QStringLiteral("server_url"), QStringLiteral("A server without an address is ignored."),
                         place);
            continue;
        }
        QString address = substitute(json::toQString(*url).trimmed(), server, place, warnings);
        address = resolved(address, origin);
        if (!isWebAddress(address)) {
            warnings.add(QStringLiteral("server_address"),
                         QStringLiteral("The server “%1” is no complete http or https address and cannot be called. "
                                        "Give the address by hand.")
                             .arg(address),
                         place);
            continue;
        }
        address = withoutTrailingSlash(address);
        if (!addresses.contains(address))
            addresses << address;
    }
    return addresses;
}

QStringList defaultServers(const QString &origin)
{
    if (!isWebAddress(origin))
        return {};
    return {withoutTrailingSlash(QUrl(origin).resolved(QUrl(QStringLiteral("/"))).toString(QUrl::FullyEncoded))};
}

} // namespace uw::openapi
