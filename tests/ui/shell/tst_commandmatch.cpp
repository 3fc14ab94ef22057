// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandmatch.h"

#include <QTest>

using namespace uw::ui;

class CommandMatchTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ranks_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QStringList>("titles");
        const QString pause = u"Pause the list"_qs;
        const QString project = u"Create a project"_qs;
        const QString projects = u"Find projects"_qs;
        const QString replay = u"Replay event"_qs;
        QTest::newRow("nothing typed") << QString() << QStringList{pause, project, projects, replay};
        QTest::newRow("only spaces") << u"  "_qs << QStringList{pause, project, projects, replay};
        QTest::newRow("start of the title") << u"rep"_qs << QStringList{replay};
        QTest::newRow("start of a word") << u"PROJ"_qs << QStringList{project, projects};
        QTest::newRow("several words in any order") << u"project create"_qs << QStringList{project};
        QTest::newRow("all words have to match") << u"project nothing"_qs << QStringList();
        QTest::newRow("inside a word comes after its start") << u"lay"_qs << QStringList{replay};
        QTest::newRow("in the detail") << u"/v1"_qs << QStringList{project, projects};
        QTest::newRow("title before detail") << u"p"_qs << QStringList{pause, project, projects, replay};
    }
    void ranks()
    {
        const QList<Command> commands{{.title = u"Pause the list"_qs},
                                      {.title = u"Create a project"_qs, .detail = u"POST /v1/projects"_qs},
                                      {.title = u"Find projects"_qs, .detail = u"GET /v1/projects"_qs},
                                      {.title = u"Replay event"_qs}};
        QFETCH(QString, typed);
        QStringList titles;
        for (const Command &command : matching(commands, typed))
            titles.append(command.title);
        QTEST(titles, "titles");
    }
};

QTEST_GUILESS_MAIN(CommandMatchTest)
#include "tst_commandmatch.moc"
