// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/savedfilters.h"

#include "core/store/readerpool.h"
#include "core/store/settingrepository.h"
#include "core/store/store.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <utility>

namespace uw::ui {

namespace {

const QString &settingId()
{
    static const QString id = QStringLiteral("webhooks.filters");
    return id;
}

} // namespace

SavedFilters::SavedFilters(Store &store, QObject *parent) : QObject(parent), m_store(store)
{
    read();
}

void SavedFilters::read()
{
    if (std::exchange(m_isReading, true))
        return;
    m_store.readers().run<std::optional<QString>>(
        this, [](Connection &connection) { return settingrepository::get(connection, {}, settingId()); },
        [this](const Result<std::optional<QString>> &text) {
            m_isReading = false;
            const QList<Change> waiting = std::exchange(m_waiting, {});
            if (!text) {
                Q_EMIT failed(text.error());
                return;
            }
            m_isRead = true;
            take(text->value_or(QString()));
            for (const Change &one : waiting)
                change(one);
        });
}

QString SavedFilters::problemOf(const QString &name, const QString &current) const
{
    const QString wanted = name.trimmed();
    if (wanted.isEmpty())
        return tr("Give the filter a name.");
    if (wanted.size() > NameCharacters)
        return tr("A name has at most %n characters. Shorten it.", nullptr, static_cast<int>(NameCharacters));
    const bool isTaken = std::any_of(m_filters.begin(), m_filters.end(),
                                     [&](const SavedFilter &one) { return one.name == wanted && wanted != current; });
    if (isTaken)
        return tr("There is a filter of that name already. Choose another name, or delete that one first.");
    if (current.isEmpty() && m_filters.size() >= MaximumCount)
        return tr("There are %n saved filters already. Delete one first.", nullptr, static_cast<int>(MaximumCount));
    return {};
}

void SavedFilters::save(const QString &name, const QVariantMap &state)
{
    change([added = SavedFilter{name.trimmed(), state}](QList<SavedFilter> &filters) {
        filters.removeIf([&](const SavedFilter &one) { return one.name == added.name; });
        if (filters.size() < MaximumCount)
            filters.append(added);
    });
}

void SavedFilters::rename(const QString &name, const QString &newName)
{
    change([name, renamed = newName.trimmed()](QList<SavedFilter> &filters) {
        for (SavedFilter &one : filters) {
            if (one.name == name)
                one.name = renamed;
        }
    });
}

void SavedFilters::remove(const QString &name)
{
    change([name](QList<SavedFilter> &filters) {
        filters.removeIf([&](const SavedFilter &one) { return one.name == name; });
    });
}

void SavedFilters::change(const Change &change)
{
    if (!m_isRead) {
        m_waiting.append(change);
        read();
        return;
    }
    change(m_filters);
    write();
}

void SavedFilters::take(const QString &text)
{
    const QJsonArray array = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const QJsonValue &value : array) {
        const QJsonObject object = value.toObject();
        const QString name = object.value(u"name").toString();
        // What another version wrote differently is left out.
        if (problemOf(name).isEmpty())
            m_filters.append({name.trimmed(), object.value(u"state").toObject().toVariantMap()});
    }
    sort();
    Q_EMIT changed();
}

void SavedFilters::write()
{
    sort();
    QJsonArray array;
    for (const SavedFilter &one : std::as_const(m_filters))
        array.append(QJsonObject{{QStringLiteral("name"), one.name},
                                 {QStringLiteral("state"), QJsonObject::fromVariantMap(one.state)}});
    const QString text = QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
    m_store.submit([text](Connection &connection) { return settingrepository::put(connection, {}, settingId(), text); },
                   this,
                   [this](const Result<void> &done) {
                       if (!done)
                           Q_EMIT failed(done.error());
                   });
    Q_EMIT changed();
}

void SavedFilters::sort()
{
    std::sort(m_filters.begin(), m_filters.end(), [](const SavedFilter &a, const SavedFilter &b) {
        return a.name.compare(b.name, Qt::CaseInsensitive) < 0;
    });
}

} // namespace uw::ui
