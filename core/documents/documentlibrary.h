// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/documents/documentopener.h"
#include "core/openapi/documentdiff.h"
#include "core/store/documentrecord.h"

namespace uw {

class Clock;
class HttpClient;
class Store;

// The API descriptions that a profile knows: opens them from files, addresses, pasted text or what the program brings
// along, keeps their bytes so that they open without the net and without the file, and fetches them anew on demand.
// Nothing is read, parsed or compared on the calling thread. Lives on HttpClient's thread, owned by whoever shows
// descriptions; store, client and clock outlive it.
class DocumentLibrary final : public QObject {
    Q_OBJECT

public:
    // Clockify's description inside the program, and where the live one is.
    static constexpr QLatin1StringView clockifyOrigin{":/openapi/clockify.json"};
    static constexpr QLatin1StringView clockifyAddress{"https://docs.clockify.me/openapi.json"};
    static constexpr QLatin1StringView pastePrefix{"paste:"};

    struct Parts {
        // Null: nothing is kept.
        Store *store = nullptr;
        // Null: nothing is fetched.
        HttpClient *client = nullptr;
        const Clock *clock = nullptr;
    };

    // A description in use.
    struct Loaded {
        std::shared_ptr<const openapi::Document> document;
        DocumentRecord record;
        // What a person should know: that a kept copy is shown because the file is gone. May be empty.
        QString notice;
    };
    struct Refreshed {
        Loaded loaded;
        // The source still has what was there before.
        bool isUnchanged = false;
        QList<openapi::DocumentChange> changes;
    };
    using Opened = std::function<void(Result<Loaded>)>;
    using RefreshDone = std::function<void(Result<Refreshed>)>;

    explicit DocumentLibrary(const Parts &parts, QObject *parent = nullptr);
    ~DocumentLibrary() override;

    // Reads what is known; changed() follows.
    void load();
    // The one opened last first; Clockify's is always among them.
    [[nodiscard]] const QList<DocumentRecord> &documents() const { return m_records; }
    [[nodiscard]] std::optional<DocumentRecord> record(const QString &origin) const;

    // Opens the description of that origin (a file's path, an http(s) address, "paste:…", clockifyOrigin). An address is
    // fetched the first time only, a file is read each time. `done` runs once on this thread, from the event loop,
    // unless `context` is gone by then; errors are those of DocumentOpener::open().
    void open(const QString &origin, QObject *context, const Opened &done);
    // The same with a text that a person pasted; the same text has the same origin.
    void openPasted(const QByteArray &text, QObject *context, const Opened &done);
    // Gets the description from its source anew and says what changed against `older`, the one that is shown (null:
    // nothing is compared). Clockify's comes from clockifyAddress. InvalidArgument for a pasted one.
    void refresh(const QString &origin, const std::shared_ptr<const openapi::Document> &older, QObject *context,
                 const RefreshDone &done);
    // Forgets it with all that was chosen; of Clockify's only what was fetched. changed() follows.
    void remove(const QString &origin);

    // Notes that the files it refers to may be read from everywhere on this computer, or from the net; counts from the
    // next open() on.
    void allow(const QString &origin, bool outside, bool remote);
    // A choice of the person's for this description; an empty value takes it back.
    void setOption(const QString &origin, const QString &name, const QString &value);
    [[nodiscard]] QString option(const QString &origin, const QString &name) const;

    [[nodiscard]] static bool isPasted(const QString &origin) { return origin.startsWith(pastePrefix); }
    // For tests: where Clockify's live description is instead, and how long a fetch may take, in milliseconds.
    void setClockifyAddress(const QString &address) { m_clockifyAddress = address; }
    void setTimeout(int ms) { m_opener.setTimeout(ms); }

Q_SIGNALS:
    void changed();
    // Something could not be kept or read; a sentence for a person.
    void failed(const QString &text);

private:
    struct Kept;
    void withKept(const QString &origin, std::function<void(const Kept &)> go);
    void openKept(const Kept &kept, const QString &notice, QObject *context, const Opened &done);
    [[nodiscard]] DocumentRequest requestFor(const DocumentRecord &record) const;
    [[nodiscard]] DocumentRecord recordOf(const QString &origin, const OpenedDocument &opened) const;
    Loaded taken(const QString &origin, const OpenedDocument &opened, const Kept &kept);
    void touch(const DocumentRecord &record);
    void keep(const DocumentRecord &record, const OpenedDocument &opened);
    void choose(const DocumentRecord &record);
    void replace(const DocumentRecord &record);
    void compare(Refreshed refreshed, const std::shared_ptr<const openapi::Document> &older, QObject *context,
                 const RefreshDone &done);

    const Parts m_parts;
    DocumentOpener m_opener;
    DeliveryHub m_hub;
    QString m_clockifyAddress = clockifyAddress;
    QList<DocumentRecord> m_records;
};

} // namespace uw
