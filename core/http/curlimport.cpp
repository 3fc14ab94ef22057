// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/curlimport.h"

#include "core/http/curloptions.h"
#include "core/http/requestrules.h"
#include "core/http/shellwords.h"

#include <QRandomGenerator>

#include <cctype>
#include <optional>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

using curl::Option;

// application/x-www-form-urlencoded as curl writes it: a space is %20.
QByteArray formEncoded(const QByteArray &bytes)
{
    return bytes.toPercentEncoding();
}

// Reads the words of one command.
class CurlReader final {
public:
    explicit CurlReader(const QByteArrayList &words) : m_words(words) {}

    Result<CurlRequest> read()
    {
        for (m_at = 1; m_at < m_words.size(); ++m_at) {
            const QByteArray &word = m_words[m_at];
            Result<void> done;
            if (!m_onlyAddresses && word == "--")
                m_onlyAddresses = true;
            else if (!m_onlyAddresses && word.startsWith("--"))
                done = longOption(word.mid(2));
            else if (!m_onlyAddresses && word.startsWith('-') && word.size() > 1)
                done = shortOptions(word.mid(1));
            else
                done = address(word);
            if (!done)
                return done.error();
        }
        return finish();
    }

private:
    static Error fault(const QString &text) { return {ErrorCode::InvalidInput, text}; }
    void note(const QString &text)
    {
        if (!m_result.notes.contains(text))
            m_result.notes << text;
    }

    Result<void> address(const QByteArray &url)
    {
        if (m_url.isEmpty())
            m_url = url;
        else
            note(u"Only the first address of the command was taken."_s);
        return {};
    }

    Result<void> longOption(const QByteArray &written)
    {
        // "--name=value" is not curl's way, but people write it.
        const qsizetype equals = written.indexOf('=');
        const QByteArray name = equals < 0 ? written : written.left(equals);
        const std::optional<Option> known = curl::option(name);
        if (!known) {
            note(u"The option --%1 is not known here and was passed over."_s.arg(QString::fromUtf8(name.left(80))));
            return {};
        }
        if (!curl::takesValue(*known))
            return apply(*known, name, {});
        if (equals >= 0)
            return apply(*known, name, written.mid(equals + 1));
        if (m_at + 1 >= m_words.size())
            return fault(u"The option --%1 has no value."_s.arg(QString::fromUtf8(name)));
        return apply(*known, name, m_words[++m_at]);
    }

    // "-sSLXPOST": flags may stand together, and a value right behind its letter.
    Result<void> shortOptions(const QByteArray &letters)
    {
        for (qsizetype i = 0; i < letters.size(); ++i) {
            const std::optional<QByteArray> name = curl::longName(letters[i]);
            if (!name) {
                note(u"The option -%1 is not known here and was passed over."_s.arg(QLatin1Char(letters[i])));
                continue;
            }
            const Option option = curl::option(*name).value_or(Option::Flag);
            if (!curl::takesValue(option)) {
                if (const Result<void> done = apply(option, *name, {}); !done)
                    return done;
                continue;
            }
            if (i + 1 < letters.size())
                return apply(option, *name, letters.mid(i + 1));
            if (m_at + 1 >= m_words.size())
                return fault(u"The option -%1 has no value."_s.arg(QLatin1Char(letters[i])));
            return apply(option, *name, m_words[++m_at]);
        }
        return {};
    }

    Result<void> apply(Option option, const QByteArray &name, const QByteArray &value);
    void addData(const QByteArray &piece)
    {
        if (m_data)
            *m_data += '&' + piece;
        else
            m_data = piece;
    }
    void noteFile(const QByteArray &path)
    {
        note(u"The file “%1” was not read: choose it in the body."_s.arg(QString::fromUtf8(path.left(200))));
    }
    void header(const QByteArray &line);
    void urlEncoded(const QByteArray &value);
    void form(const QByteArray &value, bool isLiteral);
    void cookie(const QByteArray &value);
    void setHeader(const QByteArray &name, const QByteArray &value);
    void addDefault(const QByteArray &name, const QByteArray &value);
    void encodeForm();
    Result<CurlRequest> finish();

    const QByteArrayList m_words;
    qsizetype m_at = 0;
    bool m_onlyAddresses = false;
    CurlRequest m_result;
    QByteArray m_method;
    QByteArray m_url;
    QByteArrayList m_query;
    HeaderList m_headers;
    // Names that "-H Name:" takes away.
    QByteArrayList m_removed;
    std::optional<QByteArray> m_data;
    std::optional<QByteArray> m_json;
    struct Part {
        QByteArray name;
        QByteArray value;
        QByteArray type;
    };
    QList<Part> m_parts;
    bool m_isGet = false;
    bool m_isHead = false;
    bool m_isUpload = false;
};

Result<void> CurlReader::apply(Option option, const QByteArray &name, const QByteArray &value)
{
    switch (option) {
    case Option::Request:
        m_method = value;
        break;
    case Option::Header:
        header(value);
        break;
    case Option::Data:
        if (value.startsWith('@'))
            noteFile(value.mid(1));
        addData(value.startsWith('@') ? QByteArray() : value);
        break;
    case Option::DataRaw:
        addData(value);
        break;
    case Option::DataUrlEncoded:
        urlEncoded(value);
        break;
    case Option::Json:
        if (value.startsWith('@'))
            noteFile(value.mid(1));
        m_json = m_json.value_or(QByteArray()) + (value.startsWith('@') ? QByteArray() : value);
        break;
    case Option::Form:
    case Option::FormString:
        form(value, option == Option::FormString);
        break;
    case Option::User:
        setHeader("Authorization", "Basic " + value.toBase64());
        break;
    case Option::Bearer:
        setHeader("Authorization", "Bearer " + value);
        break;
    case Option::Get:
        m_isGet = true;
        break;
    case Option::Head:
        m_isHead = true;
        break;
    case Option::Cookie:
        cookie(value);
        break;
    case Option::UserAgent:
        setHeader("User-Agent", value);
        break;
    case Option::Referer:
        setHeader("Referer", value);
        break;
    case Option::Url:
        return address(value);
    case Option::UrlQuery:
        m_query << value;
        break;
    case Option::Upload:
        m_isUpload = true;
        noteFile(value);
        break;
    case Option::File:
        note(u"The option --%1 was passed over: what it names belongs to the computer it was written for."_s.arg(
            QString::fromUtf8(name)));
        break;
    case Option::Compressed:
    case Option::Flag:
    case Option::Value:
        break;
    }
    return {};
}

void CurlReader::header(const QByteArray &line)
{
    if (line.startsWith('@')) {
        noteFile(line.mid(1));
        return;
    }
    const qsizetype colon = line.indexOf(':');
    const qsizetype semicolon = line.indexOf(';');
    if (colon < 0) {
        // "Name;" sends the field empty.
        if (semicolon == line.size() - 1 && isToken(line.chopped(1)))
            m_headers << HeaderField{line.chopped(1), {}};
        else
            note(u"The header “%1” has no value and was left out."_s.arg(QString::fromUtf8(line.left(80))));
        return;
    }
    const QByteArray name = line.left(colon).trimmed();
    const QByteArray value = line.mid(colon + 1).trimmed();
    // HTTP/2's own fields, as some tools copy them.
    if (name.isEmpty())
        return;
    if (value.isEmpty())
        m_removed << name.toLower();
    else if (!isToken(name) || !isFieldValue(value))
        note(u"The header “%1” cannot be sent and was left out."_s.arg(QString::fromUtf8(name.left(80))));
    else
        m_headers << HeaderField{name, value};
}

// curl(1), --data-urlencode: content, =content, name=content, @file, name@file.
void CurlReader::urlEncoded(const QByteArray &value)
{
    const qsizetype equals = value.indexOf('=');
    const qsizetype at = value.indexOf('@');
    if (equals >= 0 && (at < 0 || equals < at)) {
        const QByteArray name = value.left(equals);
        addData((name.isEmpty() ? QByteArray() : name + '=') + formEncoded(value.mid(equals + 1)));
    } else if (at >= 0) {
        noteFile(value.mid(at + 1));
        addData(at > 0 ? value.left(at) + '=' : QByteArray());
    } else {
        addData(formEncoded(value));
    }
}

void CurlReader::form(const QByteArray &value, bool isLiteral)
{
    const qsizetype equals = value.indexOf('=');
    if (equals < 0) {
        note(u"The form field “%1” has no value and was left out."_s.arg(QString::fromUtf8(value.left(80))));
        return;
    }
    Part part{value.left(equals), value.mid(equals + 1), {}};
    if (!isLiteral) {
        if (part.value.startsWith('@') || part.value.startsWith('<')) {
            noteFile(part.value.mid(1).split(';').constFirst());
            part.value.clear();
        } else if (const qsizetype type = part.value.indexOf(";type="); type >= 0) {
            part.type = part.value.mid(type + 6).split(';').constFirst();
            part.value.truncate(type);
        }
    }
    m_parts << part;
}

void CurlReader::cookie(const QByteArray &value)
{
    // Without "=" it is a file's name.
    if (value.contains('='))
        m_headers << HeaderField{"Cookie", value};
    else
        noteFile(value);
}

void CurlReader::setHeader(const QByteArray &name, const QByteArray &value)
{
    if (!isFieldValue(value))
        note(u"The header “%1” cannot be sent and was left out."_s.arg(QString::fromUtf8(name)));
    else if (!findHeader(m_headers, name))
        m_headers << HeaderField{name, value};
}

void CurlReader::addDefault(const QByteArray &name, const QByteArray &value)
{
    if (!m_removed.contains(name.toLower()) && !findHeader(m_headers, name))
        m_headers << HeaderField{name, value};
}

// RFC 7578.
void CurlReader::encodeForm()
{
    const QByteArray boundary =
        "----------------------"
        + QByteArray::number(QRandomGenerator::global()->generate64(), 16).rightJustified(16, '0');
    const auto quoted = [](QByteArray name) {
        return name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
    };
    QByteArray body;
    for (const Part &part : std::as_const(m_parts)) {
        body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quoted(part.name) + "\"\r\n";
        if (!part.type.isEmpty() && isFieldValue(part.type))
            body += "Content-Type: " + part.type + "\r\n";
        body += "\r\n" + part.value + "\r\n";
    }
    m_data = body + "--" + boundary + "--\r\n";
    addDefault("Content-Type", "multipart/form-data; boundary=" + boundary);
}

Result<CurlRequest> CurlReader::finish()
{
    if (m_url.isEmpty())
        return fault(u"The command names no address."_s);
    HttpRequest &request = m_result.request;
    const bool withBody = m_data || m_json || !m_parts.isEmpty();
    if (!m_parts.isEmpty()) {
        encodeForm();
    } else if (m_json) {
        m_data = m_data ? *m_data + '&' + *m_json : *m_json;
        addDefault("Content-Type", "application/json");
        addDefault("Accept", "application/json");
    } else if (m_data && !m_isGet) {
        addDefault("Content-Type", "application/x-www-form-urlencoded");
    }
    QByteArray url = m_url;
    if (!url.contains("://"))
        url.prepend("http://");
    url.truncate(url.indexOf('#') < 0 ? url.size() : url.indexOf('#'));
    if (m_isGet && m_data)
        m_query << *m_data;
    for (const QByteArray &item : std::as_const(m_query))
        url += (url.contains('?') ? '&' : '?') + item;
    request.url = completedUrl(url);
    request.headers = m_headers;
    // The client sets what frames the message.
    request.headers.removeIf([](const HeaderField &field) {
        return field.name.compare("content-length", Qt::CaseInsensitive) == 0
            || field.name.compare("transfer-encoding", Qt::CaseInsensitive) == 0;
    });
    if (!m_isGet)
        request.body = m_data.value_or(QByteArray());
    request.method = !m_method.isEmpty()  ? m_method
                   : m_isHead             ? QByteArray("HEAD")
                   : m_isUpload           ? QByteArray("PUT")
                   : withBody && !m_isGet ? QByteArray("POST")
                                          : QByteArray("GET");
    if (!isToken(request.method))
        return fault(u"“%1” is no method."_s.arg(QString::fromUtf8(request.method.left(80))));
    const Result<QUrl> parsed = parseRequestUrl(request.url);
    if (!parsed && parsed.error().code != ErrorCode::InvalidArgument)
        return parsed.error();
    if (!parsed)
        note(parsed.error().text);
    return m_result;
}

bool isCurl(const QByteArray &word)
{
    const QByteArray name = word.mid(qMax(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1).toLower();
    return name == "curl" || name == "curl.exe";
}

} // namespace

QByteArray completedUrl(const QByteArray &url)
{
    const auto isHex = [&url](qsizetype at) {
        return at < url.size() && std::isxdigit(static_cast<uchar>(url[at])) != 0;
    };
    QByteArray completed;
    for (qsizetype i = 0; i < url.size(); ++i) {
        const char byte = url[i];
        // Unreserved, reserved, and the percent sign of what is encoded already.
        const bool isEncoded = byte == '%' && isHex(i + 1) && isHex(i + 2);
        const bool isPlain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
                          || (byte >= '0' && byte <= '9') || QByteArrayView("-._~:/?#[]@!$&'()*+,;=").contains(byte);
        if (isEncoded || isPlain)
            completed += byte;
        else
            completed += '%' + QByteArray(1, byte).toHex().toUpper();
    }
    return completed;
}

Result<QList<CurlRequest>> fromCurlCommands(const QByteArray &text)
{
    if (text.size() > maximumCurlBytes)
        return Error{ErrorCode::LimitExceeded, u"The text is larger than the 8 MiB that are read."_s};
    const Result<QList<QByteArrayList>> commands = shellCommands(text, guessShell(text));
    if (!commands)
        return commands.error();
    QList<CurlRequest> requests;
    for (QByteArrayList words : *commands) {
        // A prompt that was copied too.
        while (!words.isEmpty() && (words.constFirst() == "$" || words.constFirst() == "%"))
            words.removeFirst();
        if (words.isEmpty() || !isCurl(words.constFirst()))
            continue;
        if (requests.size() == maximumCurlCommands)
            return Error{ErrorCode::LimitExceeded,
                         u"The text has more than the %1 commands that are read."_s.arg(maximumCurlCommands)};
        const Result<CurlRequest> request = CurlReader(words).read();
        if (!request)
            return request.error();
        requests << *request;
    }
    if (requests.isEmpty())
        return Error{ErrorCode::InvalidInput, u"This is no curl command: it has to begin with the word curl."_s};
    return requests;
}

} // namespace uw
