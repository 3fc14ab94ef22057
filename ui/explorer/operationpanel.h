// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/requestbuilder.h"
#include "ui/explorer/callrunner.h"

#include <QMap>
#include <QTimer>
#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QLabel;
class QSplitter;
class QStackedWidget;
class QTabWidget;
QT_END_NAMESPACE

namespace uw {

class SecretStore;

} // namespace uw

namespace uw::ui {

class AuthPanel;
class BodyEditor;
class DialogService;
class HeaderFields;
class JsonView;
class OperationHead;
class ParameterForm;
class ResponsePanel;
class Theme;

// What a person has filled in for one operation.
struct OperationDraft {
    QMap<QString, json::Value> parameters;
    QString body;
    HeaderList headers;
    // Empty: the first choice.
    QString server;
    // OperationPanel::Tab; -1: not chosen yet.
    int tab = -1;
};

// The opened operation: head, tabs of the request, answer. Builds the request and shows what is wrong
// with it; sending is the page's. GUI thread; owned by the page.
class OperationPanel final : public QWidget {
    Q_OBJECT

public:
    enum Tab { ParamsTab, BodyTab, AuthTab, HeadersTab, CurlTab };

    OperationPanel(const Theme &theme, DialogService &dialogs, SecretStore &secrets, QWidget *parent = nullptr);

    void setOperation(const openapi::OperationDetails &operation, const OperationDraft &draft,
                      const TargetContext &context);
    // The base URL is another one now.
    void setContext(const TargetContext &context);
    // How nested values of queries are written from now on.
    void setNesting(openapi::NestedStyle style);
    [[nodiscard]] const openapi::OperationDetails &operation() const { return m_operation; }
    [[nodiscard]] OperationDraft draft() const;
    // The base URL that the call goes to.
    [[nodiscard]] QString server() const;
    void setCallState(const CallState &state);

    // The request as filled in. Nothing when something is wrong with it: then that is shown and the
    // first faulty field has the focus. `anyway`: values that only do not fit the description are sent.
    [[nodiscard]] std::optional<PreparedCall> prepare(bool anyway = false);

    // Where filling in starts.
    void focusForm();
    void showKey();
    void formatBody();
    // The find bar of whatever text has the focus, else of the answer; false when there is none.
    bool openFind();

    [[nodiscard]] ResponsePanel *response() const { return m_response; }
    [[nodiscard]] QByteArray splitterState() const;
    void restoreSplitter(const QByteArray &state);

Q_SIGNALS:
    // `anyway`: in spite of the faults that were shown.
    void sendPressed(bool anyway);
    void cancelPressed();
    // All pages of the list that the operation answers with are wanted.
    void fetchAllPressed();

private:
    void makeTabs(DialogService &dialogs, SecretStore &secrets);
    void edited();
    void serverEdited();
    void updateTabs();
    void updateKey();
    void updateCurl();
    void showTab(Tab tab);
    [[nodiscard]] openapi::RequestInput input() const;
    [[nodiscard]] QList<openapi::InputError> faults() const;
    [[nodiscard]] bool showFaults(bool anyway);
    [[nodiscard]] bool showFaultsOfForm(bool anyway);
    [[nodiscard]] bool showFaultsOfBody(bool anyway);

    const Theme &m_theme;
    openapi::OperationDetails m_operation;
    TargetContext m_context;
    openapi::NestedStyle m_nesting = openapi::NestedStyle::BracketsIndexed;
    std::optional<KeyPlace> m_key;
    bool m_tabChosen = false;
    bool m_filling = false;
    QTimer m_curlDelay;
    QSplitter *m_splitter = nullptr;
    OperationHead *m_head = nullptr;
    QTabWidget *m_tabs = nullptr;
    QStackedWidget *m_params = nullptr;
    ParameterForm *m_form = nullptr;
    BodyEditor *m_body = nullptr;
    AuthPanel *m_auth = nullptr;
    HeaderFields *m_headers = nullptr;
    QLabel *m_curlNote = nullptr;
    JsonView *m_curl = nullptr;
    ResponsePanel *m_response = nullptr;
};

} // namespace uw::ui
