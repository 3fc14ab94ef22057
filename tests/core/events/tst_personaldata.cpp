// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/personaldata.h"
#include "tests/support/sampleevent.h"

#include <QElapsedTimer>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

namespace {

const QByteArray hidden = "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2";

// Single quotes for double ones, so that JSON can be read in the source.
QByteArray quoted(QByteArray text)
{
    return text.replace('\'', '"');
}

} // namespace

class PersonalDataTest final : public QObject {
    Q_OBJECT

    static Event eventOf(const QByteArray &type, const QByteArray &body)
    {
        Event event = test::sampleEvent(1);
        event.headers = {{"Content-Type", type}};
        event.body = body;
        return event;
    }

private Q_SLOTS:
    void masksBodies_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("wanted");
        const auto row = [](const char *name, const QByteArray &type, const QByteArray &body, QByteArray wanted) {
            QTest::newRow(name) << type << body << wanted.replace('#', hidden);
        };
        const QByteArray json = "application/json";
        const QByteArray form = "application/x-www-form-urlencoded";
        row("a person", json, quoted("{'id':'7','user':{'name':'Ann','email':'ann@example.com','id':'u1'}}"),
            quoted("{'id':'7','user':{'name':'#','email':'#','id':'u1'}}"));
        row("other spellings", json, quoted("{'firstName':'A','last_name':'B','Full-Name':'C','displayName':'D'}"),
            quoted("{'firstName':'#','last_name':'#','Full-Name':'#','displayName':'#'}"));
        row("amounts", json, quoted("{'hourlyRate':{'amount':1000,'currency':'EUR'},'total':12.5,'unit_price':'3'}"),
            quoted("{'hourlyRate':{'amount':'#','currency':'#'},'total':'#','unit_price':'#'}"));
        row("lists", json, quoted("{'names':['A','B'],'emails':['x'],'tags':['a']}"),
            quoted("{'names':['#','#'],'emails':['#'],'tags':['a']}"));
        row("an address in a text", json, quoted("{'description':'write to ann.b+c@mail.example.co.uk, now'}"),
            quoted("{'description':'write to #, now'}"));
        row("nothing of the kind keeps its bytes", json,
            quoted(" {'id': 1e2, 'eventName':'x','hostname':'h','rate':2} "),
            quoted(" {'id': 1e2, 'eventName':'x','hostname':'h','rate':2} "));
        row("null and yes stay", json, quoted("{'name':null,'email':true}"), quoted("{'name':null,'email':true}"));
        row("a form", form, "name=Ann&x=1&mail=ann%40example.com&y=a@b.example",
            QByteArray("name=#&x=1&mail=#&y=#").replace('#', hidden.toPercentEncoding()));
        row("a text", "text/plain", "From: Ann <ann@example.com>\n", "From: Ann <#>\n");
        row("an at sign alone", "text/plain", "3 @ 4, @home, a@b", "3 @ 4, @home, a@b");
        row("bytes", "application/octet-stream", "\xff\x00\xfe", "\xff\x00\xfe");
        row("nothing", json, {}, {});
    }
    void masksBodies()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        const Event event = eventOf(type, body);
        const Event masked = withoutPersonalData(event);
        QTEST(masked.body, "wanted");
        // Masking twice is masking once, and the event itself is as it was.
        QCOMPARE(withoutPersonalData(masked).body, masked.body);
        QCOMPARE(event.body, body);
    }

    void masksHeadersAndTarget()
    {
        Event event = test::sampleEvent(1);
        event.headers = {{"Host", "127.0.0.1"}, {"From", "ann@example.com"}, {"X-User-Name", "Ann"}, {"X-Kept", "1"}};
        event.target = "/webhooks/custom/x?email=ann%40example.com&name=Ann&q=1";
        const Event masked = withoutPersonalData(event);
        QCOMPARE(masked.headers,
                 (HeaderList{{"Host", "127.0.0.1"}, {"From", hidden}, {"X-User-Name", hidden}, {"X-Kept", "1"}}));
        const QByteArray dots = hidden.toPercentEncoding();
        QCOMPARE(masked.target, "/webhooks/custom/x?email=" + dots + "&name=" + dots + "&q=1");
        EventSummary summary;
        summary.target = event.target;
        QCOMPARE(withoutPersonalData(summary).target, masked.target);
    }

    void asksForTheWorkspace()
    {
        Event event = eventOf("application/json", quoted("{'name':'Ann'}"));
        event.workspaceId = u"w1"_s;
        const PersonalDataRule onlyFirst = [](const QString &workspaceId) { return workspaceId == u"w1"; };
        QVERIFY(asShown(event, onlyFirst).body.contains(hidden));
        event.workspaceId = u"w2"_s;
        QCOMPARE(asShown(event, onlyFirst), event);
        QCOMPARE(asShown(event, {}), event);
    }

    // What a sender writes to make this slow costs no more than its length.
    void isLinear()
    {
        QElapsedTimer timer;
        timer.start();
        const Event event = eventOf("text/plain", QByteArray(2'000'000, 'a') + '@' + QByteArray(2'000'000, '.'));
        QCOMPARE(withoutPersonalData(event).body.size(), event.body.size());
        QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(PersonalDataTest)
#include "tst_personaldata.moc"
