// SPDX-License-Identifier: GPL-3.0-or-later
// bench_response [MEGABYTES]: a large answer (100 MB) as a person meets it: a server on a thread of its own sends JSON
// without a line break, then with one line an object; it is shown laid out and as it came. Prints how long after its last
// byte the first lines are painted, how much memory the body takes, and how long the GUI thread is away while the rest is
// laid out and while the view is scrolled; each with its bound. Exits with 1 when a bound is broken. Runs with
// QT_QPA_PLATFORM=offscreen or under Xvfb.
#include "benchmarks/ui/guiprobe.h"
#include "core/http/httpclient.h"
#include "ui/explorer/responsepanel.h"
#include "ui/response/bodytable.h"
#include "ui/response/bodytree.h"
#include "ui/response/responsetext.h"
#include "ui/shell/theme.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/longtextfind.h"
#include "ui/widgets/longtextview.h"

#include <QApplication>
#include <QLineEdit>
#include <QScrollBar>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QThread>

#include <cstdio>

using namespace uw;
using namespace uw::bench;
using namespace uw::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr double firstLinesMs = 300;
constexpr double memoryMiB = 64;
constexpr double blockMs = 50;

bool allKept = true;

void print(const char *what, double value, const char *unit, double bound)
{
    const bool kept = value >= 0 && value <= bound;
    allKept = allKept && kept;
    std::printf("%-58s %9.1f %-4s bound %6.0f%s\n", what, value, unit, bound, kept ? "" : "  BROKEN");
    std::fflush(stdout);
}

void note(const char *what, double value, const char *unit)
{
    std::printf("%-58s %9.1f %s\n", what, value, unit);
    std::fflush(stdout);
}

// The benchmark asks no questions.
class NoDialogs final : public DialogService {
public:
    void confirm(QWidget *, const Question &, std::function<void(bool)>) override {}
    void askText(QWidget *, const TextQuestion &, std::function<void(const std::optional<QString> &)>) override {}
    void askOpenFile(QWidget *, const FileQuestion &, std::function<void(const QString &)>) override {}
    void askSaveFile(QWidget *, const FileQuestion &, std::function<void(const QString &)>) override {}
};

// Sends an array of objects of the wanted length, made as it is sent.
class Source final : public QObject {
public:
    Source(qint64 bytes, QByteArray separator) : m_bytes(bytes), m_separator(std::move(separator)) {}

    quint16 listen()
    {
        m_server = new QTcpServer(this);
        m_server->listen(QHostAddress::LocalHost);
        connect(m_server, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = m_server->nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                if (!socket->readAll().contains("\r\n\r\n"))
                    return;
                socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n[");
                m_sent = 0;
                connect(socket, &QTcpSocket::bytesWritten, this, [this, socket] { fill(*socket); });
            });
        });
        return m_server->serverPort();
    }

private:
    void fill(QTcpSocket &socket)
    {
        while (socket.bytesToWrite() < 1024 * 1024 && m_sent < m_bytes) {
            QByteArray piece;
            while (piece.size() < 256 * 1024 && m_sent + piece.size() < m_bytes) {
                const QByteArray number = QByteArray::number(++m_row);
                piece += R"({"id":)" + number + R"(,"name":"Person )" + number + R"(","email":"p)" + number
                       + R"(@example.com","active":true,"tags":["a","b"],"rate":12.50})";
                piece += m_separator;
            }
            m_sent += piece.size();
            socket.write(piece);
        }
        if (m_sent >= m_bytes && m_sent > 0) {
            m_sent = -1;
            socket.write("null]");
            socket.disconnectFromHost();
        }
    }

    const qint64 m_bytes;
    const QByteArray m_separator;
    QTcpServer *m_server = nullptr;
    qint64 m_sent = 0;
    qint64 m_row = 0;
};

class Bench final {
public:
    Bench(QApplication &application, qint64 bytes) : m_theme(application), m_panel(m_theme, m_dialogs), m_bytes(bytes)
    {
        m_panel.resize(1100, 800);
        m_panel.setSpoolFolder(m_folder.path());
        m_panel.show();
    }

    void run(const char *what, const QByteArray &separator);

private:
    [[nodiscard]] LongTextView *view(const QString &name) const
    {
        return m_panel.findChild<ResponseText *>(name)->pane()->view();
    }
    [[nodiscard]] std::shared_ptr<Answer> fetch(const QByteArray &separator);
    void scroll(const char *what, LongTextView *text);
    void settle(const QString &name);

    Theme m_theme;
    NoDialogs m_dialogs;
    QTemporaryDir m_folder;
    HttpClient m_http;
    ResponsePanel m_panel;
    const qint64 m_bytes;
};

std::shared_ptr<Answer> Bench::fetch(const QByteArray &separator)
{
    QThread thread;
    Source source(m_bytes, separator);
    source.moveToThread(&thread);
    thread.start();
    quint16 port = 0;
    QMetaObject::invokeMethod(
        &source, [&source, &port] { port = source.listen(); }, Qt::BlockingQueuedConnection);
    const auto answer = std::make_shared<Answer>();
    bool isOver = false;
    HttpRequest request{.url = "http://127.0.0.1:" + QByteArray::number(port) + '/',
                        .timeoutMs = 120'000,
                        .maximumResponseBytes = 2 * m_bytes,
                        .spoolFolder = m_folder.path()};
    BlockProbe probe;
    probe.start();
    m_http.send(request, &m_panel, [&](const Result<HttpResponse> &response) {
        if (response)
            answer->response = *response;
        else
            std::fprintf(stderr, "%s\n", qPrintable(response.error().text));
        isOver = true;
    });
    while (!isOver)
        runFor(5);
    print("  arrival: GUI thread away", probe.longestMs(), "ms", blockMs);
    QMetaObject::invokeMethod(
        &source, [&source] { delete source.findChild<QTcpServer *>(); }, Qt::BlockingQueuedConnection);
    thread.quit();
    thread.wait();
    return answer;
}

void Bench::settle(const QString &name)
{
    const ResponseText *text = m_panel.findChild<ResponseText *>(name);
    while (!text->pane()->isWhole())
        runFor(20);
}

void Bench::scroll(const char *what, LongTextView *text)
{
    BlockProbe probe;
    probe.start();
    QScrollBar *bar = text->verticalScrollBar();
    for (int step = 0; step < 300; ++step) {
        // A page at a time, and now and then to somewhere else altogether.
        bar->setValue(step % 10 == 0 ? int(qint64(bar->maximum()) * (step * 37 % 300) / 300)
                                     : bar->value() + bar->pageStep());
        runFor(4);
    }
    print(what, probe.longestMs(), "ms", blockMs);
    note("    processor time in one stretch", probe.longestCpuMs(), "ms");
}

void Bench::run(const char *what, const QByteArray &separator)
{
    std::printf("%s\n", what);
    const double before = residentMiB();
    const std::shared_ptr<Answer> answer = fetch(separator);
    note("  memory while it lies on disk", residentMiB() - before, "MiB");
    CallState state;
    state.phase = CallState::Phase::Done;
    state.answer = answer;
    LongTextView *pretty = view(u"prettyBody"_s);
    BlockProbe probe;
    probe.start();
    QElapsedTimer since;
    since.start();
    m_panel.setCurrentTab(ResponsePanel::PrettyTab);
    m_panel.setState(state);
    print("  first lines painted, laid out",
          untilPainted(pretty->viewport(), since, [&] { return pretty->lineCount() > 20; }), "ms", firstLinesMs);
    settle(u"prettyBody"_s);
    note("  all lines known after", double(since.elapsed()), "ms");
    print("  meanwhile: GUI thread away", probe.longestMs(), "ms", blockMs);
    note("  lines", double(pretty->lineCount()), "");
    scroll("  scrolling, laid out: GUI thread away", pretty);
    since.start();
    m_panel.setCurrentTab(ResponsePanel::RawTab);
    LongTextView *raw = view(u"rawBody"_s);
    print("  first lines painted, as it came",
          untilPainted(raw->viewport(), since, [&] { return raw->lineCount() > 20; }), "ms", firstLinesMs);
    settle(u"rawBody"_s);
    scroll("  scrolling, as it came: GUI thread away", raw);
    print("  memory for the body in both views", residentMiB() - before, "MiB", memoryMiB);
    probe.start();
    since.start();
    m_panel.setCurrentTab(ResponsePanel::TableTab);
    const BodyTableModel *table = m_panel.findChild<BodyTable *>()->tableModel();
    while (table->rowCount() == 0)
        runFor(2);
    note("  first rows of the table", double(since.elapsed()), "ms");
    while (table->isReading())
        runFor(10);
    note("  all rows of the table", double(since.elapsed()), "ms");
    print("  meanwhile: GUI thread away", probe.longestMs(), "ms", blockMs);
    m_panel.setCurrentTab(ResponsePanel::RawTab);
    probe.start();
    since.start();
    LongTextPane *pane = m_panel.findChild<ResponseText *>(u"rawBody"_s)->pane();
    pane->openFind();
    pane->findChild<QLineEdit *>(u"findField"_s)->setText(u"nobody has this name"_s);
    runFor(150);
    while (pane->find()->isSearching())
        runFor(5);
    note("  whole text searched", double(since.elapsed()), "ms");
    print("  meanwhile: GUI thread away", probe.longestMs(), "ms", blockMs);
    m_panel.setState({});
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const int megabytes = arguments.size() > 1 ? arguments[1].toInt() : 100;
    if (arguments.size() > 2 || megabytes < 1) {
        std::fprintf(stderr, "usage: bench_response [MEGABYTES]\n");
        return 2;
    }
    Bench bench(application, qint64(megabytes) * 1'000'000);
    bench.run("JSON in one line", ",");
    bench.run("JSON with a line an object", ",\n");
    return allKept ? 0 : 1;
}
