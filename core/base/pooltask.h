// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRunnable>

#include <functional>

namespace uw {

// One call for a QThreadPool, to which it belongs once it is started there. What the starting thread wrote
// before is seen by the call, by an order that ThreadSanitizer sees too: the pool's own lock lies inside Qt.
class PoolTask final : public QRunnable {
public:
    explicit PoolTask(std::function<void()> call);
    void run() override;

private:
    std::function<void()> m_call;
};

} // namespace uw
