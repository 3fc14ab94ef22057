#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: benchmarks/ingest.sh [BUILD_FOLDER] [SECONDS] [ROUNDS]
# Durable ingest against a bare QHttpServer that stores nothing, measured in turns in one run.
# Prints both rates and their ratio, and exits 1 when the ratio is under 0.6.
set -eu
cd "$(dirname "$0")/.."
build=${1:-build/release}
seconds=${2:-5}
rounds=${3:-3}
wanted=0.6

command -v wrk >/dev/null || {
    echo "ingest: wrk is not installed (apt-get install wrk)" >&2
    exit 2
}
for program in bareserver ingesthost; do
    [ -x "$build/benchmarks/$program" ] || {
        echo "ingest: $build/benchmarks/$program is missing; configure with -DUW_BUILD_BENCHMARKS=ON and build" >&2
        exit 2
    }
done

folder=$(mktemp -d "${TMPDIR:-/tmp}/uw-ingest.XXXXXX")
pids=()
cleanup() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    rm -rf "$folder"
}
trap cleanup EXIT

# start NAME COMMAND…: runs a server and reads its address from its first line.
start() {
    local name=$1
    shift
    "$@" >"$folder/$name" &
    pids+=($!)
    for _ in $(seq 100); do
        [ -s "$folder/$name" ] && return
        sleep 0.1
    done
    echo "ingest: $name did not start" >&2
    exit 1
}

# rate URL: requests a second; fails when an answer was no 2xx.
rate() {
    local output
    output=$(wrk -t1 -c32 -d"${seconds}s" --latency -s benchmarks/listener/event.lua "$1/webhooks/clockify")
    if grep -q 'Non-2xx' <<<"$output"; then
        echo "$output" >&2
        exit 1
    fi
    awk '/99%/ {p99 = $2} /Requests\/sec/ {print $2, p99}' <<<"$output"
}

start bare "$build/benchmarks/bareserver"
start ours "$build/benchmarks/ingesthost" "$folder/store/universal_webhook.db"
bare_url=$(cat "$folder/bare")
ours_url=$(cat "$folder/ours")

bare_sum=0
ours_sum=0
for round in $(seq "$rounds"); do
    read -r bare bare_p99 <<<"$(rate "$bare_url")"
    read -r ours ours_p99 <<<"$(rate "$ours_url")"
    echo "round $round: bare $bare/s (p99 $bare_p99), durable $ours/s (p99 $ours_p99)"
    bare_sum=$(awk "BEGIN {print $bare_sum + $bare}")
    ours_sum=$(awk "BEGIN {print $ours_sum + $ours}")
done
awk -v bare="$bare_sum" -v ours="$ours_sum" -v rounds="$rounds" -v wanted="$wanted" 'BEGIN {
    printf "bare %.0f/s, durable %.0f/s, ratio %.2f (wanted %.2f)\n", bare / rounds, ours / rounds, ours / bare, wanted
    exit !(ours / bare >= wanted)
}'
