// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/headerfields.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace uw;
using namespace uw::ui;

// Headers that a person adds.
class tst_HeaderFields : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void addsAndRemoves();
    void keepsOrderAndDuplicates();
    void checks_data();
    void checks();

private:
    [[nodiscard]] QList<QLineEdit *> fields() const
    {
        QList<QLineEdit *> shown;
        for (QLineEdit *field : m_fields->findChildren<QLineEdit *>()) {
            if (field->isVisible())
                shown << field;
        }
        return shown;
    }
    [[nodiscard]] QToolButton *button(const QString &name) const
    {
        for (QToolButton *candidate : m_fields->findChildren<QToolButton *>()) {
            if (candidate->isVisible() && (candidate->text() == name || candidate->accessibleName() == name))
                return candidate;
        }
        return nullptr;
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<HeaderFields> m_fields;
};

void tst_HeaderFields::init()
{
    m_theme = std::make_unique<Theme>(*qApp);
    m_fields = std::make_unique<HeaderFields>(*m_theme);
    m_fields->resize(600, 300);
    m_fields->show();
    QVERIFY(QTest::qWaitForWindowActive(m_fields.get()));
}

void tst_HeaderFields::cleanup()
{
    m_fields.reset();
    m_theme.reset();
}

void tst_HeaderFields::addsAndRemoves()
{
    QSignalSpy edited(m_fields.get(), &HeaderFields::edited);
    button(u"Add header"_qs)->click();
    QCOMPARE(QApplication::focusWidget(), fields().first());
    QTest::keyClicks(fields().at(0), u"X-One"_qs);
    QTest::keyClicks(fields().at(1), u" 1 "_qs);
    QCOMPARE(m_fields->headers(), (HeaderList{{"X-One", "1"}}));
    QCOMPARE(edited.size(), 8);
    button(u"Remove header 1"_qs)->click();
    QVERIFY(m_fields->headers().isEmpty());
    QVERIFY(fields().isEmpty());
}

void tst_HeaderFields::keepsOrderAndDuplicates()
{
    const HeaderList headers{{"B", "1"}, {"A", ""}, {"B", "2"}};
    m_fields->setHeaders(headers);
    QCOMPARE(m_fields->headers(), headers);
    // The lines are told apart, also after one is gone.
    QCOMPARE(fields().at(4)->accessibleName(), u"Name of header 3"_qs);
    button(u"Remove header 1"_qs)->click();
    QCOMPARE(fields().first()->accessibleName(), u"Name of header 1"_qs);
    m_fields->setHeaders({{"C", "3"}});
    QCOMPARE(m_fields->headers(), (HeaderList{{"C", "3"}}));
    HeaderList many;
    for (int i = 0; i < HeaderFields::MaximumFields + 5; ++i)
        many << HeaderField{"X", "y"};
    m_fields->setHeaders(many);
    QCOMPARE(m_fields->headers().size(), HeaderFields::MaximumFields);
    QVERIFY(!button(u"Add header"_qs)->isEnabled());
}

void tst_HeaderFields::checks_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("problem");
    QTest::newRow("fine") << u"X-One"_qs << u"a b;c=\"d\""_qs << QString();
    QTest::newRow("nothing") << QString() << QString() << QString();
    QTest::newRow("no name") << QString() << u"v"_qs << u"no name"_qs;
    QTest::newRow("blank inside") << u"X One"_qs << u"v"_qs << u"cannot be the name"_qs;
    QTest::newRow("colon") << u"X:"_qs << u"v"_qs << u"cannot be the name"_qs;
    QTest::newRow("umlaut") << u"Größe"_qs << u"v"_qs << u"cannot be the name"_qs;
    QTest::newRow("control") << u"X"_qs << u"a\u0001b"_qs << u"no header can carry"_qs;
}

void tst_HeaderFields::checks()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    QFETCH(QString, problem);
    button(u"Add header"_qs)->click();
    fields().at(0)->setText(name);
    fields().at(1)->setText(value);
    const QString said = m_fields->check();
    QCOMPARE(said.isEmpty(), problem.isEmpty());
    QVERIFY2(said.contains(problem), qPrintable(said));
    QCOMPARE(m_fields->focusFirstError(), !problem.isEmpty());
}

QTEST_MAIN(tst_HeaderFields)
#include "tst_headerfields.moc"
