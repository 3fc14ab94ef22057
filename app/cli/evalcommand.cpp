// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/evalcommand.h"

#include "app/cli/helptext.h"
#include "app/cli/inputargument.h"
#include "core/base/clock.h"
#include "core/base/uuidv7.h"
#include "core/http/credential.h"
#include "core/json/binding.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace uw::cli {

namespace {

constexpr QLatin1StringView commandName("eval");

// A credential from UW_CREDENTIAL_<NAME>, as `uwh serve` without a keychain takes it.
Result<QByteArray> credentialFromEnvironment(const QString &name)
{
    const QString variable = u"UW_CREDENTIAL_"_s + QString(name).replace(u'-', u'_').toUpper();
    const QByteArray text = qgetenv(variable.toUtf8().constData());
    if (text.isEmpty())
        return Error{ErrorCode::CredentialMissing, u"The credential %1 is not there; set %2."_s.arg(name, variable)};
    const Result<Credential> credential = parseCredential(name, text);
    if (!credential)
        return Error{ErrorCode::CredentialMissing, credential.error().text};
    return credential->value;
}

} // namespace

void EvalCommand::start(const QStringList &arguments)
{
    const int code = run(arguments);
    out().flush();
    err().flush();
    Q_EMIT finished(code);
}

int EvalCommand::run(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Evaluates a binding as flows do, and prints the result as JSON: '{{ $.items[*].name | join(\", \") }}'.\n"
        "Exit code: 0 done, 1 the value is missing or has the wrong type, 2 wrong usage, invalid template or no JSON."_s);
    const QCommandLineOption help({u"h"_s, u"help"_s}, u"Shows this help."_s);
    const QCommandLineOption context(
        u"context"_s,
        u"A JSON object with what the binding can read: payload (that is $), trigger, steps, "
        "workspace, item, execution. - reads standard input."_s,
        u"file"_s);
    parser.addOptions({help, context});
    parser.addPositionalArgument(u"TEMPLATE"_s, u"Text with bindings; one binding alone keeps its type."_s);
    const bool understood = parser.parse(arguments);
    if (understood && parser.isSet(help)) {
        out() << helpText(parser, u"eval");
        return exitDone;
    }
    if (!understood || parser.positionalArguments().size() != 1)
        return failed(commandName, understood ? u"One TEMPLATE is taken."_s : parser.errorText(), exitUsage);
    return evaluate(parser.positionalArguments().constFirst(), parser.value(context), parser.isSet(context));
}

int EvalCommand::evaluate(const QString &text, const QString &contextFile, bool hasContext)
{
    const Result<json::BindingTemplate> binding = json::BindingTemplate::compile(text);
    if (!binding)
        return failed(commandName, u"binding_invalid: "_s + binding.error().text, exitUsage);
    const Result<json::Value> context =
        hasContext ? readJsonArgument(contextFile) : Result<json::Value>(json::Value::object());
    if (!context)
        return failed(commandName, context.error().text, exitUsage);
    if (!context->is_object())
        return failed(
            commandName,
            u"The context is an object with members such as payload, not of type %1."_s.arg(json::typeWord(*context)),
            exitUsage);
    const SystemClock clock;
    UuidV7Generator uuids(clock);
    const json::TreeScope scope(*context);
    json::BindingEnvironment environment{.scope = scope,
                                         .nowMs = [&clock] { return clock.nowMs(); },
                                         .uuid = [&uuids] { return uuids.next(); },
                                         .credential = credentialFromEnvironment};
    const Result<std::optional<json::Value>> value = binding->evaluate(environment);
    if (!value)
        return failed(commandName, json::bindingErrorWord(value.error().code) + u": " + value.error().text, exitFailed);
    if (!value->has_value())
        err() << "uwh eval: The value is omitted: what holds it would be left out.\n";
    out() << QString::fromUtf8(json::serialize(value->value_or(json::Value()))) << '\n';
    return exitDone;
}

} // namespace uw::cli
