// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/secretmask.h"

#include "core/http/credential.h"

#include <algorithm>
#include <array>
#include <bitset>

namespace uw {

namespace {

// Of the mask in an address.
constexpr QByteArrayView encodedMask("%E2%80%A2%E2%80%A2%E2%80%A2%E2%80%A2");
// A part of base64 is only looked for when it is long enough not to be found by chance.
constexpr qsizetype shortestBase64 = 8;

QByteArray foldedName(const QByteArray &name)
{
    QByteArray folded;
    for (const char byte : name.toLower()) {
        if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9'))
            folded += byte;
    }
    return folded;
}

// The characters of base64 that a secret makes by itself, `before` bytes (0 to 2) behind the start of a group: its first
// and last ones may depend on what stands beside it.
QByteArray base64Core(const QByteArray &secret, int before, QByteArray::Base64Options options)
{
    constexpr std::array firstOwn{0, 2, 3};
    const QByteArray bytes = QByteArray(before, '\0') + secret;
    const QByteArray text = bytes.toBase64(options | QByteArray::OmitTrailingEquals);
    const qsizetype whole = (before + secret.size()) * 8 / 6;
    return text.left(whole).mid(firstOwn[std::size_t(before)]);
}

// A text as JSON with nothing but ASCII; `digits` of either case.
QByteArray asciiJson(const QByteArray &secret, bool upperCase)
{
    QByteArray text;
    const QString characters = QString::fromUtf8(secret);
    for (const QChar c : characters) {
        if (c.unicode() < 0x80) {
            text += c.toLatin1();
            continue;
        }
        const QByteArray digits = QByteArray::number(c.unicode(), 16).rightJustified(4, '0');
        text += "\\u" + (upperCase ? digits.toUpper() : digits);
    }
    return text;
}

int hexDigit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    const char lower = char(byte | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// How many bytes of `text` at `at` stand for this byte of a secret: itself, its percent-encoding, "+" for a space, or
// what JSON makes of it; 0: none.
qsizetype spellingAt(QByteArrayView text, qsizetype at, char wanted)
{
    const qsizetype left = text.size() - at;
    const auto code = static_cast<uchar>(wanted);
    const auto hexAt = [&](qsizetype offset) {
        return hexDigit(text[at + offset]) * 16 + hexDigit(text[at + offset + 1]);
    };
    if (left >= 3 && text[at] == '%' && hexDigit(text[at + 1]) >= 0 && hexDigit(text[at + 2]) >= 0 && hexAt(1) == code)
        return 3;
    if (left >= 6 && text[at] == '\\' && text[at + 1] == 'u' && text[at + 2] == '0' && text[at + 3] == '0'
        && hexDigit(text[at + 4]) >= 0 && hexDigit(text[at + 5]) >= 0 && hexAt(4) == code && code < 0x80)
        return 6;
    if (left >= 2 && text[at] == '\\' && text[at + 1] == wanted && (wanted == '"' || wanted == '\\' || wanted == '/'))
        return 2;
    if (left >= 1 && text[at] == wanted)
        return 1;
    return left >= 1 && wanted == ' ' && text[at] == '+' ? 1 : 0;
}

} // namespace

bool SecretMask::isSecretHeader(const QByteArray &name)
{
    static const QByteArrayList names{"authorization",
                                      "proxyauthorization",
                                      "cookie",
                                      "setcookie",
                                      "setcookie2",
                                      "xapikey",
                                      "apikey",
                                      "xaddontoken",
                                      "xauthtoken",
                                      "xaccesstoken",
                                      "xsessiontoken",
                                      "xcsrftoken",
                                      "xxsrftoken",
                                      "privatetoken",
                                      "xgitlabtoken",
                                      "xamzsecuritytoken",
                                      "xgoogapikey",
                                      "xfunctionskey",
                                      "xauthkey",
                                      "xtoken",
                                      "ocpapimsubscriptionkey",
                                      "xshopifyaccesstoken",
                                      "xvaulttoken",
                                      "clockifysignature"};
    return names.contains(foldedName(name));
}

bool SecretMask::isSecretItem(const QByteArray &name)
{
    static const QByteArrayList names{"apikey",
                                      "key",
                                      "accesskey",
                                      "accesstoken",
                                      "token",
                                      "authtoken",
                                      "auth",
                                      "authorization",
                                      "secret",
                                      "clientsecret",
                                      "password",
                                      "passwd",
                                      "pwd",
                                      "signature",
                                      "sig",
                                      "sessionid",
                                      "session",
                                      "jwt",
                                      "xapikey",
                                      "subscriptionkey",
                                      "idtoken",
                                      "refreshtoken",
                                      "bearertoken",
                                      "xamzsignature",
                                      "xamzsecuritytoken",
                                      "xaddontoken",
                                      "privatetoken",
                                      "clientassertion"};
    return names.contains(foldedName(name));
}

void SecretMask::add(const QByteArray &secret)
{
    if (secret.size() < ShortestSecret || secret == maskedSecret || m_secrets.contains(secret))
        return;
    m_secrets << secret;
    const auto longer = [](const QByteArray &a, const QByteArray &b) { return a.size() > b.size(); };
    std::stable_sort(m_secrets.begin(), m_secrets.end(), longer);
    const auto addForm = [this, &secret](const QByteArray &form) {
        if (!form.isEmpty() && form != secret && !m_forms.contains(form))
            m_forms << form;
    };
    // Short ones are known by the whole encoding alone.
    addForm(secret.toBase64());
    addForm(secret.toBase64(QByteArray::Base64UrlEncoding));
    for (const QByteArray::Base64Option alphabet : {QByteArray::Base64Encoding, QByteArray::Base64UrlEncoding}) {
        for (int before = 0; before < 3; ++before) {
            const QByteArray core = base64Core(secret, before, alphabet);
            if (core.size() >= shortestBase64)
                addForm(core);
        }
    }
    addForm(asciiJson(secret, false));
    addForm(asciiJson(secret, true));
    std::stable_sort(m_forms.begin(), m_forms.end(), longer);
}

void SecretMask::learn(const QByteArray &value)
{
    if (value.size() >= ShortestFound)
        add(value);
}

void SecretMask::learnFrom(const HttpRequest &request)
{
    for (const HeaderField &field : request.headers) {
        if (!isSecretHeader(field.name))
            continue;
        learn(field.value);
        if (field.name.compare("cookie", Qt::CaseInsensitive) == 0) {
            for (const QByteArray &item : field.value.split(';'))
                learn(item.mid(item.indexOf('=') + 1).trimmed());
            continue;
        }
        const qsizetype space = field.value.indexOf(' ');
        if (space < 0)
            continue;
        const QByteArray token = field.value.mid(space + 1).trimmed();
        learn(token);
        if (field.value.left(space).compare("basic", Qt::CaseInsensitive) != 0)
            continue;
        const QByteArray pair = QByteArray::fromBase64(token);
        learn(pair);
        // A password is a secret however short it is.
        add(pair.mid(pair.indexOf(':') + 1));
    }
    const qsizetype mark = request.url.indexOf('?');
    if (mark < 0)
        return;
    for (const QByteArray &item : request.url.mid(mark + 1).split('&')) {
        const qsizetype equals = item.indexOf('=');
        if (equals > 0 && isSecretItem(QByteArray::fromPercentEncoding(item.left(equals))))
            learn(QByteArray::fromPercentEncoding(item.mid(equals + 1)));
    }
}

qsizetype SecretMask::matchAt(QByteArrayView text, qsizetype at, const QByteArray &secret) const
{
    qsizetype end = at;
    for (const char byte : secret) {
        const qsizetype spelling = spellingAt(text, end, byte);
        if (spelling == 0)
            return 0;
        end += spelling;
    }
    return end - at;
}

QByteArray SecretMask::replaced(const QByteArray &text, QByteArrayView mask) const
{
    if (m_secrets.isEmpty() || text.isEmpty())
        return text;
    // Most bytes begin nothing: they are passed over quickly.
    std::bitset<256> begins;
    for (const QByteArrayList &list : {m_secrets, m_forms}) {
        for (const QByteArray &one : list)
            begins.set(static_cast<uchar>(one[0]));
    }
    begins.set('%').set('\\').set('+');
    QByteArray result;
    qsizetype copied = 0;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype length = 0;
        if (begins.test(static_cast<uchar>(text[at]))) {
            for (const QByteArray &secret : m_secrets)
                length = qMax(length, matchAt(text, at, secret));
            for (const QByteArray &form : m_forms) {
                if (QByteArrayView(text).sliced(at).startsWith(form))
                    length = qMax(length, form.size());
            }
        }
        if (length == 0) {
            ++at;
            continue;
        }
        result += QByteArrayView(text).sliced(copied, at - copied);
        result += mask;
        at += length;
        copied = at;
    }
    return copied == 0 ? text : result + QByteArrayView(text).sliced(copied).toByteArray();
}

QByteArray SecretMask::inText(const QByteArray &text) const
{
    return replaced(text, maskedSecret);
}

QByteArray SecretMask::inUrl(const QByteArray &url) const
{
    QByteArray masked = url;
    const qsizetype authority = masked.indexOf("://") + 3;
    const qsizetype path = masked.indexOf('/', authority);
    const qsizetype user = masked.left(path < 0 ? masked.size() : path).lastIndexOf('@');
    if (authority > 2 && user > authority)
        masked.replace(authority, user - authority, encodedMask);
    const qsizetype mark = masked.indexOf('?');
    if (mark >= 0) {
        QByteArrayList items = masked.mid(mark + 1).split('&');
        for (QByteArray &item : items) {
            const qsizetype equals = item.indexOf('=');
            if (equals > 0 && isSecretItem(QByteArray::fromPercentEncoding(item.left(equals))))
                item = item.left(equals + 1) + encodedMask;
        }
        masked = masked.left(mark + 1) + items.join('&');
    }
    return replaced(masked, encodedMask);
}

HeaderList SecretMask::inHeaders(const HeaderList &headers) const
{
    static const QByteArrayList schemes{"basic", "bearer", "digest", "negotiate", "token", "apikey"};
    HeaderList masked;
    for (const HeaderField &field : headers) {
        if (!isSecretHeader(field.name)) {
            masked << HeaderField{field.name, inText(field.value)};
            continue;
        }
        const qsizetype space = field.value.indexOf(' ');
        const bool hasScheme = space > 0 && schemes.contains(field.value.left(space).toLower());
        masked << HeaderField{field.name, (hasScheme ? field.value.left(space + 1) : QByteArray()) + maskedSecret};
    }
    return masked;
}

qsizetype SecretMask::longestRun() const
{
    // A byte takes six at most, as JSON escapes it.
    const qsizetype secret = m_secrets.isEmpty() ? 0 : 6 * m_secrets.constFirst().size();
    return qMax(secret, m_forms.isEmpty() ? qsizetype(0) : m_forms.constFirst().size());
}

} // namespace uw
