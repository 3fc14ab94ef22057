#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: benchmarks/held.sh [BUILD_FOLDER] [SECONDS]
# Latency of normal requests and memory of uwh serve while 1,000 idle and 200 slow connections are held.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build/release}
seconds=${2:-15}
# shellcheck source=benchmarks/listener/lib.sh
source benchmarks/listener/lib.sh
need bin/uwh

start_uwh held
server=${pids[-1]}
url=$(<"$folder/held")
port=${url##*:}
start holder python3 benchmarks/listener/hold.py 127.0.0.1 "${port%/}" 1000 200
# Few enough senders that what is measured is the waiting and not a full queue.
line=$(rate held 4 "$seconds") || exit 1
read -r held held_p99 <<<"$line"
resident=$(awk '/VmRSS/ {printf "%.0f", $2 / 1024}' "/proc/$server/status")
echo "with 1,000 idle and 200 slow connections: $held/s (p99 $held_p99 ms), $resident MB resident"
verdict "p99 in milliseconds" "$held_p99" '<' 50
verdict "resident megabytes" "$resident" '<' 150
! $failed
