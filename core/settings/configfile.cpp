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

// A text that says something; "~" and "null" are YAML's words for nothing.
std::optional<QString> scalar(const json::Value &object, const char *name)
{
    const json::Value *value = json::member(object, name);
    if (!value || !value->is_string())
        return std::nullopt;
    const QString text = json::toQString(*value);
    return text.isEmpty() || text == "~"_L1 || text == "null"_L1 ? std::nullopt : std::optional(text);
}

Result<std::optional<bool>> flag(const json::Value &object, const QString &path)
{
    const std::optional<QString> text = scalar(object, "enabled");
    if (!text)
        return std::optional<bool>();
    const QString word = text->toLower();
    if (word == "true"_L1 || word == "yes"_L1 || word == "on"_L1)
        return std::optional<bool>(true);
    if (word == "false"_L1 || word == "no"_L1 || word == "off"_L1)
        return std::optional<bool>(false);
    return faulty(u"%1.enabled is \"%2\"; true or false is wanted."_s.arg(path, text->left(40)));
}

Result<ConfiguredProvider> providerFrom(const QString &name, const json::Value &value, const QString &path)
{
    if (!value.is_object() && !value.is_string())
        return faulty(u"%1 is a list; names with values are wanted."_s.arg(path));
    ConfiguredProvider provider{.name = name.toLower()};
    const Result<std::optional<bool>> enabled = flag(value, path);
    if (!enabled)
        return enabled.error();
    provider.enabled = *enabled;
    provider.secret = scalar(value, "webhook_secret").value_or(QString()).toUtf8();
    if (provider.secret.size() > maximumSecret)
        return faulty(u"%1.webhook_secret is longer than %2 bytes."_s.arg(path).arg(maximumSecret));
    return provider;
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

Result<void> readWebhooks(const json::Value &webhooks, ConfigFile &file)
{
    const Result<std::optional<bool>> enabled = flag(webhooks, u"webhooks"_s);
    if (!enabled)
        return enabled.error();
    file.enabled = *enabled;
    file.host = scalar(webhooks, "host");
    if (const std::optional<QString> port = scalar(webhooks, "port")) {
        bool isNumber = false;
        const int number = port->toInt(&isNumber);
        if (!isNumber || number < 0 || number > 65'535)
            return faulty(u"webhooks.port is \"%1\"; a number from 0 to 65535 is wanted."_s.arg(port->left(40)));
        file.port = number;
    }
    const json::Value *providers = json::member(webhooks, "providers");
    if (!providers || providers->is_string())
        return {};
    const auto *object = providers->get_ptr<const json::Object *>();
    if (!object)
        return faulty(u"webhooks.providers is a list; names with values are wanted."_s);
    for (const auto &[name, value] : *object) {
        const QString title = QString::fromStdString(name);
        const Result<ConfiguredProvider> provider =
            providerFrom(title, value, u"webhooks.providers."_s + title.left(40));
        if (!provider)
            return provider.error();
        add(file.providers, *provider);
    }
    return {};
}

} // namespace

Result<ConfigFile> parseConfigFile(const QByteArray &text)
{
    if (text.size() > maximumBytes)
        return Error{ErrorCode::LimitExceeded, u"The file is larger than %1 bytes."_s.arg(maximumBytes)};
    const Result<json::Value> root = YamlReader(text).read();
    if (!root)
        return root.error();
    if (root->is_null() || (root->is_string() && json::toQString(*root).isEmpty()))
        return ConfigFile();
    if (!root->is_object())
        return faulty(u"The file holds no names with values at its top."_s);
    ConfigFile file;
    if (const json::Value *webhooks = json::member(*root, "webhooks"); webhooks && webhooks->is_object()) {
        if (const Result<void> read = readWebhooks(*webhooks, file); !read)
            return read.error();
    }
    if (const json::Value *clickup = json::member(*root, "clickup"); clickup && clickup->is_object()) {
        const QByteArray secret = scalar(*clickup, "webhook_secret").value_or(QString()).toUtf8();
        if (secret.size() > maximumSecret)
            return faulty(u"clickup.webhook_secret is longer than %1 bytes."_s.arg(maximumSecret));
        if (!secret.isEmpty())
            add(file.providers, {.name = u"clickup"_s, .secret = secret});
    }
    return file;
}

Result<ConfigFile> readConfigFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Io, u"%1 cannot be read: %2."_s.arg(path, file.errorString())};
    Result<ConfigFile> config = parseConfigFile(file.read(maximumBytes + 1));
    if (!config)
        return Error{config.error().code, u"%1: %2"_s.arg(path, config.error().text)};
    return config;
}

} // namespace uw
