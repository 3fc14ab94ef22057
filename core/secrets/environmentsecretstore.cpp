// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/environmentsecretstore.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace uw {

namespace {

// What a shell and systemd take as a variable's name: anything else becomes an underscore.
QString variablePart(const QString &name)
{
    QString part = name.toUpper();
    for (QChar &c : part) {
        if (!(c >= u'A' && c <= u'Z') && !(c >= u'0' && c <= u'9'))
            c = u'_';
    }
    return part;
}

} // namespace

EnvironmentSecretStore::EnvironmentSecretStore(QProcessEnvironment environment, QObject *parent)
    : SecretStore(parent)
    , m_environment(std::move(environment))
{}

QString EnvironmentSecretStore::variableOf(const QString &key)
{
    if (key == secretkeys::controlToken)
        return QStringLiteral("UW_CONTROL_TOKEN");
    if (key == secretkeys::clockifyApiKey)
        return QStringLiteral("CLOCKIFY_API_KEY");
    const QStringList parts = key.split(u'/');
    if (parts.size() == 3 && parts[0] == u"provider" && parts[2] == u"secret" && !parts[1].isEmpty())
        return QStringLiteral("UW_SECRET_") + variablePart(parts[1]);
    if (parts.size() == 2 && parts[0] == u"credential" && !parts[1].isEmpty())
        return QStringLiteral("UW_CREDENTIAL_") + variablePart(parts[1]);
    return {};
}

Result<std::optional<QByteArray>> EnvironmentSecretStore::lookUp(const QString &key) const
{
    const QString variable = variableOf(key);
    if (variable.isEmpty())
        return std::optional<QByteArray>();
    if (const QString value = m_environment.value(variable); !value.isEmpty())
        return std::optional<QByteArray>(value.toUtf8());

    const QString folder = m_environment.value(QStringLiteral("CREDENTIALS_DIRECTORY"));
    if (folder.isEmpty())
        return std::optional<QByteArray>();
    QFile file(QDir(folder).filePath(variable));
    if (!file.exists())
        return std::optional<QByteArray>();
    // Opening a pipe would wait for its other end.
    if (!QFileInfo(file).isFile())
        return Error{ErrorCode::Io,
                     QStringLiteral("The credential %1 is not a file. Check what was put in $CREDENTIALS_DIRECTORY.")
                         .arg(variable)};
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Io,
                     QStringLiteral("The credential %1 cannot be read: %2. Check the rights of its file.")
                         .arg(variable, file.errorString())};
    QByteArray value = file.read(maximumFileBytes + 1);
    if (value.size() > maximumFileBytes)
        return Error{ErrorCode::LimitExceeded,
                     QStringLiteral("The credential %1 is larger than %2 bytes, so it is no secret this program knows. "
                                    "Check which file was put there.")
                         .arg(variable)
                         .arg(maximumFileBytes)};
    if (value.endsWith('\n'))
        value.chop(value.endsWith("\r\n") ? 2 : 1);
    return value.isEmpty() ? std::optional<QByteArray>() : std::optional<QByteArray>(value);
}

void EnvironmentSecretStore::read(const QString &key, QObject *context, ReadDone done)
{
    QMetaObject::invokeMethod(
        context, [result = lookUp(key), done = std::move(done)] { done(result); }, Qt::QueuedConnection);
}

void EnvironmentSecretStore::write(const QString &key, const QByteArray &, QObject *context, WriteDone done)
{
    const Error refusal{
        ErrorCode::Unsupported,
        QStringLiteral("Secrets from the environment cannot be changed by the program. Set %1 and start "
                       "it again.")
            .arg(variableOf(key))};
    QMetaObject::invokeMethod(
        context, [refusal, done = std::move(done)] { done(refusal); }, Qt::QueuedConnection);
}

void EnvironmentSecretStore::remove(const QString &key, QObject *context, WriteDone done)
{
    write(key, {}, context, std::move(done));
}

} // namespace uw
