// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "core/base/clock.h"
#include "core/providers/providerdefinition.h"
#include "core/providers/verification.h"

#include <memory>

class QCommandLineParser;

namespace uw {
namespace clockify {
class ClockifyVerifier;
class InstallationDirectory;
} // namespace clockify
class CertificateCache;
class CertificateFetcher;
class HttpClient;
} // namespace uw

namespace uw::cli {

// `uwh verify`: judges one saved request the way the listener would, and says why. The secret comes from a variable or
// a file, never from the command line. Main thread, owned by main().
class VerifyCommand final : public Command {
    Q_OBJECT

public:
    explicit VerifyCommand(Streams streams);
    ~VerifyCommand() override;

    void start(const QStringList &arguments) override;

private:
    struct Task;

    [[nodiscard]] Result<void> makeClockify();
    [[nodiscard]] Result<Task> readTask(const QCommandLineParser &parser) const;
    // Prints the verdict, unless a certificate has to be fetched first.
    void verify();
    void print(const Verification &verification);
    void fail(const QString &sentence);

    SystemClock m_clock;
    ProviderTable m_table;
    std::unique_ptr<Task> m_task;
    // Of Clockify alone.
    std::unique_ptr<clockify::InstallationDirectory> m_installations;
    std::unique_ptr<clockify::ClockifyVerifier> m_clockify;
    std::unique_ptr<CertificateCache> m_certificates;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<CertificateFetcher> m_fetcher;
};

} // namespace uw::cli
