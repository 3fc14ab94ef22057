// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/searchmarks.h"

#include <QTest>

using namespace uw::ui;

// What of a text a search marks; the places are those that the index finds.
class SearchMarksTest final : public QObject {
    Q_OBJECT

    static QStringList marked(const QString &search, const QString &text)
    {
        const QRegularExpression marks = searchMarks(search);
        QStringList found;
        if (marks.pattern().isEmpty())
            return found;
        for (auto matches = marks.globalMatch(text); matches.hasNext();)
            found << matches.next().captured();
        return found;
    }

private Q_SLOTS:
    void marks_data()
    {
        QTest::addColumn<QString>("search");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("found");
        const auto row = [](const char *name, const QString &search, const QString &text, const QStringList &found) {
            QTest::newRow(name) << search << text << found;
        };
        row("any case", u"website"_qs, u"A Website, WEBSITE"_qs, {u"Website"_qs, u"WEBSITE"_qs});
        row("the last word goes on", u"web"_qs, u"website cobweb"_qs, {u"web"_qs});
        row("others are whole", u"web site"_qs, u"web website site sites"_qs, {u"web"_qs, u"site"_qs, u"site"_qs});
        row("accents", u"munchen"_qs, u"München Munchen MÜNCHEN"_qs, {u"München"_qs, u"Munchen"_qs, u"MÜNCHEN"_qs});
        row("typed with an accent", u"münchen"_qs, u"Munchen"_qs, {u"Munchen"_qs});
        row("an escape of JSON", u"münchen"_qs, uR"({"a":"M\u00fcnchen","b":"M\u00DCNCHEN"})"_qs,
            {uR"(M\u00fcnchen)"_qs, uR"(M\u00DCNCHEN)"_qs});
        row("an escape before", u"ber"_qs, uR"("\u00fcber" "\u2013ber" "\nber")"_qs, {u"ber"_qs, u"ber"_qs});
        row("an escape after", u"\"stra\""_qs, uR"("stra\u00dfe" "stra\u2013x")"_qs, {u"stra"_qs});
        row("another script", u"привет"_qs, uR"(Привет \u043f\u0440\u0438\u0432\u0435\u0442)"_qs,
            {u"Привет"_qs, uR"(\u043f\u0440\u0438\u0432\u0435\u0442)"_qs});
        row("beyond the first plane", u"𝒜b"_qs, uR"(𝒜b \ud835\udc9cb)"_qs, {u"𝒜b"_qs, uR"(\ud835\udc9cb)"_qs});
        row("a phrase", u"\"new time entry\""_qs, u"new entry NEW_TIME-ENTRY new time entrys"_qs,
            {u"NEW_TIME-ENTRY"_qs});
        row("an open quote", u"\"new ti"_qs, u"a new, time"_qs, {u"new, ti"_qs});
        row("nothing of a pattern", u"a.c (x"_qs, u"abc a.c x (x)"_qs, {u"a.c"_qs, u"x"_qs, u"x"_qs});
        row("no word", u"… \"!\""_qs, u"… !"_qs, {});
        row("nothing", QString(), u"text"_qs, {});
    }
    void marks()
    {
        QFETCH(QString, search);
        QFETCH(QString, text);
        QTEST(marked(search, text), "found");
    }

    void aLongSearchIsCut()
    {
        const QString word = QString(markedCharacters, u'a');
        QVERIFY(searchMarks(word.repeated(20)).isValid());
        QCOMPARE(marked(word + u" later"_qs, word + u" later"_qs), QStringList{word});
    }
};

QTEST_MAIN(SearchMarksTest)
#include "tst_searchmarks.moc"
