// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/providers/samplesender.h"
#include "ui/providers/providerrow.h"
#include "ui/providers/secretpanel.h"

#include <QScrollArea>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace uw::ui {

class BadgeLabel;
class CodeLine;

// One provider or custom source: state, address, secret, scheme, counts, sample. Shows values and says what was asked
// for; whoever owns it does it. GUI thread; owned by the page.
class ProviderPanel final : public QScrollArea {
    Q_OBJECT

public:
    // `schemes`: name and title of the providers whose scheme a source can use. `forward`: where its events are passed on
    // to, a part of the panel from now on; null: they cannot be.
    ProviderPanel(const Theme &theme, const Clock &clock, const QList<std::pair<QString, QString>> &schemes,
                  QWidget *forward, QWidget *parent = nullptr);

    // `url`: the address to give to the sender; empty while nothing listens.
    void setRow(const ProviderRow &row, const QString &url);
    [[nodiscard]] const ProviderRow &row() const { return m_row; }
    void setBusy(bool busy);
    // It is stored.
    void forgetTyped(TypedSecret what);
    // How long a key that it offers is still taken, in milliseconds; 0: none is.
    void setLearningMs(qint64 remainingMs);
    void showSample(const Result<SampleOutcome> &outcome);

Q_SIGNALS:
    void enabledRequested(bool enabled);
    void storeRequested(const QByteArray &secret, bool keepsCurrent);
    void deleteRequested();
    // A key that it offers is to be taken for a while, or no longer.
    void learnRequested(bool wanted);
    // Empty: none any more.
    void tokenRequested(const QByteArray &token);
    void sampleRequested();
    // Empty: none.
    void schemeRequested(const QString &provider);
    void removeRequested();
    void eventRequested(const QString &id);

private:
    void buildHead(class QVBoxLayout *column);
    void buildAddress(QVBoxLayout *column);
    void buildScheme(QVBoxLayout *column, const QList<std::pair<QString, QString>> &schemes);
    void buildSample(QVBoxLayout *column);
    void buildRemoval(QVBoxLayout *column);
    QLabel *addHeading(QVBoxLayout *column, const QString &text);
    void refresh();

    const Theme &m_theme;
    const Clock &m_clock;
    ProviderRow m_row;
    QString m_url;
    QString m_sampleEvent;
    bool m_isBusy = false;
    QLabel *m_title = nullptr;
    BadgeLabel *m_badge = nullptr;
    QLabel *m_explanation = nullptr;
    QCheckBox *m_enabled = nullptr;
    QLabel *m_documentation = nullptr;
    CodeLine *m_address = nullptr;
    QLabel *m_noAddress = nullptr;
    QLabel *m_schemeHeading = nullptr;
    QComboBox *m_scheme = nullptr;
    SecretPanel *m_secret = nullptr;
    QLabel *m_counts = nullptr;
    QPushButton *m_sample = nullptr;
    QLabel *m_outcome = nullptr;
    QPushButton *m_openEvent = nullptr;
    QPushButton *m_remove = nullptr;
};

} // namespace uw::ui
