// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/providers/providerservice.h"
#include "core/store/eventstatistics.h"
#include "ui/providers/secretpanel.h"
#include "ui/shell/page.h"

#include <QTimer>

QT_BEGIN_NAMESPACE
class QSplitter;
class QTreeView;
QT_END_NAMESPACE

namespace uw {
class Forwarder;
class SampleSender;
class SecretLearner;
class Store;
} // namespace uw

namespace uw::ui {

class DialogService;
class ForwardPanel;
class ProviderListModel;
class ProviderPanel;
class SearchField;
class Theme;

// What the page is built on. Everything outlives the page; functions are called in the GUI thread.
struct ProvidersContext {
    Theme &theme;
    DialogService &dialogs;
    Store &store;
    const Clock &clock;
    ProviderService &service;
    SampleSender &samples;
    SecretLearner &learner;
    // Null: events cannot be passed on.
    Forwarder *forwarder = nullptr;
    // Under which senders reach the listener; empty while it does not listen.
    std::function<QString()> baseUrl;
};

// The Providers page: every sender that is known and every custom source, with state and counts; the selected one's
// address, secret and scheme beside the list. Counts are read on the store's threads. GUI thread; owned by the window.
class ProvidersPage final : public Page {
    Q_OBJECT

public:
    explicit ProvidersPage(const ProvidersContext &context, QWidget *parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("providers"); }
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override { return QStringLiteral("link"); }
    [[nodiscard]] QList<ShortcutInfo> shortcuts() const override;
    [[nodiscard]] QList<Command> commands() const override;
    [[nodiscard]] QList<Command> find(const QString &text, int limit) const override;
    void saveState(QSettings &settings) const override;
    void restoreState(QSettings &settings) override;
    void activated() override;

    // Selects it in the list; harmless when there is none.
    void open(const QString &name, bool isSource);
    // The listener's address is another one now.
    void refreshAddress();

Q_SIGNALS:
    void eventRequested(const QString &id);
    // List and panel show what is stored now.
    void refreshed();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void build();
    QWidget *buildList();
    // Leaves out columns that would take the names' room.
    void fitColumns();
    void connectPanel();
    void readStatistics();
    void showRows();
    void showSelected();
    void learn(bool wanted);
    void showLearning();
    void askForSource();
    void askToDelete();
    void askToRemove();
    void change(const SecretChange &secrets, std::optional<bool> enabled, TypedSecret typed = TypedSecret::None);
    void changeScheme(const QString &provider);
    void sendSample();
    // What every change ends with.
    [[nodiscard]] ProviderService::Done whenDone(TypedSecret typed = TypedSecret::None);

    ProvidersContext m_context;
    ProviderListModel *m_model = nullptr;
    SearchField *m_search = nullptr;
    QTreeView *m_view = nullptr;
    QSplitter *m_splitter = nullptr;
    ProviderPanel *m_panel = nullptr;
    ForwardPanel *m_forward = nullptr;
    LogStatistics m_statistics;
    QTimer m_statisticsTimer;
    QTimer m_learningTimer;
    bool m_isReading = false;
    // Somebody has said how wide the list is.
    bool m_isArranged = false;
    // What is selected, or will be once it is there.
    QString m_name;
    bool m_isSource = false;
};

} // namespace uw::ui
