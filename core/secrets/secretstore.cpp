// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/secretstore.h"

namespace uw {

SecretStore::SecretStore(QObject *parent) : QObject(parent) {}

SecretStore::~SecretStore() = default;

} // namespace uw
