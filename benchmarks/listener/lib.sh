# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What the listener's benchmarks share: sourced with $build set, from the top of the project.

say() { echo "$(basename "$0" .sh): $*" >&2; }

# need PROGRAM…: ends with 2 and a sentence when something is missing.
need() {
    command -v wrk >/dev/null || {
        say "wrk is not installed; apt-get install wrk"
        exit 2
    }
    local program
    for program in "$@"; do
        [[ -e $build/$program ]] || {
            say "$build/$program is missing; configure with -DUW_BUILD_BENCHMARKS=ON and build"
            exit 2
        }
    done
}

folder=$(mktemp -d "${TMPDIR:-/tmp}/uw-benchmark.XXXXXX")
pids=()
cleanup() {
    local pid
    for pid in "${pids[@]}"; do
        # A server that ended by the signal is no failure of the script, which would leave the others running.
        { kill "$pid" && wait "$pid"; } 2>/dev/null || true
    done
    rm -rf "$folder"
}
trap cleanup EXIT

# start NAME COMMAND…: runs a server in the background and waits for its first line, kept in $folder/NAME.
start() {
    local name=$1
    shift
    "$@" >"$folder/$name" 2>"$folder/$name.err" &
    pids+=($!)
    for _ in $(seq 100); do
        [[ -s $folder/$name ]] && return
        sleep 0.1
    done
    say "$name did not start: $(tail -3 "$folder/$name.err")"
    exit 1
}

# start_uwh NAME [VAR=VALUE…]: a fresh profile behind uwh serve.
start_uwh() {
    local name=$1
    shift
    start "$name" env "$@" "$build/bin/uwh" serve --data-dir "$folder/$name.data" --listen 127.0.0.1:0 --control off
    sed -i 's/.*"listen": *"\([^"]*\)".*/\1/' "$folder/$name"
}

# rate NAME CONNECTIONS SECONDS [SCRIPT PATH]: "REQUESTS_PER_SECOND P99_MS" of events posted to that server, as the
# script beside this one makes them (event, to /webhooks/clockify). Fails when an answer is no 2xx.
rate() {
    local output
    output=$(wrk -t1 -c"$2" -d"$3s" --latency -s "benchmarks/listener/${4:-event}.lua" "$(<"$folder/$1")${5:-/webhooks/clockify}")
    if grep -Eq 'Non-2xx|Socket errors' <<<"$output"; then
        say "$1 failed: $output"
        return 1
    fi
    awk '/ 99%/ {
            p99 = $2 + 0
            if ($2 ~ /[0-9]us$/) p99 /= 1000
            else if ($2 ~ /[0-9]s$/ && $2 !~ /ms$/) p99 *= 1000
         }
         /Requests\/sec/ {printf "%.0f %.2f\n", $2, p99}' <<<"$output"
}

# verdict TEXT VALUE SIGN BOUND: prints a line and remembers in $failed when it does not hold.
failed=false
verdict() {
    if [[ ! $2 =~ ^[0-9]+(\.[0-9]+)?$ ]]; then
        echo "MISS  $1: \"$2\" is no number (wanted $3 $4)"
        failed=true
        return
    fi
    if awk -v value="$2" -v bound="$4" "BEGIN {exit !(value $3 bound)}"; then
        echo "ok    $1: $2 (wanted $3 $4)"
    else
        echo "MISS  $1: $2 (wanted $3 $4)"
        failed=true
    fi
}
