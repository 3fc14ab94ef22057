// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/delivery.h"
#include "core/text/bodyfile.h"
#include "core/text/lineindex.h"

#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <functional>
#include <memory>

namespace uw {

enum class TextForm { Pretty, Raw, Hex };

// A body as it is shown: the text, where its lines begin, and what a reader should know about it.
struct FedText {
    std::shared_ptr<const TextBytes> text;
    std::shared_ptr<const LineIndex> index;
    // What it became: bytes that are no text are shown as numbers, what is no JSON as it came.
    TextForm form = TextForm::Raw;
    bool isJson = false;
    QString note;
    // All lines are known.
    bool isWhole = false;
};

// Lays a body out for a view on a thread of its own and tells as soon as there are first lines, however long the rest
// takes. A laid-out text of some size lies in a file beside the body. Lives on its owner's thread; ends its work before
// it is deleted.
class TextFeed final : public QObject {
    Q_OBJECT

public:
    struct Job {
        // Whole.
        std::shared_ptr<const BodyFile> body;
        // The Content-Type field.
        QByteArray contentType;
        TextForm form = TextForm::Pretty;
        // Bytes of a line before it is cut.
        int longestLine = 1024;
        // Where a laid-out text of some size goes.
        QString folder;
    };

    explicit TextFeed(QObject *parent = nullptr);
    ~TextFeed() override;

    // Drops what is under way and begins anew.
    void start(const Job &job);
    // Cuts the lines at another length.
    void setLongestLine(int bytes);
    void stop();
    // Stops and lets go of the text.
    void clear();

    // As told last; without a text before the first lines are there.
    [[nodiscard]] const FedText &shown() const { return m_shown; }
    [[nodiscard]] bool isRunning() const { return m_stopped != nullptr; }

Q_SIGNALS:
    // Another text is there: its first lines.
    void begun();
    // More lines are known.
    void grown();
    // All are.
    void finished();

private:
    using Stop = std::shared_ptr<std::atomic_bool>;

    void run(std::function<void(const Stop &, const std::function<void(const FedText &)> &)> work);
    void take(const FedText &fed);

    DeliveryHub m_hub;
    QThreadPool m_pool;
    Job m_job;
    FedText m_shown;
    Stop m_stopped;
};

} // namespace uw
