#!/usr/bin/env bash
# Trains a small network for many steps and fails if memory grows.
#
#   scripts/soak.sh [STEPS] [CSV]      default: 2000 results/soak.csv; 2000 to 10000 steps
#
# The CSV has, every 50 steps: step, live arrays, resident set (KiB), Java heap in use (KiB). Linux only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
steps=${1:-2000}
csv=$(realpath -m "${2:-results/soak.csv}")
# A small heap, so that garbage waiting for collection does not pass for a leak. The allocator's settings are those of
# scripts/clmr.
export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_-4294967296}"
export MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_-34359738368}"
./mvnw -B -q -pl clmr-train -am verify -Dspotless.check.skip=true \
    -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
    -Dit.test=SoakIT -Dfailsafe.failIfNoSpecifiedTests=false \
    -Dtest.jvm.flags=-Xmx256m -Dclmr.test.soak.steps="$steps" -Dclmr.test.soak.csv="$csv"
column -s, -t "$csv"
