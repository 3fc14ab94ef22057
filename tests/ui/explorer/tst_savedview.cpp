// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakedialogs.h"
#include "tests/ui/explorer/historyfixture.h"
#include "ui/explorer/savedmodel.h"
#include "ui/explorer/savedview.h"
#include "ui/shell/theme.h"
#include "ui/widgets/emptystate.h"

#include <QApplication>
#include <QLineEdit>
#include <QMimeData>
#include <QStackedWidget>
#include <QTreeView>

using namespace uw;
using namespace uw::ui;

class SavedViewTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<test::FakeDialogs> m_dialogs;
    std::unique_ptr<test::HistoryFixture> m_fixture;
    std::unique_ptr<SavedView> m_view;

    static SavedRequest request(const QString &name, const QString &folder)
    {
        return {.folder = folder,
                .name = name,
                .document = u"clockify"_qs,
                .operation = u"getPet"_qs,
                .method = "GET",
                .url = {},
                .arguments = "{}"};
    }
    // "A[ B[ x ] y ] z", as the tree shows it.
    QString tree(const QModelIndex &parent = {}) const
    {
        const SavedModel *model = m_view->model();
        QStringList parts;
        for (int row = 0; row < model->rowCount(parent); ++row) {
            const QModelIndex index = model->index(row, 0, parent);
            parts << index.data().toString();
            if (SavedModel::isFolder(index))
                parts.last() += u"["_qs + tree(index) + u']';
        }
        return parts.join(u' ');
    }
    void select(const QString &name)
    {
        const QModelIndexList found = m_view->model()->match(m_view->model()->index(0, 0), Qt::DisplayRole, name, 1,
                                                             Qt::MatchExactly | Qt::MatchRecursive);
        QVERIFY2(!found.isEmpty(), qPrintable(name));
        m_view->tree()->setCurrentIndex(found.first());
    }
    void drop(const QString &name, const QModelIndex &folder, int row)
    {
        SavedModel *model = m_view->model();
        select(name);
        const std::unique_ptr<QMimeData> data(model->mimeData({m_view->tree()->currentIndex()}));
        if (model->canDropMimeData(data.get(), Qt::MoveAction, row, 0, folder))
            model->dropMimeData(data.get(), Qt::MoveAction, row, 0, folder);
    }

    void fill()
    {
        m_view->add({.folders = {u"A"_qs, u"A/B"_qs},
                     .requests = {request(u"x"_qs, u"A/B"_qs), request(u"y"_qs, u"A"_qs), request(u"z"_qs, {}),
                                  request(u"w"_qs, {})}});
        QTRY_COMPARE(tree(), u"A[B[x] y] z w"_qs);
    }

private Q_SLOTS:
    void init()
    {
        m_theme = std::make_unique<Theme>(*qApp);
        m_dialogs = std::make_unique<test::FakeDialogs>();
        m_fixture = std::make_unique<test::HistoryFixture>();
        m_view = std::make_unique<SavedView>(*m_theme, *m_dialogs, m_fixture->history());
        m_view->resize(320, 600);
        m_view->show();
        m_view->load();
    }
    void cleanup()
    {
        m_view.reset();
        m_fixture.reset();
        m_dialogs.reset();
        m_theme.reset();
    }
    void savesUnderANameInTheSelectedFolder()
    {
        QTRY_VERIFY(qobject_cast<EmptyState *>(m_view->findChild<QStackedWidget *>()->currentWidget()));
        fill();
        select(u"y"_qs);
        m_view->save(request(u"Suggested"_qs, {}));
        QCOMPARE(m_dialogs->asked.size(), 1);
        QCOMPARE(m_dialogs->asked.first().text.initial, u"Suggested"_qs);
        QVERIFY(!m_dialogs->asked.first().text.check(u"  "_qs).isEmpty());
        m_dialogs->answerText(u"new one"_qs);
        QTRY_COMPARE(tree(), u"A[B[x] y new one] z w"_qs);
        QCOMPARE(m_view->tree()->currentIndex().data().toString(), u"new one"_qs);
        m_view->save(request(u"Other"_qs, {}));
        m_dialogs->answerText(std::nullopt);
        QCOMPARE(m_fixture->saved().requests.size(), 5);
    }

    void makesAndRenamesFolders()
    {
        fill();
        select(u"B"_qs);
        m_view->newFolder();
        QVERIFY(!m_dialogs->asked.first().text.check(u"a/b"_qs).isEmpty());
        m_dialogs->answerText(u"C"_qs);
        QTRY_COMPARE(tree(), u"A[B[C[] x] y] z w"_qs);
        // In place, by the keyboard.
        select(u"B"_qs);
        m_view->tree()->setFocus();
        QTest::keyClick(m_view->tree(), Qt::Key_F2);
        auto *editor = m_view->tree()->findChild<QLineEdit *>();
        QVERIFY(editor);
        editor->setText(u"D"_qs);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(tree(), u"A[D[C[] x] y] z w"_qs);
        QCOMPARE(m_view->tree()->currentIndex().data().toString(), u"D"_qs);
        select(u"x"_qs);
        m_view->model()->setData(m_view->tree()->currentIndex(), u"X/1"_qs, Qt::EditRole);
        QTRY_COMPARE(tree(), u"A[D[C[] X/1] y] z w"_qs);
    }

    void movesByDragging()
    {
        fill();
        drop(u"z"_qs, m_view->model()->indexOfFolder(u"A/B"_qs), -1);
        QTRY_COMPARE(tree(), u"A[B[x z] y] w"_qs);
        drop(u"z"_qs, m_view->model()->indexOfFolder(u"A/B"_qs), 0);
        QTRY_COMPARE(tree(), u"A[B[z x] y] w"_qs);
        drop(u"B"_qs, {}, -1);
        QTRY_COMPARE(tree(), u"A[y] B[z x] w"_qs);
        drop(u"A"_qs, m_view->model()->indexOfFolder(u"B"_qs), -1);
        QTRY_COMPARE(tree(), u"B[A[y] z x] w"_qs);
        // Not into itself, and not onto a request.
        SavedModel *model = m_view->model();
        select(u"B"_qs);
        const std::unique_ptr<QMimeData> data(model->mimeData({m_view->tree()->currentIndex()}));
        QVERIFY(!model->canDropMimeData(data.get(), Qt::MoveAction, -1, 0, model->indexOfFolder(u"B/A"_qs)));
        const QModelIndex request = model->index(1, 0);
        QCOMPARE(request.data().toString(), u"w"_qs);
        QVERIFY(!model->canDropMimeData(data.get(), Qt::MoveAction, -1, 0, request));
        QMimeData other;
        other.setText(u"x"_qs);
        QVERIFY(!model->canDropMimeData(&other, Qt::MoveAction, -1, 0, {}));
    }

    void movesByTheKeyboard()
    {
        fill();
        const auto press = [this](Qt::Key key) { QTest::keyClick(m_view->tree(), key, Qt::AltModifier); };
        select(u"w"_qs);
        press(Qt::Key_Up);
        QTRY_COMPARE(tree(), u"A[B[x] y] w z"_qs);
        press(Qt::Key_Down);
        QTRY_COMPARE(tree(), u"A[B[x] y] z w"_qs);
        press(Qt::Key_Right);
        QTRY_COMPARE(tree(), u"A[B[x] y w] z"_qs);
        press(Qt::Key_Right);
        QTRY_COMPARE(tree(), u"A[B[x w] y] z"_qs);
        QCOMPARE(m_view->tree()->currentIndex().data().toString(), u"w"_qs);
        press(Qt::Key_Left);
        QTRY_COMPARE(tree(), u"A[B[x] y w] z"_qs);
        select(u"B"_qs);
        press(Qt::Key_Left);
        QTRY_COMPARE(tree(), u"A[y w] B[x] z"_qs);
        press(Qt::Key_Right);
        QTRY_COMPARE(tree(), u"A[B[x] y w] z"_qs);
        // Nowhere to go.
        select(u"A"_qs);
        press(Qt::Key_Left);
        press(Qt::Key_Right);
        press(Qt::Key_Up);
        QCOMPARE(tree(), u"A[B[x] y w] z"_qs);
    }

    void deletesWithUndo()
    {
        fill();
        QSignalSpy told(m_view.get(), &SavedView::messageRequested);
        select(u"A"_qs);
        QTest::keyClick(m_view->tree(), Qt::Key_Delete);
        QTRY_COMPARE(tree(), u"z w"_qs);
        QTRY_COMPARE(told.size(), 1);
        const auto message = told.last().first().value<Message>();
        QVERIFY(message.text.contains(u"2 requests"_qs));
        message.action();
        QTRY_COMPARE(tree(), u"A[B[x] y] z w"_qs);
        select(u"z"_qs);
        QTest::keyClick(m_view->tree(), Qt::Key_Delete);
        QTRY_COMPARE(tree(), u"A[B[x] y] w"_qs);
        QTRY_COMPARE(told.size(), 2);
        told.last().first().value<Message>().action();
        QTRY_COMPARE(tree(), u"A[B[x] y] z w"_qs);
    }

    void opensAndSaysWhatIsBroken()
    {
        fill();
        QSignalSpy opened(m_view.get(), &SavedView::openRequested);
        select(u"x"_qs);
        m_view->tree()->setFocus();
        QTest::keyClick(m_view->tree(), Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().value<SavedRequest>().name, u"x"_qs);
        const QString id = opened.first().first().value<SavedRequest>().id;
        m_view->setBroken({{id, u"The operation is gone."_qs}});
        const QModelIndex index = m_view->model()->indexOfRequest(id);
        QVERIFY(index.data(SavedModel::BrokenRole).toBool());
        QVERIFY(index.data(Qt::AccessibleTextRole).toString().contains(u"The operation is gone."_qs));
        // A folder that was closed stays closed.
        m_view->tree()->collapse(m_view->model()->indexOfFolder(u"A/B"_qs));
        QSignalSpy shown(m_view.get(), &SavedView::shown);
        select(u"z"_qs);
        QTest::keyClick(m_view->tree(), Qt::Key_Delete);
        QTRY_COMPARE(tree(), u"A[B[x] y] w"_qs);
        QVERIFY(!m_view->tree()->isExpanded(m_view->model()->indexOfFolder(u"A/B"_qs)));
        QVERIFY(m_view->tree()->isExpanded(m_view->model()->indexOfFolder(u"A"_qs)));
    }
};

QTEST_MAIN(SavedViewTest)
#include "tst_savedview.moc"
