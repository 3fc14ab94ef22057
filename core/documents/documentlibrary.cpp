// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/documents/documentlibrary.h"

#include "core/base/clock.h"
#include "core/base/logging.h"
#include "core/base/pooltask.h"
#include "core/json/value.h"
#include "core/store/documentrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QPointer>
#include <QThreadPool>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace uw {
namespace {

bool isBuiltIn(const QString &origin)
{
    return origin == DocumentLibrary::clockifyOrigin;
}

DocumentRecord clockifyRecord()
{
    return {.origin = DocumentLibrary::clockifyOrigin, .name = u"clockify"_s, .title = u"Clockify API"_s};
}

// What a description is called when its title tells nothing.
QString nameOf(const QString &origin, const QString &title)
{
    if (isBuiltIn(origin))
        return u"clockify"_s;
    if (!title.isEmpty())
        return title;
    return isWebAddress(origin) ? QUrl(origin).host() : QFileInfo(origin).completeBaseName();
}

} // namespace

// What the store has of a description, if anything.
struct DocumentLibrary::Kept {
    std::optional<DocumentRecord> record;
    DocumentBytes bytes;
};

DocumentLibrary::DocumentLibrary(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_opener(parts.client)
    , m_records{clockifyRecord()}
{}

DocumentLibrary::~DocumentLibrary() = default;

void DocumentLibrary::load()
{
    if (!m_parts.store)
        return;
    m_parts.store->readers().run<QList<DocumentRecord>>(this, &documentrepository::all,
                                                        [this](const Result<QList<DocumentRecord>> &all) {
                                                            if (!all) {
                                                                Q_EMIT failed(all.error().text);
                                                                return;
                                                            }
                                                            m_records = *all;
                                                            if (!record(clockifyOrigin))
                                                                m_records << clockifyRecord();
                                                            Q_EMIT changed();
                                                        });
}

std::optional<DocumentRecord> DocumentLibrary::record(const QString &origin) const
{
    const auto found = std::find_if(m_records.begin(), m_records.end(),
                                    [&origin](const DocumentRecord &one) { return one.origin == origin; });
    return found == m_records.end() ? std::nullopt : std::optional<DocumentRecord>(*found);
}

// Runs `go` on this thread with what the store has.
void DocumentLibrary::withKept(const QString &origin, std::function<void(const Kept &)> go)
{
    if (!m_parts.store) {
        QMetaObject::invokeMethod(
            this,
            [this, origin, go = std::move(go)] {
                go(Kept{record(origin), {}});
            },
            Qt::QueuedConnection);
        return;
    }
    auto job = [origin](Connection &connection) -> Result<Kept> {
        Kept kept;
        const Result<std::optional<DocumentRecord>> found = documentrepository::find(connection, origin);
        if (!found)
            return found.error();
        if (!*found || (*found)->origin != origin)
            return kept;
        kept.record = *found;
        const Result<DocumentBytes> bytes = documentrepository::bytes(connection, (*found)->id);
        if (!bytes)
            return bytes.error();
        kept.bytes = *bytes;
        return kept;
    };
    m_parts.store->readers().run<Kept>(this, job, [this, go = std::move(go)](const Result<Kept> &kept) {
        if (!kept)
            Q_EMIT failed(kept.error().text);
        go(kept ? *kept : Kept());
    });
}

DocumentRequest DocumentLibrary::requestFor(const DocumentRecord &record) const
{
    return {.origin = record.origin, .allowsOutside = record.allowsOutside, .allowsRemote = record.allowsRemote};
}

DocumentRecord DocumentLibrary::recordOf(const QString &origin, const OpenedDocument &opened) const
{
    DocumentRecord result = record(origin).value_or(DocumentRecord{.origin = origin});
    const qint64 now = m_parts.clock ? m_parts.clock->nowMs() : 0;
    if (result.name.isEmpty())
        result.name = nameOf(origin, opened.document->title());
    result.title = opened.document->title();
    result.version = opened.document->version();
    result.operations = opened.document->operations().size();
    result.base = opened.base;
    result.etag = opened.etag;
    result.bytes = opened.bytes.size();
    result.fetchedAtMs = now;
    result.openedAtMs = now;
    return result;
}

void DocumentLibrary::open(const QString &origin, QObject *context, const Opened &done)
{
    const QPointer<QObject> guard(context);
    withKept(origin, [this, origin, guard, done](const Kept &kept) {
        if (!guard)
            return;
        const bool hasBytes = kept.record && kept.record->bytes > 0;
        const bool isFile = !isWebAddress(origin) && !isPasted(origin) && !isBuiltIn(origin);
        if (hasBytes && !isFile)
            return openKept(kept, {}, guard, done);
        DocumentRequest request = requestFor(kept.record.value_or(DocumentRecord{.origin = origin}));
        request.fetched = kept.bytes.files;
        m_opener.open(request, guard, [this, guard, done, kept, origin](const Result<OpenedDocument> &result) {
            const bool isGone =
                !result && (result.error().code == ErrorCode::NotFound || result.error().code == ErrorCode::Io);
            if (isGone && kept.record && kept.record->bytes > 0)
                return openKept(kept, result.error().text + u" What was kept of it is shown."_s, guard, done);
            done(result ? Result<Loaded>(taken(origin, *result, kept)) : result.error());
        });
    });
}

// What was opened from its source, noted and kept as far as it is new.
DocumentLibrary::Loaded DocumentLibrary::taken(const QString &origin, const OpenedDocument &opened, const Kept &kept)
{
    DocumentRecord stored = recordOf(origin, opened);
    const QByteArray known = kept.record ? kept.record->etag : QByteArray();
    if (isBuiltIn(origin)) {
        // It comes along: there is nothing to keep.
        stored.bytes = 0;
        stored.fetchedAtMs = 0;
        stored.etag.clear();
        replace(stored);
    } else if (!known.isEmpty() && known == opened.etag && opened.fetched == kept.bytes.files) {
        stored.fetchedAtMs = kept.record->fetchedAtMs;
        touch(stored);
    } else {
        keep(stored, opened);
    }
    return {opened.document, stored, {}};
}

void DocumentLibrary::openKept(const Kept &kept, const QString &notice, QObject *context, const Opened &done)
{
    DocumentRequest request = requestFor(*kept.record);
    request.bytes = kept.bytes.body;
    request.base = kept.record->base;
    request.fetched = kept.bytes.files;
    const DocumentRecord before = *kept.record;
    m_opener.open(request, context, [this, before, notice, done, files = kept.bytes.files](const auto &result) {
        if (!result)
            return done(result.error());
        DocumentRecord stored = before;
        stored.openedAtMs = m_parts.clock ? m_parts.clock->nowMs() : 0;
        if (result->fetched != files) {
            OpenedDocument opened = *result;
            opened.etag = before.etag;
            keep(stored, opened);
        } else {
            touch(stored);
        }
        done(Loaded{result->document, stored, notice});
    });
}

void DocumentLibrary::openPasted(const QByteArray &text, QObject *context, const Opened &done)
{
    const QByteArray digest = QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex().first(16);
    const QString origin = pastePrefix + QString::fromLatin1(digest);
    DocumentRequest request = requestFor(record(origin).value_or(DocumentRecord{.origin = origin}));
    request.bytes = text;
    m_opener.open(request, context, [this, origin, done](const auto &result) {
        if (!result)
            return done(result.error());
        const DocumentRecord stored = recordOf(origin, *result);
        keep(stored, *result);
        done(Loaded{result->document, stored, {}});
    });
}

void DocumentLibrary::refresh(const QString &origin, const std::shared_ptr<const openapi::Document> &older,
                              QObject *context, const RefreshDone &done)
{
    if (isPasted(origin)) {
        const Error error{ErrorCode::InvalidArgument,
                          u"The description was pasted and has no source to fetch it from. Paste the newer one."_s};
        QMetaObject::invokeMethod(
            context, [done, error] { done(error); }, Qt::QueuedConnection);
        return;
    }
    const DocumentRecord before = record(origin).value_or(DocumentRecord{.origin = origin});
    DocumentRequest request = requestFor(before);
    if (isBuiltIn(origin))
        request.origin = m_clockifyAddress;
    if (isWebAddress(request.origin) && before.bytes > 0)
        request.etag = before.etag;
    m_opener.open(request, context, [this, origin, older, before, context, done](const auto &result) {
        if (!result)
            return done(result.error());
        const bool isSameFile = !isWebAddress(origin) && !result->etag.isEmpty() && result->etag == before.etag;
        if (result->isUnchanged || (isSameFile && older)) {
            DocumentRecord stored = before;
            stored.fetchedAtMs = m_parts.clock ? m_parts.clock->nowMs() : 0;
            replace(stored);
            return done(Refreshed{{older, stored, {}}, true, {}});
        }
        const DocumentRecord stored = recordOf(origin, *result);
        keep(stored, *result);
        compare(Refreshed{{result->document, stored, {}}, false, {}}, older, context, done);
    });
}

void DocumentLibrary::compare(Refreshed refreshed, const std::shared_ptr<const openapi::Document> &older,
                              QObject *context, const RefreshDone &done)
{
    if (!older)
        return done(refreshed);
    auto result = std::make_shared<Refreshed>(std::move(refreshed));
    QThreadPool::globalInstance()->start(new PoolTask([result, older, done, to = m_hub.recipient(context)] {
        result->changes = openapi::compareDocuments(*older, *result->loaded.document);
        DeliveryHub::deliver(to, [result, done] { done(*result); });
    }));
}

// Stores it in the background; what is shown does not wait for that.
void DocumentLibrary::keep(const DocumentRecord &record, const OpenedDocument &opened)
{
    replace(record);
    if (!m_parts.store)
        return;
    const DocumentBytes bytes{opened.bytes, opened.fetched};
    m_parts.store->submit(
        [record, bytes](Connection &connection) -> Result<void> {
            const Result<DocumentRecord> put = documentrepository::put(connection, record, bytes);
            return put ? Result<void>() : put.error();
        },
        this,
        [this](const Result<void> &kept) {
            if (!kept)
                Q_EMIT failed(u"The description is shown but not kept: %1"_s.arg(kept.error().text));
            // Its id and its name are the store's to give.
            load();
        });
}

void DocumentLibrary::touch(const DocumentRecord &record)
{
    replace(record);
    if (!m_parts.store)
        return;
    m_parts.store->submit(
        [record](Connection &connection) {
            return documentrepository::touch(connection, record.origin, record.openedAtMs);
        },
        nullptr, {});
}

void DocumentLibrary::remove(const QString &origin)
{
    m_records.removeIf([&origin](const DocumentRecord &one) { return one.origin == origin; });
    if (isBuiltIn(origin))
        m_records << clockifyRecord();
    Q_EMIT changed();
    if (!m_parts.store)
        return;
    m_parts.store->submit([origin](Connection &connection) { return documentrepository::remove(connection, origin); },
                          this,
                          [this](const Result<void> &removed) {
                              if (removed)
                                  return;
                              Q_EMIT failed(removed.error().text);
                              load();
                          });
}

void DocumentLibrary::allow(const QString &origin, bool outside, bool remote)
{
    DocumentRecord chosen = record(origin).value_or(DocumentRecord{.origin = origin});
    chosen.allowsOutside = outside;
    chosen.allowsRemote = remote;
    choose(chosen);
}

void DocumentLibrary::setOption(const QString &origin, const QString &name, const QString &value)
{
    DocumentRecord chosen = record(origin).value_or(DocumentRecord{.origin = origin});
    Result<json::Value> options = json::parse(chosen.options);
    json::Value members = options && options->is_object() ? std::move(*options) : json::Value::object();
    if (value.isEmpty())
        members.get_ptr<json::Object *>()->erase(name.toStdString());
    else
        members[name.toStdString()] = json::fromQString(value);
    chosen.options = json::serialize(members);
    choose(chosen);
}

QString DocumentLibrary::option(const QString &origin, const QString &name) const
{
    const std::optional<DocumentRecord> known = record(origin);
    const Result<json::Value> options = json::parse(known ? known->options : QByteArray("{}"));
    const json::Value *value = options ? json::member(*options, name) : nullptr;
    return value ? json::toQString(*value) : QString();
}

void DocumentLibrary::choose(const DocumentRecord &record)
{
    replace(record);
    if (!m_parts.store)
        return;
    // Clockify's has no row until something is chosen or fetched.
    m_parts.store->submit(
        [record](Connection &connection) -> Result<void> {
            const auto known = documentrepository::find(connection, record.origin);
            if (!known)
                return known.error();
            if (!*known) {
                const Result<DocumentRecord> put = documentrepository::put(connection, record, {});
                if (!put)
                    return put.error();
            }
            return documentrepository::choose(connection, record);
        },
        this,
        [this](const Result<void> &kept) {
            if (!kept)
                Q_EMIT failed(kept.error().text);
        });
}

// In the list, at its head.
void DocumentLibrary::replace(const DocumentRecord &record)
{
    m_records.removeIf([&record](const DocumentRecord &one) { return one.origin == record.origin; });
    m_records.prepend(record);
    Q_EMIT changed();
}

} // namespace uw
