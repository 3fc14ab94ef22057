// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>

// The options of curl(1) 7.88 as far as a request is known from them. Tables, for curlimport alone.
namespace uw::curl {

// What an option means here. Those that only change how curl works or prints are passed over.
enum class Option {
    Request,
    Header,
    Data,
    DataRaw,
    DataUrlEncoded,
    Json,
    Form,
    FormString,
    User,
    Bearer,
    Get,
    Head,
    Cookie,
    UserAgent,
    Referer,
    Url,
    UrlQuery,
    Upload,
    Compressed,
    Flag,
    Value,
    File,
};

// Of a long name without its hyphens; nothing for one that is not known.
[[nodiscard]] std::optional<Option> option(const QByteArray &longName);
// The long name of a letter.
[[nodiscard]] std::optional<QByteArray> longName(char letter);
// Whether the next word belongs to it.
[[nodiscard]] bool takesValue(Option option);

} // namespace uw::curl
