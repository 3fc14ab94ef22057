// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/curloptions.h"

#include <QHash>

namespace uw::curl {

namespace {

const QHash<QByteArray, Option> &longOptions()
{
    static const QHash<QByteArray, Option> options = [] {
        QHash<QByteArray, Option> all{{"request", Option::Request},
                                      {"header", Option::Header},
                                      {"data", Option::Data},
                                      {"data-ascii", Option::Data},
                                      {"data-binary", Option::Data},
                                      {"data-raw", Option::DataRaw},
                                      {"data-urlencode", Option::DataUrlEncoded},
                                      {"json", Option::Json},
                                      {"form", Option::Form},
                                      {"form-string", Option::FormString},
                                      {"user", Option::User},
                                      {"oauth2-bearer", Option::Bearer},
                                      {"get", Option::Get},
                                      {"head", Option::Head},
                                      {"cookie", Option::Cookie},
                                      {"user-agent", Option::UserAgent},
                                      {"referer", Option::Referer},
                                      {"url", Option::Url},
                                      {"url-query", Option::UrlQuery},
                                      {"upload-file", Option::Upload},
                                      {"compressed", Option::Compressed}};
        for (const char *name :
             {"basic",      "fail",         "fail-with-body",    "globoff",    "http1.0",      "http1.1",
              "http2",      "http3",        "include",           "insecure",   "location",     "location-trusted",
              "no-buffer",  "no-keepalive", "no-progress-meter", "path-as-is", "progress-bar", "remote-name",
              "show-error", "silent",       "tcp-nodelay",       "tlsv1.2",    "tlsv1.3",      "verbose",
              "ipv4",       "ipv6",         "styled-output"})
            all.insert(name, Option::Flag);
        for (const char *name : {"connect-timeout", "max-time", "max-redirs", "output", "retry", "retry-delay",
                                 "retry-max-time", "write-out", "limit-rate", "cookie-jar", "dump-header", "interface",
                                 "keepalive-time", "noproxy", "range", "trace", "trace-ascii", "ciphers", "stderr"})
            all.insert(name, Option::Value);
        for (const char *name : {"cacert", "capath", "cert", "cert-type", "config", "key", "key-type", "netrc-file",
                                 "pass", "proxy", "proxy-user", "resolve", "connect-to", "unix-socket", "aws-sigv4"})
            all.insert(name, Option::File);
        return all;
    }();
    return options;
}

} // namespace

std::optional<Option> option(const QByteArray &longName)
{
    const auto found = longOptions().constFind(longName);
    return found == longOptions().constEnd() ? std::nullopt : std::optional(*found);
}

std::optional<QByteArray> longName(char letter)
{
    static const QHash<char, QByteArray> names{
        {'X', "request"},     {'H', "header"},      {'d', "data"},     {'F', "form"},       {'u', "user"},
        {'G', "get"},         {'I', "head"},        {'b', "cookie"},   {'A', "user-agent"}, {'e', "referer"},
        {'T', "upload-file"}, {'k', "insecure"},    {'L', "location"}, {'s', "silent"},     {'S', "show-error"},
        {'v', "verbose"},     {'i', "include"},     {'f', "fail"},     {'g', "globoff"},    {'o', "output"},
        {'O', "remote-name"}, {'m', "max-time"},    {'x', "proxy"},    {'U', "proxy-user"}, {'w', "write-out"},
        {'c', "cookie-jar"},  {'D', "dump-header"}, {'E', "cert"},     {'K', "config"},     {'N', "no-buffer"},
        {'r', "range"},       {'4', "ipv4"},        {'6', "ipv6"},     {'0', "http1.0"},    {'1', "tlsv1.2"},
        {'#', "progress-bar"}};
    const auto found = names.constFind(letter);
    return found == names.constEnd() ? std::nullopt : std::optional(*found);
}

bool takesValue(Option option)
{
    switch (option) {
    case Option::Get:
    case Option::Head:
    case Option::Compressed:
    case Option::Flag:
        return false;
    default:
        return true;
    }
}

} // namespace uw::curl
