// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/configfile.h"

#include "core/base/limits.h"
#include "core/json/value.h"

#include <QFile>

#include <yaml.h>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

constexpr qint64 maximumBytes = 1 * limits::mebibyte;
constexpr int maximumDepth = 20;
constexpr int maximumEvents = 20'000;
constexpr qsizetype maximumSecret = 16 * 1024;

Error faulty(const QString &what)
{
    return {ErrorCode::InvalidInput, what};
}

// Reads one YAML document into a tree whose scalars are all texts: what they mean is for who asks for them.
class YamlReader final {
public:
    explicit YamlReader(const QByteArray &text)
    {
        m_ready = yaml_parser_initialize(&m_parser) == 1;
        if (m_ready)
            yaml_parser_set_input_string(&m_parser, reinterpret_cast<const unsigned char *>(text.constData()),
                                         std::size_t(text.size()));
    }
    ~YamlReader()
    {
        if (m_ready)
            yaml_parser_delete(&m_parser);
    }
    Q_DISABLE_COPY_MOVE(YamlReader)

    Result<json::Value> read()
    {
        std::optional<json::Value> root;
        while (!m_isDone) {
            Event event;
            if (!next(event))
                return m_error;
            if (event->type == YAML_STREAM_END_EVENT)
                m_isDone = true;
            else if (event->type == YAML_DOCUMENT_START_EVENT && root)
                return faulty(u"The file holds more than one YAML document."_s);
            else if (event->type == YAML_SCALAR_EVENT || event->type == YAML_MAPPING_START_EVENT
                     || event->type == YAML_SEQUENCE_START_EVENT || event->type == YAML_ALIAS_EVENT)
                root = node(*event, 0);
            if (m_failed)
                return m_error;
        }
        return root.value_or(json::Value());
    }

private:
    // Frees what the parser put in it.
    class Event final {
    public:
        Event() = default;
        ~Event() { yaml_event_delete(&m_event); }
        Q_DISABLE_COPY_MOVE(Event)
        yaml_event_t &operator*() { return m_event; }
        yaml_event_t *operator->() { return &m_event; }

    private:
        yaml_event_t m_event{};
    };

    void fail(Error error)
    {
        if (!m_failed)
            m_error = std::move(error);
        m_failed = true;
    }

    bool next(Event &event)
    {
        if (++m_events > maximumEvents) {
            fail({ErrorCode::LimitExceeded, u"The file holds more than %1 elements."_s.arg(maximumEvents)});
            return false;
        }
        if (m_ready && yaml_parser_parse(&m_parser, &*event) == 1)
            return true;
        fail(faulty(u"Line %1 is no YAML: %2."_s.arg(qint64(m_parser.problem_mark.line) + 1)
                        .arg(QString::fromUtf8(m_parser.problem))));
        return false;
    }

    static std::string textOf(const yaml_event_t &event)
    {
        return {reinterpret_cast<const char *>(event.data.scalar.value), event.data.scalar.length};
    }

    json::Value node(const yaml_event_t &event, int depth)
    {
        const qint64 line = qint64(event.start_mark.line) + 1;
        if (depth > maximumDepth)
            fail({ErrorCode::LimitExceeded,
                  u"Line %1 is nested more than %2 levels deep."_s.arg(line).arg(maximumDepth)});
        else if (event.type == YAML_ALIAS_EVENT)
            fail(faulty(
                u"Line %1 refers to another part of the file (*name). Write the value itself there."_s.arg(line)));
        else if (event.type == YAML_SCALAR_EVENT)
            return textOf(event);
        else if (event.type == YAML_MAPPING_START_EVENT)
            return mapping(depth);
        else
            return sequence(depth);
        return {};
    }

    json::Value mapping(int depth)
    {
        json::Value object = json::Value::object();
        while (!m_failed) {
            Event key;
            if (!next(key) || key->type == YAML_MAPPING_END_EVENT)
                break;
            if (key->type != YAML_SCALAR_EVENT) {
                fail(faulty(u"Line %1: a name is wanted here."_s.arg(qint64(key->start_mark.line) + 1)));
                break;
            }
            Event value;
            if (next(value))
                object[textOf(*key)] = node(*value, depth + 1);
        }
        return object;
    }

    json::Value sequence(int depth)
    {
        json::Value array = json::Value::array();
        while (!m_failed) {
            Event element;
            if (!next(element) || element->type == YAML_SEQUENCE_END_EVENT)
                break;
            array.push_back(node(*element, depth + 1));
        }
        return array;
    }

    yaml_parser_t m_parser{};
    bool m_ready = false;
    bool m_isDone = false;
    bool m_failed = false;
    int m_events = 0;
    Error m_error;
};

const json::Value *member(const json::Object &object, std::string_view name)
{
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &found->second;
}

// "~" and "null" are YAML's words for nothing.
bool isNothing(const json::Value *value)
{
    if (!value || value->is_null())
        return true;
    const QString text = json::toQString(*value);
    return value->is_string() && (text.isEmpty() || text == "~"_L1 || text == "null"_L1);
}

// Where something else stands than is wanted, it is said and not passed over: it may be a secret that would be lost.
Error misplaced(const QString &path, const QString &wanted)
{
    return faulty(u"%1 is not what it has to be: %2 wanted."_s.arg(path, wanted));
}

// A text that says something.
Result<std::optional<QString>> scalar(const json::Object *object, const QString &path, const char *name)
{
    const json::Value *value = object ? member(*object, name) : nullptr;
    if (isNothing(value))
        return std::optional<QString>();
    if (!value->is_string())
        return misplaced(path + u'.' + QLatin1StringView(name), u"one value is"_s);
    return std::optional(json::toQString(*value));
}

// Names with values; null when there is nothing.
Result<const json::Object *> section(const json::Value *value, const QString &path)
{
    if (isNothing(value))
        return static_cast<const json::Object *>(nullptr);
    const auto *object = value->get_ptr<const json::Object *>();
    if (!object)
        return misplaced(path, u"names with values are"_s);
    return object;
}

Result<std::optional<bool>> flag(const json::Object *object, const QString &path)
{
    const Result<std::optional<QString>> text = scalar(object, path, "enabled");
    if (!text)
        return text.error();
    if (!*text)
        return std::optional<bool>();
    const QString word = (*text)->toLower();
    if (word == "true"_L1 || word == "yes"_L1 || word == "on"_L1)
        return std::optional<bool>(true);
    if (word == "false"_L1 || word == "no"_L1 || word == "off"_L1)
        return std::optional<bool>(false);
    return misplaced(path + u".enabled"_s, u"true or false is"_s);
}

Result<QByteArray> secretOf(const json::Object *object, const QString &path)
{
    const Result<std::optional<QString>> text = scalar(object, path, "webhook_secret");
    if (!text)
        return text.error();
    QByteArray secret = text->value_or(QString()).toUtf8();
    if (secret.size() > maximumSecret)
        return faulty(u"%1.webhook_secret is longer than %2 bytes."_s.arg(path).arg(maximumSecret));
    return secret;
}

Result<ConfiguredProvider> providerFrom(const QString &name, const json::Value &value, const QString &path)
{
    const Result<const json::Object *> object = section(&value, path);
    if (!object)
        return object.error();
    const Result<std::optional<bool>> enabled = flag(*object, path);
    if (!enabled)
        return enabled.error();
    const Result<QByteArray> secret = secretOf(*object, path);
    if (!secret)
        return secret.error();
    return ConfiguredProvider{.name = name.toLower(), .enabled = *enabled, .secret = *secret};
}

// What stands there first counts; the flat form is the older one.
void add(QList<ConfiguredProvider> &providers, const ConfiguredProvider &provider)
{
    for (ConfiguredProvider &known : providers) {
        if (known.name != provider.name)
            continue;
        if (!known.enabled)
            known.enabled = provider.enabled;
        if (known.secret.isEmpty())
            known.secret = provider.secret;
        return;
    }
    providers.append(provider);
}

Result<void> readProviders(const json::Value *value, ConfigFile &file)
{
    const Result<const json::Object *> providers = section(value, u"webhooks.providers"_s);
    if (!providers || !*providers)
        return providers ? Result<void>() : providers.error();
    for (const auto &[name, settings] : **providers) {
        const QString title = QString::fromStdString(name);
        const Result<ConfiguredProvider> provider =
            providerFrom(title, settings, u"webhooks.providers."_s + title.left(40));
        if (!provider)
            return provider.error();
        add(file.providers, *provider);
    }
    return {};
}

Result<void> readWebhooks(const json::Value *value, ConfigFile &file)
{
    const QString path = u"webhooks"_s;
    const Result<const json::Object *> webhooks = section(value, path);
    if (!webhooks || !*webhooks)
        return webhooks ? Result<void>() : webhooks.error();
    const Result<std::optional<bool>> enabled = flag(*webhooks, path);
    if (!enabled)
        return enabled.error();
    file.enabled = *enabled;
    const Result<std::optional<QString>> host = scalar(*webhooks, path, "host");
    if (!host)
        return host.error();
    file.host = *host;
    const Result<std::optional<QString>> port = scalar(*webhooks, path, "port");
    if (!port)
        return port.error();
    if (*port) {
        bool isNumber = false;
        const int number = (*port)->toInt(&isNumber);
        if (!isNumber || number < 0 || number > 65'535)
            return faulty(u"webhooks.port is \"%1\"; a number from 0 to 65535 is wanted."_s.arg((*port)->left(40)));
        file.port = number;
    }
    return readProviders(member(**webhooks, "providers"), file);
}

} // namespace

Result<ConfigFile> parseConfigFile(const QByteArray &text)
{
    if (text.size() > maximumBytes)
        return Error{ErrorCode::LimitExceeded, u"The file is larger than %1 bytes."_s.arg(maximumBytes)};
    const Result<json::Value> root = YamlReader(text).read();
    if (!root)
        return root.error();
    if (isNothing(&*root))
        return ConfigFile();
    const auto *object = root->get_ptr<const json::Object *>();
    if (!object)
        return faulty(u"The file holds no names with values at its top."_s);
    ConfigFile file;
    if (const Result<void> read = readWebhooks(member(*object, "webhooks"), file); !read)
        return read.error();
    const Result<const json::Object *> clickup = section(member(*object, "clickup"), u"clickup"_s);
    if (!clickup)
        return clickup.error();
    const Result<QByteArray> secret = secretOf(*clickup, u"clickup"_s);
    if (!secret)
        return secret.error();
    if (!secret->isEmpty())
        add(file.providers, {.name = u"clickup"_s, .secret = *secret});
    return file;
}

Result<ConfigFile> readConfigFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Io, u"%1 cannot be read: %2."_s.arg(path, file.errorString())};
    const QByteArray text = file.read(maximumBytes + 1);
    if (file.error() != QFileDevice::NoError)
        return Error{ErrorCode::Io, u"%1 cannot be read: %2."_s.arg(path, file.errorString())};
    Result<ConfigFile> config = parseConfigFile(text);
    if (!config)
        return Error{config.error().code, u"%1: %2"_s.arg(path, config.error().text)};
    return config;
}

} // namespace uw
