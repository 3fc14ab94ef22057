// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/documents/documentopener.h"

#include "core/base/pooltask.h"
#include "core/openapi/documenttext.h"

#include <QCryptographicHash>
#include <QPointer>
#include <QThreadPool>

namespace uw {
struct DocumentOpener::Job {
    DocumentRequest request;
    QPointer<QObject> context;
    Done done;
    OpenedDocument opened;
    QHash<QString, QString> failures;
    int rounds = 0;
    // Of the round that is under way.
    QStringList missing;
    int inFlight = 0;
    qint64 fetchedBytes = 0;

    void finish(Result<OpenedDocument> result)
    {
        if (context && done)
            std::exchange(done, nullptr)(std::move(result));
    }
};

bool isWebAddress(QStringView origin)
{
    return origin.startsWith(u"https://", Qt::CaseInsensitive) || origin.startsWith(u"http://", Qt::CaseInsensitive);
}

DocumentOpener::DocumentOpener(HttpClient *client, QObject *parent)
    : QObject(parent)
    , m_fetcher(client ? std::make_unique<DocumentFetcher>(*client) : nullptr)
{}

DocumentOpener::~DocumentOpener() = default;

void DocumentOpener::setTimeout(int ms)
{
    if (m_fetcher)
        m_fetcher->setTimeout(ms);
}

void DocumentOpener::open(const DocumentRequest &request, QObject *context, const Done &done)
{
    const auto job = std::make_shared<Job>();
    job->request = request;
    job->context = context;
    job->done = done;
    job->opened.fetched = request.fetched;
    job->opened.base = request.base;
    if (request.bytes) {
        job->opened.bytes = *request.bytes;
    } else if (isWebAddress(request.origin)) {
        if (!m_fetcher) {
            const Error error{ErrorCode::Unsupported, QStringLiteral("“%1” is on the net, from where nothing is "
                                                                     "fetched here. Save it as a file and open that.")
                                                          .arg(request.origin)};
            QMetaObject::invokeMethod(
                this, [job, error] { job->finish(error); }, Qt::QueuedConnection);
            return;
        }
        m_fetcher->fetch(request.origin, request.etag, this, [this, job](const Result<FetchedDocument> &fetched) {
            if (!fetched)
                return job->finish(fetched.error());
            job->opened.base = fetched->address;
            job->opened.etag = fetched->etag;
            job->opened.isUnchanged = fetched->isUnchanged;
            if (fetched->isUnchanged)
                return job->finish(job->opened);
            job->opened.bytes = fetched->bytes;
            job->request.bytes = fetched->bytes;
            parse(job);
        });
        return;
    }
    parse(job);
}

void DocumentOpener::parse(const std::shared_ptr<Job> &job)
{
    if (!job->context)
        return;
    ++job->rounds;
    openapi::FileAccess access{.base = job->opened.base,
                               .allowsOutside = job->request.allowsOutside,
                               .fetched = job->opened.fetched,
                               .failures = job->failures};
    // Bytes that were pasted have no place of their own.
    if (access.base.isEmpty() && (!job->request.bytes || isWebAddress(job->request.origin)))
        access.base = job->request.origin;
    const QString origin = job->request.origin;
    // The worker gets values only, and hands one back.
    auto work = [origin, access, given = job->request.bytes]() -> Result<OpenedDocument> {
        const Result<QByteArray> bytes = given ? Result<QByteArray>(*given) : openapi::readDocumentFile(origin);
        if (!bytes)
            return bytes.error();
        auto document = openapi::Document::load(*bytes, origin, access);
        if (!document)
            return document.error();
        OpenedDocument opened{.document = *document, .bytes = *bytes, .etag = {}, .base = access.base, .fetched = {}};
        if (!given)
            opened.etag = QCryptographicHash::hash(*bytes, QCryptographicHash::Sha1).toHex();
        return opened;
    };
    QThreadPool::globalInstance()->start(new PoolTask([this, job, work, to = m_hub.recipient(this)] {
        auto result = std::make_shared<const Result<OpenedDocument>>(work());
        DeliveryHub::deliver(to, [this, job, result] { parsed(job, *result); });
    }));
}

void DocumentOpener::parsed(const std::shared_ptr<Job> &job, const Result<OpenedDocument> &result)
{
    if (!result)
        return job->finish(result.error());
    OpenedDocument &opened = job->opened;
    opened.document = result->document;
    opened.bytes = result->bytes;
    opened.base = result->base;
    if (!result->etag.isEmpty())
        opened.etag = result->etag;
    QStringList missing;
    for (const openapi::WithheldFile &file : opened.document->withheldFiles()) {
        if (file.isRemote)
            missing << file.address;
    }
    if (missing.isEmpty() || !job->request.allowsRemote || !m_fetcher || job->rounds >= maximumRounds)
        return job->finish(opened);
    fetchMissing(job, missing);
}

void DocumentOpener::fetchMissing(const std::shared_ptr<Job> &job, const QStringList &addresses)
{
    // What the files of a description are parsed with is what was read in the first round.
    job->request.bytes = job->opened.bytes;
    job->missing = addresses;
    for (int i = 0; i < maximumFetches && !job->missing.isEmpty(); ++i)
        fetchNext(job);
}

// A few at a time, so that what is in memory stays near what may be kept.
void DocumentOpener::fetchNext(const std::shared_ptr<Job> &job)
{
    if (!job->context)
        return;
    if (job->missing.isEmpty()) {
        if (job->inFlight == 0)
            parse(job);
        return;
    }
    if (job->fetchedBytes > limits::documentBytes) {
        for (const QString &address : std::as_const(job->missing))
            job->failures.insert(address, QStringLiteral("The file “%1” is left out: those before it are larger than "
                                                         "%2 MiB together.")
                                              .arg(address)
                                              .arg(limits::documentBytes / limits::mebibyte));
        job->missing.clear();
        return fetchNext(job);
    }
    const QString address = job->missing.takeFirst();
    ++job->inFlight;
    m_fetcher->fetch(address, {}, this, [this, job, address](const Result<FetchedDocument> &fetched) {
        --job->inFlight;
        if (fetched) {
            job->fetchedBytes += fetched->bytes.size();
            job->opened.fetched.insert(address, fetched->bytes);
        } else {
            job->failures.insert(address, fetched.error().text);
        }
        fetchNext(job);
    });
}

} // namespace uw
