// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/shellwords.h"

#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

class ShellWordsTest final : public QObject {
    Q_OBJECT

    using Commands = QList<QByteArrayList>;

private Q_SLOTS:
    void readsPosix_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Commands>("commands");
        QTest::newRow("nothing") << QByteArray(" \n ") << Commands{};
        QTest::newRow("words") << QByteArray("curl  -s\thttp://h") << Commands{{"curl", "-s", "http://h"}};
        QTest::newRow("single") << QByteArray("a 'b  $(c) \"d\\'") << Commands{{"a", "b  $(c) \"d\\"}};
        QTest::newRow("double") << QByteArray(R"(a "b \"c\" \\ \$x \n 'd'")")
                                << Commands{{"a", "b \"c\" \\ $x \\n 'd'"}};
        QTest::newRow("joined") << QByteArray(R"('it'\''s'"!"x)") << Commands{{"it's!x"}};
        QTest::newRow("empty words") << QByteArray("a '' \"\"") << Commands{{"a", "", ""}};
        QTest::newRow("continued") << QByteArray("a \\\n b \\\r\n c") << Commands{{"a", "b", "c"}};
        QTest::newRow("line feed in quotes") << QByteArray("a 'b\nc'") << Commands{{"a", "b\nc"}};
        QTest::newRow("two commands") << QByteArray("a b ;\nc d & e") << Commands{{"a", "b"}, {"c", "d"}, {"e"}};
        QTest::newRow("pipe") << QByteArray("a | b") << Commands{{"a"}, {"b"}};
        QTest::newRow("comment") << QByteArray("# first\na b#c # d") << Commands{{"a", "b#c"}};
        QTest::newRow("ansi") << QByteArray(R"(a $'b\'c\n\t\\\x41\101\u00e9\ud83d\ude00\!')")
                              << Commands{{"a", "b'c\n\t\\AA\xc3\xa9\xf0\x9f\x98\x80\\!"}};
        QTest::newRow("lone dollar") << QByteArray("a $ b$") << Commands{{"a", "$", "b$"}};
        QTest::newRow("translated") << QByteArray(R"(a $"b")") << Commands{{"a", "b"}};
    }
    void readsPosix()
    {
        QFETCH(QByteArray, text);
        const auto commands = shellCommands(text, ShellKind::Posix);
        QVERIFY2(commands, qPrintable(commands ? QString() : commands.error().text));
        QTEST(*commands, "commands");
    }

    void readsThePromptOfWindows_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Commands>("commands");
        QTest::newRow("carets") << QByteArray(R"(curl ^"https://h/p?a=1^&b=2^" -H ^"x: ^%^41^")")
                                << Commands{{"curl", "https://h/p?a=1&b=2", "-H", "x: %41"}};
        QTest::newRow("quotes inside") << QByteArray(R"(a ^"{^\^"b^\^":1}^")") << Commands{{"a", R"({"b":1})"}};
        QTest::newRow("continued") << QByteArray("a ^\r\n  ^\"b^\" ^\n  c") << Commands{{"a", "b", "c"}};
        QTest::newRow("line feed inside") << QByteArray("a ^\"b^\n\nc^\"") << Commands{{"a", "b\nc"}};
        QTest::newRow("plain quotes") << QByteArray(R"(a "b ^ c\" d" e)") << Commands{{"a", "b ^ c\" d", "e"}};
        QTest::newRow("doubled quotes") << QByteArray(R"(a "b ""c"" d")") << Commands{{"a", "b \"c\" d"}};
        QTest::newRow("backslashes") << QByteArray(R"(a "b\\" c\d "e\\\"f")")
                                     << Commands{{"a", "b\\", "c\\d", "e\\\"f"}};
        QTest::newRow("two commands") << QByteArray("a b & c") << Commands{{"a", "b"}, {"c"}};
    }
    void readsThePromptOfWindows()
    {
        QFETCH(QByteArray, text);
        const auto commands = shellCommands(text, ShellKind::WindowsPrompt);
        QVERIFY2(commands, qPrintable(commands ? QString() : commands.error().text));
        QTEST(*commands, "commands");
    }

    void guesses()
    {
        QCOMPARE(guessShell("curl 'a' \\\n -H 'b'"), ShellKind::Posix);
        QCOMPARE(guessShell("curl ^\"a^\""), ShellKind::WindowsPrompt);
        QCOMPARE(guessShell("curl \"a\" ^\r\n -H \"b\""), ShellKind::WindowsPrompt);
        QCOMPARE(guessShell("curl $'a^\"b'"), ShellKind::Posix);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("part");
        QTest::newRow("open quote") << QByteArray("a\n'b") << u"in line 2"_s;
        QTest::newRow("open double quote") << QByteArray("a \"b") << u"is not closed"_s;
        QTest::newRow("open ansi quote") << QByteArray("a $'b") << u"is not closed"_s;
        QTest::newRow("variable") << QByteArray("a $HOME") << u"only a shell"_s;
        QTest::newRow("quoted variable") << QByteArray("a \"x${HOME}\"") << u"only a shell"_s;
        QTest::newRow("command") << QByteArray("a $(id)") << u"only a shell"_s;
        QTest::newRow("backtick") << QByteArray("a `id`") << u"only a shell"_s;
        QTest::newRow("redirect") << QByteArray("a > b") << u"redirects"_s;
    }
    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, part);
        const auto commands = shellCommands(text, ShellKind::Posix);
        QVERIFY(!commands);
        QCOMPARE(commands.error().code, ErrorCode::InvalidInput);
        QVERIFY2(commands.error().text.contains(part), qPrintable(commands.error().text));
    }

    void boundsTheWords()
    {
        QByteArray text;
        for (qsizetype i = 0; i < maximumShellWords; ++i)
            text += "a ";
        QVERIFY(shellCommands(text, ShellKind::Posix));
        text += "a a ";
        for (const ShellKind kind : {ShellKind::Posix, ShellKind::WindowsPrompt}) {
            const auto refused = shellCommands(text, kind);
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::LimitExceeded);
        }
    }

    // A real shell says the same of texts made at random of what matters to it.
    void readsWhatAShellReads()
    {
        const QByteArray pieces[] = {"a",  "b c", "'x y'",    "\"p q\"",  "\\ ",  "\\'",  "'\"'", "\"'\"",    "\\\\",
                                     "\t", "''",  "\"\\\"\"", "\"\\\\\"", "\\\n", "'\n'", "\\\"", "\xc3\xa9", "%s"};
        QRandomGenerator random(7);
        QByteArray script = "each() { for a in \"$@\"; do printf '%s\\0' \"$a\"; done; printf '\\1\\0'; }\n";
        QList<QByteArrayList> expected;
        for (int i = 0; i < 200; ++i) {
            QByteArray line = "each";
            for (int piece = 0; piece < 6; ++piece)
                line += (random.bounded(2) == 0 ? " " : "") + pieces[random.bounded(int(std::size(pieces)))];
            const auto commands = shellCommands(line, ShellKind::Posix);
            QVERIFY2(commands, line.constData());
            // The name may have grown by what stands behind it; then no such function is called.
            if (commands->size() != 1 || commands->first().first() != "each")
                continue;
            expected << commands->first().mid(1);
            script += line + '\n';
        }
        QProcess shell;
        shell.start(u"sh"_s, {});
        shell.write(script);
        shell.closeWriteChannel();
        QVERIFY(shell.waitForFinished(30'000));
        QCOMPARE(shell.readAllStandardError(), QByteArray());
        QByteArrayList words = shell.readAllStandardOutput().split('\0');
        QVERIFY(expected.size() > 50);
        for (const QByteArrayList &wanted : std::as_const(expected)) {
            QByteArrayList got;
            while (!words.isEmpty() && words.first() != "\1")
                got << words.takeFirst();
            QVERIFY(!words.isEmpty());
            words.removeFirst();
            QCOMPARE(got, wanted);
        }
    }
};

QTEST_GUILESS_MAIN(ShellWordsTest)
#include "tst_shellwords.moc"
