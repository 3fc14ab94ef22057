// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clockify/manifest.h"
#include "core/settings/settingdefinition.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;
using namespace uw;
using namespace uw::clockify;

namespace {

// Checks a value by the part of JSON Schema draft 4 that the official schemas of the manifest use. A keyword
// that it does not know is a fault as well, so that nothing is passed over in silence.
class Draft4 final {
public:
    explicit Draft4(const json::Value &root) : m_root(root) {}

    QStringList faults(const json::Value &value) const
    {
        QStringList faults;
        check(m_root, value, u"#"_s, faults);
        return faults;
    }

private:
    static bool isOfType(const json::Value &value, const QString &type)
    {
        if (type == "integer"_L1)
            return value.is_number_integer();
        return json::typeWord(value) == type;
    }
    static QStringList words(const json::Value &value)
    {
        QStringList words;
        if (value.is_string())
            return {json::toQString(value)};
        for (const json::Value &word : value)
            words << json::toQString(word);
        return words;
    }
    static qint64 number(const json::Value &value)
    {
        return value.is_number_integer() ? qint64(value.get<std::int64_t>()) : -1;
    }

    void check(const json::Value &schema, const json::Value &value, const QString &place, QStringList &faults) const
    {
        if (const json::Value *reference = json::member(schema, "$ref")) {
            const json::Value *target = json::resolvePointer(m_root, QStringView(json::toQString(*reference)).mid(1));
            if (target)
                check(*target, value, place, faults);
            else
                faults << place + u": a reference to nowhere";
            return;
        }
        for (const auto &[name, rule] : *schema.get_ptr<const json::Object *>())
            apply(QString::fromStdString(name), rule, value, place, faults);
    }
    // A keyword that says something of the value itself; nothing when it is another one.
    static std::optional<bool> holds(const QString &keyword, const json::Value &rule, const json::Value &value)
    {
        const auto *text = value.get_ptr<const json::Value::string_t *>();
        const QString string = text ? QString::fromStdString(*text) : QString();
        if (keyword == "type"_L1) {
            const QStringList types = words(rule);
            return std::any_of(types.begin(), types.end(), [&](const QString &type) { return isOfType(value, type); });
        }
        if (keyword == "enum"_L1)
            return std::any_of(rule.begin(), rule.end(),
                               [&](const json::Value &one) { return json::equal(one, value); });
        if (keyword == "minLength"_L1)
            return !text || string.size() >= number(rule);
        if (keyword == "maxLength"_L1)
            return !text || string.size() <= number(rule);
        if (keyword == "minimum"_L1)
            return !value.is_number() || json::compareNumbers(value, rule) != std::partial_ordering::less;
        if (keyword == "minItems"_L1)
            return !value.is_array() || qint64(value.size()) >= number(rule);
        if (keyword == "pattern"_L1)
            return !text || QRegularExpression(json::toQString(rule)).match(string).hasMatch();
        if (keyword == "format"_L1)
            return json::toQString(rule) == "uri"_L1 && (!text || QUrl(string, QUrl::StrictMode).isValid());
        if (keyword == "uniqueItems"_L1)
            return isUnique(value);
        return std::nullopt;
    }
    static bool isUnique(const json::Value &value)
    {
        QSet<QByteArray> seen;
        for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
            seen.insert(json::serializeCanonical(value.at(i)));
        return !value.is_array() || seen.size() == qsizetype(value.size());
    }
    void apply(const QString &keyword, const json::Value &rule, const json::Value &value, const QString &place,
               QStringList &faults) const
    {
        static const QSet<QString> silent{u"$schema"_s, u"version"_s,     u"definitions"_s,
                                          u"example"_s, u"description"_s, u"title"_s};
        if (silent.contains(keyword))
            return;
        if (const std::optional<bool> held = holds(keyword, rule, value)) {
            if (!*held)
                faults << place + u": " + keyword;
        } else if (keyword == "items"_L1) {
            for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
                check(rule, value.at(i), place + u'/' + QString::number(i), faults);
        } else if (keyword == "properties"_L1) {
            for (const auto &[name, property] : *rule.get_ptr<const json::Object *>()) {
                if (const json::Value *member = json::member(value, std::string_view(name)))
                    check(property, *member, place + u'/' + QString::fromStdString(name), faults);
            }
        } else if (keyword == "required"_L1) {
            for (const QString &name : words(rule)) {
                if (value.is_object() && !json::member(value, QStringView(name)))
                    faults << place + u": " + name + u" is missing";
            }
        } else if (keyword == "anyOf"_L1) {
            checkAny(rule, value, place, faults);
        } else {
            faults << place + u": the test does not know the keyword " + keyword;
        }
    }
    void checkAny(const json::Value &rule, const json::Value &value, const QString &place, QStringList &faults) const
    {
        QStringList all;
        for (const json::Value &one : rule) {
            QStringList found;
            check(one, value, place, found);
            if (found.isEmpty())
                return;
            all << found;
        }
        faults << place + u": anyOf (" + all.join(u", ") + u')';
    }

    const json::Value &m_root;
};

json::Value parsed(const QByteArray &text)
{
    const Result<json::Value> value = json::parse(text);
    return value ? *value : json::Value();
}

QString text(const json::Value &object, const char *name)
{
    const json::Value *value = json::member(object, std::string_view(name));
    return value ? json::toQString(*value) : QString();
}

QStringList eventsOf(const json::Value &manifest)
{
    QStringList events;
    for (const json::Value &webhook : *json::member(manifest, "webhooks"))
        events << text(webhook, "event");
    return events;
}

} // namespace

class ManifestTest final : public QObject {
    Q_OBJECT

    static json::Value make(const Manifest::Request &request)
    {
        const Result<Manifest> manifest = Manifest::builtIn();
        const Result<QByteArray> made = manifest ? manifest->toJson(request) : Result<QByteArray>(manifest.error());
        return made ? parsed(*made) : json::Value();
    }
    static json::Value sharedSchema(const QString &version)
    {
        QFile file(QStringLiteral(UW_SOURCE_DIR "/../shared/clockify/manifest-schema/") + version + u".json");
        return file.open(QIODevice::ReadOnly) ? parsed(file.readAll()) : json::Value();
    }

private Q_SLOTS:
    void meetsTheOfficialSchema_data()
    {
        QTest::addColumn<ManifestVersion>("version");
        QTest::addColumn<QString>("word");
        QTest::newRow("1.3") << ManifestVersion::V1_3 << u"1.3"_s;
        QTest::newRow("1.6") << ManifestVersion::V1_6 << u"1.6"_s;
    }
    void meetsTheOfficialSchema()
    {
        QFETCH(ManifestVersion, version);
        QFETCH(QString, word);
        const json::Value schema = sharedSchema(word);
        if (!schema.is_object())
            QSKIP("../shared/clockify/manifest-schema is not here");
        const json::Value manifest = make({.version = version, .baseUrl = u"https://hooks.example.com/in"_s});
        QCOMPARE(Draft4(schema).faults(manifest), QStringList());
        QCOMPARE(text(manifest, "schemaVersion"), word);

        // The catalogue is what the schema allows, in number and name.
        const json::Value *names = json::resolvePointer(schema, u"/definitions/webhook/properties/event/enum");
        QVERIFY(names);
        QSet<QString> allowed;
        for (const json::Value &name : *names)
            allowed.insert(json::toQString(name));
        const QStringList events = eventsOf(manifest);
        QCOMPARE(QSet<QString>(events.begin(), events.end()), allowed);
    }
    void theSchemaOfThreeRefusesAllEvents()
    {
        const json::Value schema = sharedSchema(u"1.3"_s);
        if (!schema.is_object())
            QSKIP("../shared/clockify/manifest-schema is not here");
        const json::Value manifest = make({.version = ManifestVersion::V1_6, .baseUrl = u"https://a.example"_s});
        QCOMPARE(Draft4(schema).faults(manifest).size(), 29);
        json::Value broken = make({.version = ManifestVersion::V1_3, .baseUrl = u"ftp://a.example"_s});
        broken.erase("name");
        QCOMPARE(Draft4(schema).faults(broken).size(), 2);
    }

    void asksForEverything()
    {
        const json::Value manifest = make({.baseUrl = u"https://hooks.example.com"_s});
        QCOMPARE(text(manifest, "key"), u"universal-webhook"_s);
        QCOMPARE(text(manifest, "minimalSubscriptionPlan"), u"ENTERPRISE"_s);
        QCOMPARE(text(manifest, "baseUrl"), u"https://hooks.example.com"_s);
        QCOMPARE(text(manifest, "schemaVersion"), u"1.6"_s);
        QCOMPARE(json::member(manifest, "scopes")->size(), std::size_t(30));
        QCOMPARE(eventsOf(manifest).size(), 51);
        for (const json::Value &webhook : *json::member(manifest, "webhooks"))
            QCOMPARE(text(webhook, "path"), u"/webhooks/clockify"_s);
        QMap<QString, QString> lifecycle;
        for (const json::Value &call : *json::member(manifest, "lifecycle"))
            lifecycle.insert(text(call, "type"), text(call, "path"));
        QCOMPARE(lifecycle, (QMap<QString, QString>{{u"INSTALLED"_s, u"/lifecycle/installed"_s},
                                                    {u"DELETED"_s, u"/lifecycle/uninstalled"_s},
                                                    {u"SETTINGS_UPDATED"_s, u"/lifecycle/settings-updated"_s},
                                                    {u"STATUS_CHANGED"_s, u"/lifecycle/status-changed"_s}}));
        QCOMPARE(eventsOf(make({.version = ManifestVersion::V1_3, .baseUrl = u"https://a"_s})).size(), 22);
    }
    // Ids, groups, types and defaults are those of the table that everything else reads.
    void holdsExactlyTheSettings()
    {
        static const QMap<QString, SettingGroup> groups{{u"bootstrap"_s, SettingGroup::Bootstrap},
                                                        {u"webhooks"_s, SettingGroup::Webhooks},
                                                        {u"flows"_s, SettingGroup::Flows},
                                                        {u"data"_s, SettingGroup::Data}};
        const json::Value manifest = make({.baseUrl = u"https://a.example"_s});
        const json::Value *tabs = json::resolvePointer(manifest, u"/settings/tabs");
        QVERIFY(tabs && tabs->size() == 1);
        QVERIFY(!json::member(tabs->at(0), "settings"));
        QStringList found;
        qsizetype groupCount = 0;
        for (const json::Value &group : *json::member(tabs->at(0), "groups")) {
            ++groupCount;
            QVERIFY(groups.contains(text(group, "id")));
            for (const json::Value &setting : *json::member(group, "settings")) {
                const QString id = text(setting, "id");
                const SettingDefinition *definition = findSetting(id);
                QVERIFY2(definition, qPrintable(id));
                found << id;
                QCOMPARE(groups.value(text(group, "id")), definition->group);
                const json::Value *value = json::member(setting, "value");
                QVERIFY(value);
                if (definition->type == SettingType::Boolean) {
                    QCOMPARE(text(setting, "type"), u"CHECKBOX"_s);
                    QVERIFY(value->is_boolean());
                    QCOMPARE(value->get<bool>(), definition->defaultValue == 1);
                } else {
                    QCOMPARE(text(setting, "type"), u"NUMBER"_s);
                    QVERIFY(value->is_number_integer());
                    QCOMPARE(qint64(value->get<std::int64_t>()), definition->defaultValue);
                    QVERIFY2(text(setting, "description")
                                 .contains(u"%1 to %2"_s.arg(definition->minimum).arg(definition->maximum)),
                             qPrintable(id));
                }
                QCOMPARE(text(setting, "accessLevel"), u"ADMINS"_s);
            }
        }
        QCOMPARE(groupCount, groups.size());
        QStringList wanted;
        for (const SettingDefinition &definition : settingDefinitions())
            wanted << definition.name;
        QCOMPARE(found, wanted);
    }

    void subscribesToChosenEventsAlone()
    {
        const json::Value manifest =
            make({.baseUrl = u"https://a.example"_s, .events = {u"TIMER_STOPPED"_s, u"NEW_TASK"_s}});
        QCOMPARE(eventsOf(manifest), (QStringList{u"NEW_TASK"_s, u"TIMER_STOPPED"_s}));
    }
    void refusesEventsThatAVersionDoesNotKnow()
    {
        const Result<Manifest> manifest = Manifest::builtIn();
        QVERIFY(manifest);
        const auto unknown = manifest->toJson({.baseUrl = u"https://a.example"_s, .events = {u"new_task"_s}});
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().code, ErrorCode::InvalidInput);
        const Manifest::Request late{
            .version = ManifestVersion::V1_3, .baseUrl = u"https://a.example"_s, .events = {u"TAG_UPDATED"_s}};
        QVERIFY(!manifest->toJson(late));
    }

    void refusesWhatIsNoManifest_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("a list") << "[]"_ba;
        QTest::newRow("no key") << R"({"webhooks":[]})"_ba;
        QTest::newRow("short key") << R"({"key":"a","webhooks":[]})"_ba;
        QTest::newRow("long key") << "{\"key\":\"" + QByteArray(51, 'a') + "\",\"webhooks\":[]}";
        QTest::newRow("no webhooks") << R"({"key":"abc"})"_ba;
        QTest::newRow("webhooks no list") << R"({"key":"abc","webhooks":{}})"_ba;
    }
    void refusesWhatIsNoManifest()
    {
        QFETCH(QByteArray, text);
        const Result<Manifest> manifest = Manifest::parse(text);
        QVERIFY(!manifest);
        QCOMPARE(manifest.error().code, ErrorCode::DocumentInvalid);
    }

    void namesVersions()
    {
        QCOMPARE(manifestVersion(u"1.3"), ManifestVersion::V1_3);
        QCOMPARE(manifestVersion(u"1.6"), ManifestVersion::V1_6);
        for (const QStringView word : {u"", u"1", u"1.60", u"1.5", u" 1.6", u"2.0"})
            QVERIFY(!manifestVersion(word));
        QCOMPARE(eventKinds().size(), std::size_t(51));
        QVERIFY(findEventKind(u"NEW_TIME_ENTRY"));
        QVERIFY(!findEventKind(u"TIME_ENTRY_BATCH_DELETED"));
    }
};

QTEST_GUILESS_MAIN(ManifestTest)
#include "tst_manifest.moc"
