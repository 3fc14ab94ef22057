// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/environmentsecretstore.h"
#include "core/secrets/layeredsecretstore.h"
#include "tests/support/memorysecretstore.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

using namespace uw;

using Answer = std::optional<Result<std::optional<QByteArray>>>;

class EnvironmentSecretStoreTest final : public QObject {
    Q_OBJECT

    static void writeFile(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    // What the store answers for that key; the event loop turns until it does.
    static Answer answerOf(SecretStore &store, const QString &key)
    {
        Answer answer;
        QObject context;
        store.read(key, &context, [&answer](const Result<std::optional<QByteArray>> &result) { answer = result; });
        [[maybe_unused]] const bool answered = QTest::qWaitFor([&answer] { return answer.has_value(); });
        return answer;
    }

private Q_SLOTS:
    void namesTheVariableOfAKey_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("variable");
        QTest::newRow("token") << u"control/token"_qs << u"UW_CONTROL_TOKEN"_qs;
        QTest::newRow("api key") << u"clockify/api-key"_qs << u"CLOCKIFY_API_KEY"_qs;
        QTest::newRow("provider") << u"provider/github/secret"_qs << u"UW_SECRET_GITHUB"_qs;
        QTest::newRow("credential") << u"credential/crm-key"_qs << u"UW_CREDENTIAL_CRM_KEY"_qs;
        QTest::newRow("credential with blanks and dots")
            << u"credential/my crm.key"_qs << u"UW_CREDENTIAL_MY_CRM_KEY"_qs;
        QTest::newRow("credential that climbs") << u"credential/.."_qs << u"UW_CREDENTIAL___"_qs;
        QTest::newRow("unknown") << u"window/geometry"_qs << QString();
        QTest::newRow("provider without a name") << u"provider//secret"_qs << QString();
    }
    void namesTheVariableOfAKey()
    {
        QFETCH(QString, key);
        QFETCH(QString, variable);
        QCOMPARE(EnvironmentSecretStore::variableOf(key), variable);
    }
    void readsVariablesAndCredentialFiles_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<bool>("found");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("nothing") << QString() << QByteArray() << false << QByteArray();
        QTest::newRow("variable") << u"from variable"_qs << QByteArray() << true << QByteArray("from variable");
        QTest::newRow("file") << QString() << QByteArray("from file\n") << true << QByteArray("from file");
        QTest::newRow("file with CRLF") << QString() << QByteArray("a\r\n") << true << QByteArray("a");
        QTest::newRow("two newlines: one is the secret's")
            << QString() << QByteArray("a\n\n") << true << QByteArray("a\n");
        QTest::newRow("the variable is stronger") << u"v"_qs << QByteArray("f") << true << QByteArray("v");
        QTest::newRow("only a newline") << QString() << QByteArray("\n") << false << QByteArray();
    }
    void readsVariablesAndCredentialFiles()
    {
        QFETCH(QString, variable);
        QFETCH(QByteArray, file);
        QFETCH(bool, found);
        QFETCH(QByteArray, value);
        const QTemporaryDir dir;
        QProcessEnvironment environment;
        environment.insert(u"CREDENTIALS_DIRECTORY"_qs, dir.path());
        if (!variable.isEmpty())
            environment.insert(u"UW_SECRET_GITHUB"_qs, variable);
        if (!file.isEmpty())
            writeFile(dir.filePath(u"UW_SECRET_GITHUB"_qs), file);
        EnvironmentSecretStore store(environment);
        const Answer answer = answerOf(store, u"provider/github/secret"_qs);
        QVERIFY(answer);
        QVERIFY(answer->hasValue());
        QCOMPARE(answer->value().has_value(), found);
        if (found)
            QCOMPARE(*answer->value(), value);
    }
    void refusesAFileThatItCannotUse_data()
    {
        QTest::addColumn<std::function<bool(const QString &)>>("make");
        QTest::addColumn<ErrorCode>("code");
        const auto row = [](const char *name, std::function<bool(const QString &)> make, ErrorCode code) {
            QTest::newRow(name) << std::move(make) << code;
        };
        row(
            "too large",
            [](const QString &path) {
                writeFile(path, QByteArray(EnvironmentSecretStore::maximumFileBytes + 1, 'x'));
                return true;
            },
            ErrorCode::LimitExceeded);
        row(
            "a folder", [](const QString &path) { return QDir().mkdir(path); }, ErrorCode::Io);
#ifdef Q_OS_UNIX
        // Nobody writes to it, and nobody waits for that.
        row(
            "a pipe", [](const QString &path) { return ::mkfifo(QFile::encodeName(path).constData(), 0600) == 0; },
            ErrorCode::Io);
#endif
    }
    void refusesAFileThatItCannotUse()
    {
        using Make = std::function<bool(const QString &)>;
        QFETCH(Make, make);
        QFETCH(ErrorCode, code);
        const QTemporaryDir dir;
        QProcessEnvironment environment;
        environment.insert(u"CREDENTIALS_DIRECTORY"_qs, dir.path());
        EnvironmentSecretStore store(environment);
        QVERIFY(make(dir.filePath(u"UW_CONTROL_TOKEN"_qs)));
        const Answer answer = answerOf(store, secretkeys::controlToken);
        QVERIFY(answer && !answer->hasValue());
        QCOMPARE(answer->error().code, code);
    }
    void readsAFileOfTheLargestSize()
    {
        const QTemporaryDir dir;
        QProcessEnvironment environment;
        environment.insert(u"CREDENTIALS_DIRECTORY"_qs, dir.path());
        EnvironmentSecretStore store(environment);
        writeFile(dir.filePath(u"UW_CONTROL_TOKEN"_qs), QByteArray(EnvironmentSecretStore::maximumFileBytes, 'x'));
        const Answer answer = answerOf(store, secretkeys::controlToken);
        QVERIFY(answer && answer->hasValue() && answer->value());
        QCOMPARE((*answer->value()).size(), EnvironmentSecretStore::maximumFileBytes);
    }
    void cannotBeWritten()
    {
        EnvironmentSecretStore store{QProcessEnvironment()};
        std::optional<Result<void>> answer;
        store.write(secretkeys::controlToken, "x", this, [&answer](const Result<void> &result) { answer = result; });
        QTRY_VERIFY(answer.has_value());
        QVERIFY(!*answer);
        QCOMPARE(answer->error().code, ErrorCode::Unsupported);
        QVERIFY(answer->error().text.contains(u"UW_CONTROL_TOKEN"));
    }
    void layersAskTheFirstAndWriteTheSecond()
    {
        test::MemorySecretStore first;
        test::MemorySecretStore second;
        LayeredSecretStore layered(first, second);
        first.values.insert(u"a"_qs, "outside");
        second.values.insert(u"a"_qs, "stored");
        second.values.insert(u"b"_qs, "stored");
        QCOMPARE(*answerOf(layered, u"a"_qs)->value(), QByteArray("outside"));
        QCOMPARE(*answerOf(layered, u"b"_qs)->value(), QByteArray("stored"));
        QVERIFY(!answerOf(layered, u"c"_qs)->value().has_value());

        std::optional<Result<void>> written;
        layered.write(u"c"_qs, "new", this, [&written](const Result<void> &result) { written = result; });
        QTRY_VERIFY(written.has_value());
        QVERIFY(!first.values.contains(u"c"_qs));
        QCOMPARE(second.values.value(u"c"_qs), QByteArray("new"));

        second.failure = Error{ErrorCode::Unavailable, u"no keychain"_qs};
        QCOMPARE(*answerOf(layered, u"a"_qs)->value(), QByteArray("outside"));
        QCOMPARE(answerOf(layered, u"b"_qs)->error().code, ErrorCode::Unavailable);
    }
};

QTEST_GUILESS_MAIN(EnvironmentSecretStoreTest)
#include "tst_environmentsecretstore.moc"
