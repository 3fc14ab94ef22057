// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/environmentsecretstore.h"
#include "core/secrets/layeredsecretstore.h"
#include "tests/support/memorysecretstore.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

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
    void refusesAFileThatIsTooLarge()
    {
        const QTemporaryDir dir;
        QProcessEnvironment environment;
        environment.insert(u"CREDENTIALS_DIRECTORY"_qs, dir.path());
        EnvironmentSecretStore store(environment);
        writeFile(dir.filePath(u"UW_CONTROL_TOKEN"_qs), QByteArray(EnvironmentSecretStore::maximumFileBytes, 'x'));
        QCOMPARE(answerOf(store, secretkeys::controlToken)->value()->size(), EnvironmentSecretStore::maximumFileBytes);
        writeFile(dir.filePath(u"UW_CONTROL_TOKEN"_qs), QByteArray(EnvironmentSecretStore::maximumFileBytes + 1, 'x'));
        const Answer answer = answerOf(store, secretkeys::controlToken);
        QVERIFY(answer && !answer->hasValue());
        QCOMPARE(answer->error().code, ErrorCode::LimitExceeded);
    }
    void saysWhenAFileCannotBeRead()
    {
        const QTemporaryDir dir;
        QVERIFY(QDir(dir.path()).mkdir(u"UW_CONTROL_TOKEN"_qs));
        QProcessEnvironment environment;
        environment.insert(u"CREDENTIALS_DIRECTORY"_qs, dir.path());
        EnvironmentSecretStore store(environment);
        const Answer answer = answerOf(store, secretkeys::controlToken);
        QVERIFY(answer && !answer->hasValue());
        QCOMPARE(answer->error().code, ErrorCode::Io);
    }
    void doesNotWaitForAPipe()
    {
#ifdef Q_OS_UNIX
        const QTemporaryDir dir;
        const QString pipe = dir.filePath(u"UW_CONTROL_TOKEN"_qs);
        QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        QProcessEnvironment environment;
        environment.insert(u"CREDENTIALS_DIRECTORY"_qs, dir.path());
        EnvironmentSecretStore store(environment);
        const Answer answer = answerOf(store, secretkeys::controlToken);
        QVERIFY(answer && !answer->hasValue());
        QCOMPARE(answer->error().code, ErrorCode::Io);
#else
        QSKIP("There are no named pipes in folders here.");
#endif
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
