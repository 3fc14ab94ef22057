// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/formrow.h"
#include "ui/explorer/parameterform.h"
#include "ui/explorer/texteditors.h"
#include "ui/explorer/valueeditor.h"
#include "ui/shell/theme.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/filterbutton.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QRadioButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

using namespace uw;
using namespace uw::ui;
using openapi::InputError;
using openapi::Parameter;
using openapi::ParameterLocation;
using openapi::ValueSchema;

namespace {

Parameter parameter(const QString &name, const ValueSchema &schema, bool required = false,
                    ParameterLocation location = ParameterLocation::Query)
{
    return {.name = name, .location = location, .required = required, .schema = schema};
}

const ValueSchema text{.type = u"string"_qs};
const ValueSchema integer{.type = u"integer"_qs, .minimum = 1.0, .maximum = 200.0};
const ValueSchema boolean{.type = u"boolean"_qs};
const ValueSchema list{.type = u"array"_qs, .itemType = u"string"_qs};

ValueSchema choice()
{
    return {.type = u"string"_qs,
            .enumValues = {json::fromQString(u"ACTIVE"), json::fromQString(u"ARCHIVED"), json::fromQString(u"ALL")}};
}

// Everything filled in, as JSON, by name in alphabetical order: "a=1 b="x"".
QString printed(const QMap<QString, json::Value> &values)
{
    QStringList parts;
    for (auto it = values.begin(); it != values.end(); ++it)
        parts << it.key() + u'=' + QString::fromUtf8(json::serialize(*it));
    return parts.join(u' ');
}

} // namespace

// The form of parameters: what its fields make of what is typed, order, faults and focus.
class tst_ParameterForm : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void emptyFormSendsNothing();
    void orderOfRows();
    void typedValues_data();
    void typedValues();
    void booleanHasThreeStates();
    void requiredBooleanHasNoThirdState();
    void choiceOrNotSent();
    void severalChoices();
    void severalValues();
    void pastedLines();
    void numberSteps();
    void usualMoments();
    void keepsWhatItIsGiven_data();
    void keepsWhatItIsGiven();
    void faultsStandUnderTheirFields();
    void firstFaultTakesTheFocus();
    void focusStartsAtWhatIsMissing();
    void wheelScrollsTheForm();
    void narrowFormPutsTypesBelow();
    void speaks();

private:
    template<typename Widget>
    Widget *in(const QString &name)
    {
        return m_form->row(name)->findChild<Widget *>();
    }
    void set(const QList<Parameter> &parameters, const QMap<QString, json::Value> &values = {})
    {
        m_form->setParameters(parameters, values);
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ParameterForm> m_form;
};

void tst_ParameterForm::init()
{
    m_theme = std::make_unique<Theme>(*qApp);
    m_form = std::make_unique<ParameterForm>(*m_theme);
    m_form->resize(900, 400);
    m_form->show();
    QVERIFY(QTest::qWaitForWindowActive(m_form.get()));
}

void tst_ParameterForm::cleanup()
{
    m_form.reset();
    m_theme.reset();
}

void tst_ParameterForm::emptyFormSendsNothing()
{
    set({parameter(u"a"_qs, text), parameter(u"b"_qs, integer), parameter(u"c"_qs, boolean),
         parameter(u"d"_qs, choice()), parameter(u"e"_qs, list), parameter(u"f"_qs, {}),
         parameter(u"g"_qs, {.type = u"string"_qs, .format = u"date-time"_qs})});
    QCOMPARE(printed(m_form->values()), QString());
    QCOMPARE(m_form->filledCount(), 0);
    set({});
    QVERIFY(m_form->isEmpty());
}

void tst_ParameterForm::orderOfRows()
{
    set({parameter(u"q1"_qs, text), parameter(u"header"_qs, text, false, ParameterLocation::Header),
         parameter(u"q2"_qs, text, true), parameter(u"id"_qs, text, true, ParameterLocation::Path),
         parameter(u"q3"_qs, text), parameter(u"q4"_qs, text, true)});
    QStringList names;
    for (const FormRow *row : m_form->rows())
        names << row->parameter().name;
    QCOMPARE(names, (QStringList{u"id"_qs, u"q2"_qs, u"q4"_qs, u"q1"_qs, u"q3"_qs, u"header"_qs}));
    QCOMPARE(m_form->row(u"q2"_qs)->findChild<ElidedLabel *>()->text(), u"q2*"_qs);
    QCOMPARE(m_form->row(u"q1"_qs)->findChild<ElidedLabel *>()->text(), u"q1"_qs);
}

void tst_ParameterForm::typedValues_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("expected");
    QTest::newRow("string") << u"string"_qs << QString() << u"true"_qs << u"p=\"true\""_qs;
    QTest::newRow("integer") << u"integer"_qs << QString() << u"50"_qs << u"p=50"_qs;
    QTest::newRow("integer of 64 bits") << u"integer"_qs << u"int64"_qs << u"9223372036854775807"_qs
                                        << u"p=9223372036854775807"_qs;
    QTest::newRow("no integer is kept as text") << u"integer"_qs << QString() << u"fifty"_qs << u"p=\"fifty\""_qs;
    QTest::newRow("number") << u"number"_qs << QString() << u"-0.25"_qs << u"p=-0.25"_qs;
    QTest::newRow("array") << u"array"_qs << QString() << u"one"_qs << u"p=[\"one\"]"_qs;
    QTest::newRow("date") << u"string"_qs << u"date"_qs << u"2026-01-31"_qs << u"p=\"2026-01-31\""_qs;
    QTest::newRow("date-time that is none") << u"string"_qs << u"date-time"_qs << u"soon"_qs << u"p=\"soon\""_qs;
    QTest::newRow("object") << u"object"_qs << QString() << u"{\"a\": 1}"_qs << u"p={\"a\":1}"_qs;
    QTest::newRow("anything: JSON") << QString() << QString() << u"[1]"_qs << u"p=[1]"_qs;
    QTest::newRow("anything: text") << QString() << QString() << u"[1"_qs << u"p=\"[1\""_qs;
}

void tst_ParameterForm::typedValues()
{
    QFETCH(QString, type);
    QFETCH(QString, format);
    QFETCH(QString, typed);
    set({parameter(u"p"_qs, {.type = type, .format = format})});
    QSignalSpy edited(m_form.get(), &ParameterForm::edited);
    auto *line = in<QLineEdit>(u"p"_qs);
    QTest::keyClicks(line, typed);
    QCOMPARE(edited.size(), typed.size());
    QTEST(printed(m_form->values()), "expected");
    // Typed away again: not sent.
    line->selectAll();
    QTest::keyClick(line, Qt::Key_Delete);
    QCOMPARE(printed(m_form->values()), QString());
}

void tst_ParameterForm::booleanHasThreeStates()
{
    ValueSchema schema = boolean;
    schema.defaultValue = json::Value(false);
    set({parameter(u"p"_qs, schema)});
    QSignalSpy edited(m_form.get(), &ParameterForm::edited);
    const QList<QRadioButton *> buttons = m_form->row(u"p"_qs)->findChildren<QRadioButton *>();
    QStringList texts;
    for (const QRadioButton *button : buttons)
        texts << button->text();
    QCOMPARE(texts, (QStringList{u"yes"_qs, u"no"_qs, u"not sent (false by default)"_qs}));
    buttons.at(0)->click();
    QCOMPARE(printed(m_form->values()), u"p=true"_qs);
    buttons.at(1)->click();
    QCOMPARE(printed(m_form->values()), u"p=false"_qs);
    buttons.at(2)->click();
    QCOMPARE(printed(m_form->values()), QString());
    QCOMPARE(edited.size(), 3);
}

void tst_ParameterForm::requiredBooleanHasNoThirdState()
{
    set({parameter(u"p"_qs, boolean, true)});
    QCOMPARE(m_form->row(u"p"_qs)->findChildren<QRadioButton *>().size(), 2);
    QCOMPARE(printed(m_form->values()), QString());
    m_form->row(u"p"_qs)->editor()->setValue(json::Value(true));
    QCOMPARE(printed(m_form->values()), u"p=true"_qs);
    m_form->row(u"p"_qs)->editor()->setValue(std::nullopt);
    QCOMPARE(printed(m_form->values()), QString());
}

void tst_ParameterForm::choiceOrNotSent()
{
    set({parameter(u"p"_qs, choice()), parameter(u"r"_qs, choice(), true)});
    auto *combo = in<QComboBox>(u"p"_qs);
    QCOMPARE(combo->count(), 4);
    QCOMPARE(combo->itemText(0), u"not sent"_qs);
    QCOMPARE(in<QComboBox>(u"r"_qs)->itemText(0), u"Choose a value"_qs);
    QSignalSpy edited(m_form.get(), &ParameterForm::edited);
    combo->setFocus();
    QTest::keyClick(combo, Qt::Key_Down);
    QCOMPARE(printed(m_form->values()), u"p=\"ACTIVE\""_qs);
    QTest::keyClick(combo, Qt::Key_Up);
    QCOMPARE(printed(m_form->values()), QString());
    QCOMPARE(edited.size(), 2);
}

void tst_ParameterForm::severalChoices()
{
    ValueSchema schema = choice();
    schema.type = u"array"_qs;
    schema.itemType = u"string"_qs;
    set({parameter(u"p"_qs, schema)}, {{u"p"_qs, json::Value(json::Array{json::fromQString(u"ALL")})}});
    QCOMPARE(printed(m_form->values()), u"p=[\"ALL\"]"_qs);
    auto *button = in<FilterButton>(u"p"_qs);
    button->setSelected({u"ACTIVE"_qs, u"ALL"_qs});
    QCOMPARE(printed(m_form->values()), u"p=[\"ACTIVE\",\"ALL\"]"_qs);
    button->setSelected({});
    QCOMPARE(printed(m_form->values()), QString());
}

void tst_ParameterForm::severalValues()
{
    ValueSchema schema = list;
    schema.itemType = u"integer"_qs;
    set({parameter(u"p"_qs, schema)});
    const auto lines = [this] { return m_form->row(u"p"_qs)->findChildren<QLineEdit *>(); };
    QTest::keyClicks(lines().first(), u"1"_qs);
    QTest::keyClick(lines().first(), Qt::Key_Return);
    QCOMPARE(lines().size(), 2);
    QCOMPARE(QApplication::focusWidget(), lines().at(1));
    QTest::keyClicks(lines().at(1), u"x"_qs);
    QCOMPARE(printed(m_form->values()), u"p=[1,\"x\"]"_qs);
    // An empty last line adds nothing and goes away with Backspace.
    QTest::keyClick(lines().at(1), Qt::Key_Return);
    QCOMPARE(lines().size(), 3);
    QTest::keyClick(lines().at(2), Qt::Key_Return);
    QCOMPARE(lines().size(), 3);
    QTest::keyClick(lines().at(2), Qt::Key_Backspace);
    QTRY_COMPARE(lines().size(), 2);
    QCOMPARE(QApplication::focusWidget(), lines().at(1));
    QCOMPARE(printed(m_form->values()), u"p=[1,\"x\"]"_qs);
}

void tst_ParameterForm::pastedLines()
{
    set({parameter(u"p"_qs, list)});
    QGuiApplication::clipboard()->setText(u"one\r\n two \n\nthree\n"_qs);
    QTest::keySequence(in<QLineEdit>(u"p"_qs), QKeySequence::Paste);
    QCOMPARE(printed(m_form->values()), u"p=[\"one\",\"two\",\"three\"]"_qs);
}

void tst_ParameterForm::numberSteps()
{
    set({parameter(u"p"_qs, integer), parameter(u"d"_qs, {.type = u"integer"_qs, .defaultValue = json::Value(50)}),
         parameter(u"big"_qs, {.type = u"integer"_qs})});
    auto *box = in<NumberBox>(u"p"_qs);
    QTest::keyClick(box, Qt::Key_Up);
    QCOMPARE(printed(m_form->values()), u"p=1"_qs);
    QTest::keyClick(box, Qt::Key_Down);
    QCOMPARE(printed(m_form->values()), u"p=1"_qs);
    box->line()->setText(u"199"_qs);
    QTest::keyClick(box, Qt::Key_PageUp);
    QCOMPARE(printed(m_form->values()), u"p=200"_qs);
    QTest::keyClick(in<NumberBox>(u"d"_qs), Qt::Key_Up);
    QCOMPARE(printed(m_form->values()), u"d=51 p=200"_qs);
    // Stepping would lose digits there.
    auto *big = in<NumberBox>(u"big"_qs);
    big->line()->setText(u"9007199254740993"_qs);
    QTest::keyClick(big, Qt::Key_Up);
    QCOMPARE(big->text(), u"9007199254740993"_qs);
}

void tst_ParameterForm::usualMoments()
{
    set({parameter(u"p"_qs, {.type = u"string"_qs, .format = u"date-time"_qs})});
    QSignalSpy edited(m_form.get(), &ParameterForm::edited);
    const QList<QAction *> moments = in<QMenu>(u"p"_qs)->actions();
    QCOMPARE(moments.first()->text(), u"Now"_qs);
    for (QAction *moment : moments) {
        moment->trigger();
        const QString filled = in<QLineEdit>(u"p"_qs)->text();
        QVERIFY2(QDateTime::fromString(filled, Qt::ISODate).isValid() && filled.endsWith(u'Z'), qPrintable(filled));
    }
    QCOMPARE(edited.size(), moments.size());
}

void tst_ParameterForm::keepsWhatItIsGiven_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("string") << u"string"_qs << QByteArray("\"a b\"");
    QTest::newRow("integer") << u"integer"_qs << QByteArray("9007199254740993");
    QTest::newRow("text in an integer") << u"integer"_qs << QByteArray("\"many\"");
    QTest::newRow("number") << u"number"_qs << QByteArray("1.5");
    QTest::newRow("boolean") << u"boolean"_qs << QByteArray("false");
    QTest::newRow("text in a boolean") << u"boolean"_qs << QByteArray("\"maybe\"");
    QTest::newRow("array") << u"array"_qs << QByteArray("[\"a\",\"b\"]");
    QTest::newRow("object") << u"object"_qs << QByteArray("{\"b\":1,\"a\":null}");
    QTest::newRow("any: text that reads like a number") << QString() << QByteArray("\"12\"");
    QTest::newRow("choice that is none") << u"choice"_qs << QByteArray("\"GONE\"");
}

void tst_ParameterForm::keepsWhatItIsGiven()
{
    QFETCH(QString, type);
    QFETCH(QByteArray, value);
    ValueSchema schema = type == u"choice" ? choice() : ValueSchema{.type = type};
    if (type == u"array")
        schema.itemType = u"string"_qs;
    QSignalSpy edited(m_form.get(), &ParameterForm::edited);
    set({parameter(u"p"_qs, schema)}, {{u"p"_qs, json::parse(value).value()}});
    QCOMPARE(json::serialize(m_form->values().value(u"p"_qs)), value);
    QCOMPARE(edited.size(), 0);
}

void tst_ParameterForm::faultsStandUnderTheirFields()
{
    set({parameter(u"a"_qs, text, true), parameter(u"b"_qs, integer)});
    FormRow *a = m_form->row(u"a"_qs);
    FormRow *b = m_form->row(u"b"_qs);
    m_form->setErrors({{u"a"_qs, u"a is missing."_qs},
                       {u"b"_qs, u"b is odd."_qs},
                       {u"b"_qs, u"b again."_qs},
                       {u"body"_qs, u"elsewhere"_qs}});
    QVERIFY(!a->showsError());
    // Left with something in it: the fault is shown at once.
    QTest::keyClicks(in<QLineEdit>(u"b"_qs), u"x"_qs);
    QTest::keyClick(in<QLineEdit>(u"b"_qs), Qt::Key_Return);
    QVERIFY(b->showsError());
    QCOMPARE(b->error(), u"b is odd."_qs);
    QVERIFY(!a->showsError());
    m_form->reveal();
    QVERIFY(a->showsError());
    const QList<QLabel *> labels = a->findChildren<QLabel *>();
    QVERIFY(std::any_of(labels.begin(), labels.end(),
                        [](const QLabel *label) { return label->isVisible() && label->text() == u"a is missing."; }));
    m_form->setErrors({});
    QVERIFY(!a->showsError() && !b->showsError());
}

void tst_ParameterForm::firstFaultTakesTheFocus()
{
    QList<Parameter> parameters;
    for (int i = 0; i < 40; ++i)
        parameters << parameter(u"p%1"_qs.arg(i), text);
    set(parameters);
    QVERIFY(!m_form->focusFirstError());
    m_form->setErrors({{u"p35"_qs, u"wrong"_qs}, {u"p38"_qs, u"wrong"_qs}});
    m_form->reveal();
    QVERIFY(m_form->focusFirstError());
    QCOMPARE(QApplication::focusWidget(), in<QLineEdit>(u"p35"_qs));
    QVERIFY(m_form->verticalScrollBar()->value() > 0);
}

void tst_ParameterForm::focusStartsAtWhatIsMissing()
{
    set({parameter(u"a"_qs, text, true), parameter(u"b"_qs, text, true), parameter(u"c"_qs, text)},
        {{u"a"_qs, json::fromQString(u"there")}});
    m_form->focusFirst();
    QCOMPARE(QApplication::focusWidget(), in<QLineEdit>(u"b"_qs));
    m_form->row(u"b"_qs)->editor()->setValue(json::fromQString(u"too"));
    m_form->focusFirst();
    QCOMPARE(QApplication::focusWidget(), in<QLineEdit>(u"a"_qs));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), in<QLineEdit>(u"b"_qs));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), in<QLineEdit>(u"c"_qs));
}

void tst_ParameterForm::wheelScrollsTheForm()
{
    set({parameter(u"a"_qs, text), parameter(u"n"_qs, integer), parameter(u"c"_qs, choice())});
    m_form->row(u"n"_qs)->editor()->setValue(json::Value(7));
    m_form->row(u"c"_qs)->editor()->setValue(json::fromQString(u"ARCHIVED"));
    in<QLineEdit>(u"a"_qs)->setFocus();
    const auto turn = [](QWidget *widget) {
        QWheelEvent event(QPointF(5, 5), widget->mapToGlobal(QPointF(5, 5)), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(widget, &event);
    };
    turn(in<NumberBox>(u"n"_qs));
    turn(in<QComboBox>(u"c"_qs));
    QCOMPARE(printed(m_form->values()), u"c=\"ARCHIVED\" n=7"_qs);
    in<NumberBox>(u"n"_qs)->setFocus();
    turn(in<NumberBox>(u"n"_qs));
    QCOMPARE(printed(m_form->values()), u"c=\"ARCHIVED\" n=8"_qs);
}

void tst_ParameterForm::narrowFormPutsTypesBelow()
{
    set({parameter(u"a"_qs, text)});
    FormRow *row = m_form->row(u"a"_qs);
    const int wide = row->sizeHint().height();
    m_form->resize(300, 400);
    QTRY_VERIFY(row->sizeHint().height() > wide);
    // New rows of a narrow form are narrow as well.
    set({parameter(u"b"_qs, text)});
    QVERIFY(m_form->row(u"b"_qs)->sizeHint().height() > wide);
    QVERIFY(m_form->widget()->minimumSizeHint().width() <= 300);
}

void tst_ParameterForm::speaks()
{
    Parameter described = parameter(u"name"_qs, text, true);
    described.description = u"What it is called."_qs;
    described.schema.minimumLength = 2;
    set({described, parameter(u"flag"_qs, boolean), parameter(u"tags"_qs, list)});
    auto *line = in<QLineEdit>(u"name"_qs);
    QCOMPARE(line->accessibleName(), u"name, required"_qs);
    QCOMPARE(line->accessibleDescription(), u"What it is called.\nstring, at least 2"_qs);
    m_form->setErrors({{u"name"_qs, u"It is missing."_qs}});
    m_form->reveal();
    QVERIFY(line->accessibleDescription().startsWith(u"It is missing."_qs));
    QCOMPARE(in<QRadioButton>(u"flag"_qs)->accessibleName(), u"flag: yes"_qs);
    QCOMPARE(in<QLineEdit>(u"tags"_qs)->accessibleName(), u"tags, value 1"_qs);
}

QTEST_MAIN(tst_ParameterForm)
#include "tst_parameterform.moc"
