#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: benchmarks/ingest.sh [BUILD_FOLDER] [SECONDS] [ROUNDS]
# Durable ingest of uwh serve, of events without a signature and of signed ones, against a bare QHttpServer that answers
# 202 to the same requests and stores nothing, in turns in one run; and ingest on a disk whose fsync takes 5 ms. Databases lie in $TMPDIR. With 32 connections no more than
# 32 events wait for one commit, so a disk with a slow fsync bounds the first figure: the script says what this
# one's takes; a folder in memory (TMPDIR=/dev/shm) shows the program alone.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build/release}
seconds=${2:-5}
rounds=${3:-3}
# shellcheck source=benchmarks/listener/lib.sh
source benchmarks/listener/lib.sh
need bin/uwh benchmarks/bareserver benchmarks/slowfsync.so

# How long writing 16 KiB through to the disk takes here, in milliseconds.
fsync_ms=$(dd if=/dev/zero of="$folder/probe" bs=16k count=100 oflag=dsync 2>&1 |
    awk '/copied/ {for (i = 1; i < NF; ++i) if ($(i + 1) == "s,") printf "%.2f", $i * 1000 / 100}')
echo "one write through to $folder takes $fsync_ms ms"

start bare "$build/benchmarks/bareserver"
start_uwh durable UW_SECRET_GITHUB=benchmark

# compare NAME SCRIPT PATH: both servers in turns, so that whatever else the machine does hits both alike.
compare() {
    local name=$1 script=$2 path=$3 bare_sum=0 durable_sum=0 p99_worst=0 round bare bare_p99 durable durable_p99 line
    for round in $(seq "$rounds"); do
        line=$(rate bare 32 "$seconds" "$script") || exit 1
        read -r bare bare_p99 <<<"$line"
        line=$(rate durable 32 "$seconds" "$script" "$path") || exit 1
        read -r durable durable_p99 <<<"$line"
        echo "$name, round $round: bare $bare/s (p99 $bare_p99 ms), durable $durable/s (p99 $durable_p99 ms), ratio" \
            "$(awk "BEGIN {printf \"%.2f\", $durable / $bare}")"
        bare_sum=$((bare_sum + bare))
        durable_sum=$((durable_sum + durable))
        p99_worst=$(awk "BEGIN {print ($durable_p99 > $p99_worst) ? $durable_p99 : $p99_worst}")
    done
    verdict "$name: durable to bare, 32 connections" "$(awk "BEGIN {printf \"%.2f\", $durable_sum / $bare_sum}")" '>=' 0.6
    verdict "$name: p99 in milliseconds" "$p99_worst" '<' 25
}
compare unsigned event /webhooks/clockify
compare signed signed /webhooks/github

start_uwh slow "LD_PRELOAD=$PWD/$build/benchmarks/slowfsync.so" UW_FSYNC_MS=5
line=$(rate slow 64 "$seconds") || exit 1
read -r slow slow_p99 <<<"$line"
echo "fsync of 5 ms: $slow/s (p99 $slow_p99 ms)"
verdict "events a second with an fsync of 5 ms, 64 connections" "$slow" '>=' 4000
! $failed
