// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/environmentproxy.h"

#include <QProcessEnvironment>
#include <QTest>

using namespace uw;

class EnvironmentProxyTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void choosesByVariables_data()
    {
        QTest::addColumn<QStringList>("variables");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("proxy");
        const QString web = u"http_proxy=http://p:3128"_qs;
        const QString secure = u"https_proxy=http://user:pa%40ss@q:8080/"_qs;
        const auto row = [](const char *name, const QStringList &variables, const QString &url, const QString &proxy) {
            QTest::newRow(name) << variables << url << proxy;
        };
        row("nothing set", {}, u"http://a.example/"_qs, QString());
        row("http", {web, secure}, u"http://a.example/"_qs, u"http p:3128 :"_qs);
        row("https", {web, secure}, u"https://a.example/"_qs, u"http q:8080 user:pa@ss"_qs);
        row("upper case", {u"HTTPS_PROXY=http://q:8080"_qs}, u"https://a.example/"_qs, u"http q:8080 :"_qs);
        row("HTTP_PROXY comes from a request header", {u"HTTP_PROXY=http://p:3128"_qs}, u"http://a.example/"_qs,
            QString());
        row("without a scheme", {u"http_proxy=p:3128"_qs}, u"http://a.example/"_qs, u"http p:3128 :"_qs);
        row("socks for all", {u"all_proxy=socks5://s"_qs}, u"https://a.example/"_qs, u"socks s:1080 :"_qs);
        row("its own before all", {u"all_proxy=socks5://s"_qs, web}, u"http://a.example/"_qs, u"http p:3128 :"_qs);
        row("unknown kind", {u"http_proxy=ftp://p:21"_qs}, u"http://a.example/"_qs, QString());
        row("nonsense", {u"http_proxy=http://"_qs}, u"http://a.example/"_qs, QString());
        row("loopback address", {web}, u"http://127.0.0.1:8001/"_qs, QString());
        row("loopback name", {web}, u"http://localhost/"_qs, QString());
        row("exempt host", {web, u"no_proxy=b.example, a.example"_qs}, u"http://A.example/"_qs, QString());
        row("exempt domain", {web, u"no_proxy=.example"_qs}, u"http://a.example/"_qs, QString());
        row("exempt domain with a star", {web, u"NO_PROXY=*.example"_qs}, u"http://a.example/"_qs, QString());
        row("not a part of a name", {web, u"no_proxy=ample"_qs}, u"http://a.example/"_qs, u"http p:3128 :"_qs);
        row("exempt port", {web, u"no_proxy=a.example:8080"_qs}, u"http://a.example:8080/"_qs, QString());
        row("other port", {web, u"no_proxy=a.example:8080"_qs}, u"http://a.example/"_qs, u"http p:3128 :"_qs);
        row("all exempt", {web, u"no_proxy=*"_qs}, u"http://a.example/"_qs, QString());
    }
    void choosesByVariables()
    {
        QFETCH(QStringList, variables);
        QFETCH(QString, url);
        QFETCH(QString, proxy);
        QProcessEnvironment environment;
        for (const QString &variable : variables)
            environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
        EnvironmentProxy chooser(environment);
        const QList<QNetworkProxy> chosen = chooser.queryProxy(QNetworkProxyQuery(QUrl(url)));
        QCOMPARE(chosen.size(), 1);
        const QNetworkProxy &first = chosen.first();
        const QString kind = first.type() == QNetworkProxy::HttpProxy ? u"http"_qs : u"socks"_qs;
        const QString text = first.type() == QNetworkProxy::NoProxy ? QString()
                                                                    : u"%1 %2:%3 %4:%5"_qs.arg(kind, first.hostName())
                                                                          .arg(first.port())
                                                                          .arg(first.user(), first.password());
        QCOMPARE(text, proxy);
    }
};

QTEST_GUILESS_MAIN(EnvironmentProxyTest)
#include "tst_environmentproxy.moc"
