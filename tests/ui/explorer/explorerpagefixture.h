// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/httpclient.h"
#include "tests/support/fakedialogs.h"
#include "tests/support/memorysecretstore.h"
#include "tests/support/scriptedserver.h"
#include "ui/explorer/explorerpage.h"
#include "ui/explorer/responsepanel.h"
#include "ui/response/responsetext.h"
#include "ui/shell/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/jsonview.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>

namespace uw::test {

// The whole page against a real server, for the tests of the page: what is shared by those of finding, of sending and of
// documents. Each test has a page of its own.
class ExplorerPageFixture : public QObject {
    Q_OBJECT

public:
    // An OpenAPI document of three operations whose only server is `server`.
    [[nodiscard]] static QByteArray document(const QByteArray &server, const QByteArray &title = "Pets");

private Q_SLOTS:
    void init();
    void cleanup();

protected:
    void makePage();
    void openPets();
    void fill(const QString &parameter, const QString &text);
    void send() { QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier); }
    template<typename Widget>
    [[nodiscard]] Widget *child() const
    {
        return m_page->findChild<Widget *>();
    }
    [[nodiscard]] QString answer() const
    {
        return m_page->findChild<ui::ResponseText *>(QStringLiteral("prettyBody"))->pane()->allText();
    }
    [[nodiscard]] QString status() const
    {
        auto *badge = m_page->findChild<ui::ResponsePanel *>()->findChild<ui::BadgeLabel *>();
        return badge->isVisible() ? badge->badge().text : QString();
    }
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (QPushButton *candidate : m_page->findChildren<QPushButton *>()) {
            if (candidate->text() == text && candidate->isVisible())
                return candidate;
        }
        return nullptr;
    }
    [[nodiscard]] bool shows(const QString &text) const
    {
        const QList<QLabel *> labels = m_page->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&text](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }
    [[nodiscard]] QString file(const QString &name, const QByteArray &content) const
    {
        QFile out(m_folder->filePath(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            qFatal("cannot write a test file");
        return out.fileName();
    }
    [[nodiscard]] QString serverUrl() const { return QString::fromLatin1(m_server->url("/api")); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ui::Theme> m_theme;
    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<MemorySecretStore> m_secrets;
    FakeDialogs m_dialogs;
    QString m_baseUrl;
    std::unique_ptr<ui::ExplorerPage> m_page;
};

} // namespace uw::test
