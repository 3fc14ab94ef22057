# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What the scripts of this folder share: messages, packages, building, a desktop session for tests.
# Sourced by bash with `set -euo pipefail`; everything printed here goes to stderr, so that a program's own output stays clean.

# Exit code of a script that may not install what is missing.
UW_EXIT_MISSING=3

UW_TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }

die() {
    local code=$1
    shift
    say "$(basename "$0"): $*"
    exit "$code"
}

# One word per need; a|b where the distributions name the package differently (the first that exists is installed).
# Builds and runs both programs.
UW_NEEDS_RUN=(
    g++ cmake ninja-build 'pkgconf|pkg-config'
    qt6-base-dev qt6-httpserver-dev qt6-websockets-dev 'qt6-svg-dev|libqt6svg6-dev' 'qt6-charts-dev|libqt6charts6-dev'
    qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools libgl-dev libxkbcommon-dev
    qtkeychain-qt6-dev nlohmann-json3-dev libssl-dev libre2-dev libyaml-dev libqscintilla2-qt6-dev prometheus-cpp-dev
    # Loaded at run time, so that no -dev package asks for them.
    libqt6sql6-sqlite libsecret-1-0 ca-certificates tzdata fonts-dejavu-core
)
# What tests, benchmarks and the lint need beyond that.
UW_NEEDS_TEST=(
    xvfb xauth dbus gnome-keyring curl openssl python3 binutils libbenchmark-dev json-schema-test-suite shellcheck
)
# The two checkers of scripts/lint whose findings depend on their version: asked for on Debian 12 alone.
UW_NEEDS_LINT=(clang-format cppcheck)

uw_is_bookworm() { grep -qs '^VERSION_CODENAME=bookworm$' /etc/os-release; }

# uw_missing NEED…: prints the needs that no installed package meets, by its name or by what it provides.
uw_missing() {
    # shellcheck disable=SC2016 # the braces are dpkg-query's own
    dpkg-query -W -f '${db:Status-Status} ${Package}, ${Provides}\n' 2>/dev/null | awk -v needs="$*" '
        $1 == "installed" {
            $1 = ""
            gsub(/\([^)]*\)/, "")
            count = split($0, names, /[ ,]+/)
            for (i = 1; i <= count; ++i)
                have[names[i]] = 1
        }
        END {
            count = split(needs, need, " ")
            for (i = 1; i <= count; ++i) {
                met = 0
                alternatives = split(need[i], names, "|")
                for (j = 1; j <= alternatives; ++j)
                    if (names[j] in have)
                        met = 1
                if (!met)
                    print need[i]
            }
        }'
}

# uw_choose NEED…: prints one package name for each need: the first alternative that apt can install, else the first.
uw_choose() {
    local need name chosen
    local -a names
    for need in "$@"; do
        IFS='|' read -ra names <<<"$need"
        chosen=${names[0]}
        for name in "${names[@]}"; do
            # Not by a pipe into grep -q, which ends apt-cache early and so fails under pipefail.
            if [[ ${#names[@]} -gt 1 && $(LC_ALL=C apt-cache policy "$name" 2>/dev/null) == *'Candidate: '[!'(']* ]]; then
                chosen=$name
                break
            fi
        done
        printf '%s\n' "$chosen"
    done
}

# uw_need NEED…: installs with apt what is missing of the needs. Silent and quick when nothing is.
uw_need() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "This system has no apt: install the libraries that CONTRIBUTING.md names by hand. Going on without a check."
        return 0
    fi
    local missing packages log
    local -a as_root=()
    mapfile -t missing < <(uw_missing "$@")
    [[ ${#missing[@]} -gt 0 ]] || return 0

    if [[ $(id -u) -ne 0 ]]; then
        if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
            as_root=(sudo -n)
        elif command -v sudo >/dev/null && [[ -t 2 && -z ${CI:-} ]] && : 2>/dev/null </dev/tty; then
            as_root=(sudo)
            say "Packages are missing; sudo may ask for your password to install them."
        else
            mapfile -t packages < <(uw_choose "${missing[@]}")
            say "Packages are missing, and this user may not install them. As root, run"
            say "    apt-get update && apt-get install --no-install-recommends ${packages[*]}"
            say "and start $(basename "$0") again."
            exit "$UW_EXIT_MISSING"
        fi
    fi
    log=$(mktemp "${TMPDIR:-/tmp}/uw-apt.XXXXXX")
    local -a apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=300)
    # An update that fails (no network, one broken source) is no reason to stop: the lists at hand may do.
    "${apt[@]}" update </dev/null >"$log" 2>&1 || say "apt-get update failed; going on with the package lists at hand."
    mapfile -t packages < <(uw_choose "${missing[@]}")
    say "Installing what is missing (${#packages[@]}): ${packages[*]}"
    if ! "${apt[@]}" install --no-install-recommends "${packages[@]}" </dev/null >>"$log" 2>&1; then
        grep -E '^(E|W|Err):' "$log" | tail -n 12 >&2 || true
        say "The installation failed; all that apt said is in $log. Mend that (often: network, package sources) and start again."
        exit "$UW_EXIT_MISSING"
    fi
    rm -f "$log"
}

# uw_jobs: how many compilers fit this machine: one per processor, 1.5 GB of memory each.
uw_jobs() {
    local processors memory limit
    processors=$(nproc)
    memory=$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo)
    if [[ -r /sys/fs/cgroup/memory.max ]]; then
        limit=$(</sys/fs/cgroup/memory.max)
        if [[ $limit =~ ^[0-9]+$ ]] && ((limit / 1048576 < memory)); then
            memory=$((limit / 1048576))
        fi
    fi
    local fitting=$((memory / 1500))
    ((fitting >= 1)) || fitting=1
    echo $((processors < fitting ? processors : fitting))
}

# uw_build PRESET [TARGET…]: configures where that is due and builds; progress goes to stderr.
uw_build() {
    local preset=$1 folder=$1 log
    shift
    [[ $preset != ci ]] || folder=release
    local build="$UW_TOP/build/$folder" stamp="$UW_TOP/build/$folder/.configured-$preset"
    cd "$UW_TOP" || exit
    mkdir -p "$build"
    # CMake notes by itself when a CMakeLists.txt changes; what it does not note is another preset or a changed presets file.
    if [[ ! -e $build/build.ninja || ! -e $stamp || CMakePresets.json -nt $stamp ]]; then
        say "Configuring ($preset)"
        log="$build/configure.log"
        if ! cmake --preset "$preset" </dev/null >"$log" 2>&1; then
            tail -n 40 "$log" >&2
            die 1 "CMake could not configure the project; all that it said is in $log"
        fi
        rm -f "$build"/.configured-*
        touch "$stamp"
    fi
    local -a options=()
    [[ $# -eq 0 ]] || options+=(--target "$@")
    if [[ $(ninja -C "$build" -n "$@" 2>/dev/null) != *'no work to do'* ]]; then
        say "Building ($preset)"
    fi
    # Ninja's line that rewrites itself is for a terminal; a log gets failures only.
    [[ -t 2 ]] || options+=(-- --quiet)
    CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(uw_jobs)} \
        cmake --build --preset "$preset" "${options[@]}" </dev/null >&2 || die 1 "the build failed"
}
