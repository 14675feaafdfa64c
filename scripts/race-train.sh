#!/usr/bin/env bash
# Races the training step against eager PyTorch, turn by turn in one run, and writes every round with medians and ratios.
#
#   scripts/race-train.sh [ROUNDS] [OUT.csv]        default: 5 rounds, results/race-train.csv
#
#   PYTHON    a Python with PyTorch (default: python3)
#   STEPS     counted steps a round and side (default: 6)
#   SIZES     "width:batch …" (default: "0.25:24 1:8")
#   COMPILE   1 = also race torch.compile (PyTorch 2)
#
# Sides: clmr through scripts/clmr; torch as a user runs it; torch_tuned with the allocator variables of scripts/clmr.
# Nothing else should run on the machine meanwhile.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-5} out=${2:-results/race-train.csv}
python=${PYTHON:-python3} steps=${STEPS:-6} sizes=${SIZES:-0.25:24 1:8}
threads=$(nproc)
"$python" -c 'import torch' 2>/dev/null || {
    echo "race-train: $python has no PyTorch; set PYTHON to one that has" >&2
    exit 4
}
scripts/clmr --version >/dev/null # builds now, not in the first round

median_of() { sed -n 's/.*"median_ms" *: *\([0-9.eE+-]*\).*/\1/p' | head -n 1; }
peer() { "$python" scripts/peer/train_step.py --width "$width" --batch "$batch" --steps "$steps" --threads "$threads" "$@" | median_of; }
side() {
    case $1 in
        clmr) scripts/clmr bench train --width "$width" --batch "$batch" --steps "$steps" --threads "$threads" --json -q | median_of ;;
        torch) peer ;;
        torch_tuned) MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=34359738368 peer ;;
        torch_compile) MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=34359738368 peer --compile ;;
    esac
}

sides=(clmr torch torch_tuned)
[ "${COMPILE:-}" != 1 ] || sides+=(torch_compile)
mkdir -p "$(dirname "$out")"
rows=$(mktemp)
trap 'rm -f "$rows"' EXIT
for size in $sizes; do
    width=${size%:*} batch=${size#*:}
    for round in $(seq "$rounds"); do
        for name in "${sides[@]}"; do
            ms=$(side "$name")
            echo "$width,$batch,$name,$round,$ms" | tee -a "$rows" >&2
        done
    done
done

"$python" - "$rows" "$out" <<'PY'
import csv, statistics, sys
times = {}
for width, batch, side, _, ms in csv.reader(open(sys.argv[1])):
    times.setdefault((width, batch), {}).setdefault(side, []).append(float(ms))
with open(sys.argv[2], "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["width", "batch", "side", "median_ms", "ratio_to_clmr", "rounds_ms"])
    for (width, batch), sides in times.items():
        for side, ms in sides.items():
            ratio = statistics.median(a / b for a, b in zip(ms, sides["clmr"]))
            out.writerow([width, batch, side, f"{statistics.median(ms):.1f}", f"{ratio:.2f}", " ".join(f"{m:.1f}" for m in ms)])
print(open(sys.argv[2]).read(), end="")
PY
