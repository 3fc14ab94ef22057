// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/warninglist.h"

#include <QHash>

namespace uw::openapi {

// What the files that a description refers to ("models/pet.yaml#/Pet") may be taken from. By itself only files in the
// description's own folder and below are read; anything else has to be allowed by the person.
struct FileAccess {
    // Where the description is: an absolute path of a file or an http(s) address, which relative references count from.
    // Empty: they lead nowhere.
    QString base = {};
    // Regular files outside the folder may be read too; devices and pipes never.
    bool allowsOutside = false;
    // Files that the caller has fetched or kept, by absolute address ("https://host/a.yaml", "file:///srv/a.yaml").
    // They are taken before the disk is looked at; nothing is fetched here.
    QHash<QString, QByteArray> fetched = {};
    // Why a file could not be fetched, by absolute address: a sentence, told as a warning.
    QHash<QString, QString> failures = {};
};

// A file that was not read because nobody has allowed it yet.
struct WithheldFile {
    // Absolute.
    QString address;
    // On the net; otherwise on this computer, outside the description's folder.
    bool isRemote = false;

    bool operator==(const WithheldFile &) const = default;
};

struct ReferencedFiles {
    // Absolute addresses of those that were read.
    QStringList read;
    QList<WithheldFile> withheld;
};

// At most so many files, and so many bytes of them together.
inline constexpr qsizetype maximumReferencedFiles = 500;
// Files that refer to files that refer to files.
inline constexpr int maximumFileDepth = 32;
// The member of the root that the files stand in, by their names.
inline constexpr char referencedFilesMember[] = "x-uw-files";

// Whether the text of a description may hold a reference to another file: spares the walk over most of them.
[[nodiscard]] bool mayReferToFiles(QByteArrayView text);

// Brings every file that `root` refers to, directly or through other files, into the member "x-uw-files" of the root
// and turns the references to them into local ones, so that whatever follows references needs to know one tree only.
// Each file is read once, cycles among files included. A `$ref` counts where the specification expects one: not inside
// examples, defaults, enums, constants and extensions, nor as the name of a property. What cannot be had becomes a
// warning, and its reference stays as it was.
[[nodiscard]] ReferencedFiles joinReferencedFiles(json::Value &root, const FileAccess &access, WarningList &warnings);

} // namespace uw::openapi
