// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/textfeed.h"

#include "core/base/pooltask.h"
#include "core/json/prettystream.h"
#include "core/text/contenttype.h"
#include "core/text/hextext.h"

#include <QElapsedTimer>
#include <QStringDecoder>

namespace uw {

namespace {

using Tell = std::function<void(const FedText &)>;

// What is laid out before the first lines are told.
constexpr qsizetype firstBytes = 64 * limits::kibibyte;
constexpr qsizetype stepBytes = 1 * limits::mebibyte;
constexpr qint64 releaseEvery = 8 * limits::mebibyte;
constexpr qint64 tellEveryMs = 50;
// A laid-out text is no longer than so many bodies and this.
constexpr qint64 growthLimit = 4;
constexpr qint64 growthFloor = 16 * limits::mebibyte;

// Makes one text on the worker's thread, telling about it now and then.
class Layout final {
public:
    Layout(const TextFeed::Job &job, const std::atomic_bool &stop, const Tell &tell)
        : m_job(job)
        , m_stop(stop)
        , m_tell(tell)
        , m_content(ContentType::read(job.contentType))
    {}

    void make();
    void index(const FedText &of);

private:
    [[nodiscard]] bool pretty();
    void raw(const QString &note);
    void hex();
    void begin(std::shared_ptr<const TextBytes> text, TextForm form, bool isJson);
    [[nodiscard]] bool add(BodyFile &file, const QByteArray &bytes);
    [[nodiscard]] bool looksLikeJson(QByteArrayView bytes) const;
    [[nodiscard]] bool isText(const QByteArray &sample) const;
    void grow(bool isWhole);

    const TextFeed::Job &m_job;
    const std::atomic_bool &m_stop;
    const Tell &m_tell;
    const ContentType m_content;
    FedText m_fed;
    std::shared_ptr<LineIndex> m_index;
    QElapsedTimer m_told;
};

void Layout::begin(std::shared_ptr<const TextBytes> text, TextForm form, bool isJson)
{
    m_index = std::make_shared<LineIndex>(text, m_job.longestLine);
    m_fed = {.text = std::move(text), .index = m_index, .form = form, .isJson = isJson};
    m_told.invalidate();
}

// The lines that are known by now; tells when it is time again. `isWhole`: the text is, and all its lines are wanted.
void Layout::grow(bool isWhole)
{
    bool more = true;
    while (more && !m_stop) {
        const qint64 before = m_index->bytesRead();
        more = m_index->advance(m_told.isValid() ? 4 * stepBytes : firstBytes, isWhole);
        // A text that can no longer be read has no further lines.
        more = more && m_index->bytesRead() > before;
        if (!m_told.isValid() || m_told.hasExpired(tellEveryMs)) {
            m_tell(m_fed);
            m_told.start();
        }
    }
    if (!isWhole || m_stop)
        return;
    m_fed.isWhole = true;
    m_tell(m_fed);
}

bool Layout::add(BodyFile &file, const QByteArray &bytes)
{
    const Result<void> kept = file.append(bytes);
    if (!kept)
        m_fed.note = kept.error().text;
    grow(false);
    return kept.hasValue();
}

bool Layout::looksLikeJson(QByteArrayView bytes) const
{
    if (m_content.saysJson())
        return true;
    const QByteArrayView start = bytes.first(qMin<qsizetype>(bytes.size(), 64)).trimmed();
    return start.startsWith('{') || start.startsWith('[');
}

bool Layout::pretty()
{
    const Result<QByteArrayView> view = m_job.body->view();
    if (!view || !looksLikeJson(*view))
        return false;
    const json::ParseLimits bounds{.maximumBytes = view->size()};
    json::PrettyStream stream(*view, bounds);
    const qint64 most = growthLimit * view->size() + growthFloor;
    auto text = std::make_shared<BodyFile>(m_job.folder);
    begin(text, TextForm::Pretty, true);
    qint64 released = 0;
    auto state = json::PrettyStream::State::More;
    for (qsizetype bytes = firstBytes; state == json::PrettyStream::State::More && !m_stop; bytes = stepBytes) {
        state = stream.step(bytes);
        if (state == json::PrettyStream::State::More && text->size() > most)
            state = stream.refuse(ErrorCode::LimitExceeded, QStringLiteral("laid out, the text would be too long"));
        if (state == json::PrettyStream::State::Failed) {
            raw(m_content.saysJson() || view->size() > 1
                    ? QStringLiteral("This is not whole JSON and is shown as it came: %1.").arg(stream.error().text)
                    : QString());
            break;
        }
        if (!add(*text, stream.take()))
            break;
        if (stream.position() - released >= releaseEvery) {
            m_job.body->release(released, stream.position());
            released = stream.position();
        }
    }
    m_job.body->release(0, view->size());
    // Also when the file could not be written on: what there is of it is shown.
    if (state != json::PrettyStream::State::Failed)
        grow(true);
    return true;
}

bool Layout::isText(const QByteArray &sample) const
{
    if (m_content.encoding() != QStringConverter::Utf16 && sample.contains('\0'))
        return false;
    QStringDecoder decoder(m_content.encoding());
    const QString decoded = decoder.decode(sample);
    return !decoder.hasError();
}

void Layout::raw(const QString &noted)
{
    const QByteArray sample = m_job.body->read(0, firstBytes);
    if (!isText(sample)) {
        hex();
        return;
    }
    const bool isJson = looksLikeJson(sample);
    if (m_content.encoding() == QStringConverter::Utf8) {
        begin(m_job.body, TextForm::Raw, isJson);
        m_fed.note = noted;
        grow(true);
        return;
    }
    auto text = std::make_shared<BodyFile>(m_job.folder);
    begin(text, TextForm::Raw, isJson);
    m_fed.note = noted;
    QStringDecoder decoder(m_content.encoding());
    for (qint64 at = 0; at < m_job.body->size() && !m_stop;) {
        const QByteArray piece = m_job.body->read(at, at == 0 ? firstBytes : stepBytes);
        const QString decoded = decoder.decode(piece);
        if (piece.isEmpty() || !add(*text, decoded.toUtf8()))
            break;
        at += piece.size();
    }
    grow(true);
}

void Layout::hex()
{
    auto text = std::make_shared<HexText>(m_job.body);
    m_index = LineIndex::ofEqualLines(text, HexText::lineLength);
    m_fed = {.text = text, .index = m_index, .form = TextForm::Hex};
    grow(true);
}

void Layout::make()
{
    if (m_job.form == TextForm::Hex)
        hex();
    else if (m_job.form == TextForm::Raw || m_job.body->size() == 0 || !pretty())
        raw({});
}

void Layout::index(const FedText &of)
{
    begin(of.text, of.form, of.isJson);
    m_fed.note = of.note;
    grow(true);
}

} // namespace

TextFeed::TextFeed(QObject *parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

TextFeed::~TextFeed()
{
    stop();
    m_pool.waitForDone();
}

void TextFeed::stop()
{
    if (m_stopped)
        *m_stopped = true;
    m_stopped.reset();
}

void TextFeed::clear()
{
    stop();
    m_job = {};
    m_shown = {};
}

void TextFeed::run(std::function<void(const Stop &, const Tell &)> work)
{
    stop();
    m_stopped = std::make_shared<std::atomic_bool>(false);
    const Stop stopFlag = m_stopped;
    const Tell tell = [this, stopFlag, to = m_hub.recipient(this)](const FedText &fed) {
        DeliveryHub::deliver(to, [this, stopFlag, fed] {
            if (!*stopFlag)
                take(fed);
        });
    };
    // The pool owns it from here.
    m_pool.start(new PoolTask([work = std::move(work), stopFlag, tell] { work(stopFlag, tell); }));
}

void TextFeed::start(const Job &job)
{
    m_job = job;
    m_shown = {};
    run([job](const Stop &stopFlag, const Tell &tell) { Layout(job, *stopFlag, tell).make(); });
}

void TextFeed::setLongestLine(int bytes)
{
    if (m_job.longestLine == bytes || !m_job.body)
        return;
    m_job.longestLine = bytes;
    if (m_shown.form == TextForm::Hex && m_shown.text)
        return;
    if (!m_shown.isWhole) {
        start(Job(m_job));
        return;
    }
    run([job = m_job, shown = m_shown](const Stop &stopFlag, const Tell &tell) {
        Layout(job, *stopFlag, tell).index(shown);
    });
}

void TextFeed::take(const FedText &fed)
{
    const bool isOther = fed.index != m_shown.index;
    m_shown = fed;
    if (isOther)
        Q_EMIT begun();
    else
        Q_EMIT grown();
    if (!fed.isWhole)
        return;
    m_stopped.reset();
    Q_EMIT finished();
}

} // namespace uw
