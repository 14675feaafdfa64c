#!/usr/bin/env bash
# Races the frozen encoder against eager PyTorch on the same decoded windows, turn by turn in one run, and the whole way from
# audio files to vectors against a script of ffmpeg and PyTorch. Writes every round with medians and ratios.
#
#   scripts/race-embed.sh FOLDER [ROUNDS] [OUT.csv]      FOLDER: audio files; default: 5 rounds, results/race-embed.csv
#
#   PYTHON       a Python with PyTorch and numpy (default: python3)
#   PYTHON_NEW   another one, with the newest PyTorch, raced too (default: none)
#   WIDTHS       (default: "0.25 1")
#   WHOLE        0 = not from end to end
#   FILES        how many of the folder's files are embedded from end to end (default: 200)
#   TCMALLOC     the allocator that tunes PyTorch (default: Debian's libtcmalloc_minimal.so.4)
#
# Sides: clmr through scripts/clmr; torch as a user runs it; torch_tuned with tcmalloc preloaded; new_torch likewise. Features
# are compared first: at most 1e-5 apart, of the largest feature where that is above 1. Nothing else should run on the machine meanwhile.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 1 ] || { sed -n '2,14s/^# \{0,1\}//p' "$0" >&2; exit 2; }
folder=$1 rounds=${2:-5} out=${3:-results/race-embed.csv}
python=${PYTHON:-python3} widths=${WIDTHS:-0.25 1} threads=$(nproc)
tcmalloc=${TCMALLOC:-/usr/lib/x86_64-linux-gnu/libtcmalloc_minimal.so.4}
for needed in "$python" ${PYTHON_NEW:+"$PYTHON_NEW"}; do
    "$needed" -c 'import torch, numpy' 2>/dev/null || {
        echo "race-embed: $needed has no PyTorch or no numpy; set PYTHON (and PYTHON_NEW) to one that has" >&2
        exit 4
    }
done
[ -e "$tcmalloc" ] || {
    echo "race-embed: no $tcmalloc; apt-get install libtcmalloc-minimal4, or set TCMALLOC" >&2
    exit 4
}
scripts/clmr --version >/dev/null # builds now, not in the first round
export CLMR_BUILD=never
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mapfile -t files < <(find "$folder" -type f \( -name '*.mp3' -o -name '*.flac' -o -name '*.ogg' -o -name '*.wav' \) -size +8k | sort | head -n "${FILES:-200}")
[ ${#files[@]} -gt 0 ] || { echo "race-embed: no audio file in $folder" >&2; exit 3; }
printf '%s\n' "${files[@]}" >"$work/list.txt"

json() { sed -n 's/.*"'"$1"'" *: *\([0-9.eE+-]*\).*/\1/p' | head -n 1; }
peer() { "$1" scripts/peer/embed_encoder.py "${@:2}" --width "$width" --threads "$threads"; }
forward() {
    case $1 in
        clmr) scripts/clmr bench embed --width "$width" --audio "$work/windows.wav" --steps 60 --threads "$threads" --json -q ;;
        torch) peer "$python" forward "$work" ;;
        torch_tuned) LD_PRELOAD=$tcmalloc peer "$python" forward "$work" ;;
        new_torch) peer "$PYTHON_NEW" forward "$work" ;;
        new_torch_tuned) LD_PRELOAD=$tcmalloc peer "$PYTHON_NEW" forward "$work" ;;
    esac | json rate
}
whole() {
    local result audio seconds
    case $1 in
        clmr)
            rm -f "$work"/whole.*
            result=$(scripts/clmr embed "$work/list.txt" --checkpoint "$work/encoder-$width.pt" --out "$work/whole.npy" --json -q)
            ;;
        torch) result=$(peer "$python" files "$work" "${files[@]}") ;;
        torch_tuned) result=$(LD_PRELOAD=$tcmalloc peer "$python" files "$work" "${files[@]}") ;;
        new_torch) result=$(peer "$PYTHON_NEW" files "$work" "${files[@]}") ;;
        new_torch_tuned) result=$(LD_PRELOAD=$tcmalloc peer "$PYTHON_NEW" files "$work" "${files[@]}") ;;
    esac
    audio=$(json audio_seconds <<<"$result") seconds=$(json seconds <<<"$result")
    awk -v a="$audio" -v s="$seconds" 'BEGIN { printf "%.3f\n", a / 60 / s }' # hours of music a minute
}

sides=(clmr torch torch_tuned)
[ -z "${PYTHON_NEW:-}" ] || sides+=(new_torch new_torch_tuned)
mkdir -p "$(dirname "$out")"
for width in $widths; do
    peer "$python" prepare "$work" "${files[@]:0:20}" >&2
    peer "$python" forward "$work" --seconds 0 >&2
    rm -f "$work"/ours.*
    scripts/clmr embed "$work/windows.wav" --checkpoint "$work/encoder-$width.pt" --out "$work/ours.npy" -q >&2
    "$python" - "$work/ours.npy" "$work/torch-$width.npy" "$width" <<'PY' >&2
import sys
import numpy as np
ours, theirs = np.load(sys.argv[1]), np.load(sys.argv[2])
assert ours.shape == theirs.shape, (ours.shape, theirs.shape)
difference = float(abs(ours - theirs).max())
print(f"width {sys.argv[3]}: features differ by at most {difference:.1e}; the largest is {float(abs(theirs).max()):.2f}")
sys.exit(difference > 1e-5 * max(1, float(abs(theirs).max())))
PY
    for what in forward whole; do
        [ "$what" = forward ] || [ "${WHOLE:-1}" != 0 ] || continue
        for round in $(seq "$rounds"); do
            for name in "${sides[@]}"; do
                rate=$($what "$name")
                echo "$what,$width,$name,$round,$rate" | tee -a "$work/rows" >&2
            done
        done
    done
done

"$python" - "$work/rows" "$out" <<'PY'
import csv, statistics, sys
units = {"forward": "windows/s", "whole": "hours/min"}
rates = {}
for what, width, side, _, rate in csv.reader(open(sys.argv[1])):
    rates.setdefault((what, width), {}).setdefault(side, []).append(float(rate))
with open(sys.argv[2], "w", newline="") as f:
    out = csv.writer(f)
    out.writerow(["what", "width", "side", "unit", "median_rate", "clmr_is_times_as_fast", "rounds"])
    for (what, width), sides in rates.items():
        for side, found in sides.items():
            ratio = statistics.median(a / b for a, b in zip(sides["clmr"], found))
            rounds = " ".join(f"{r:.2f}" for r in found)
            out.writerow([what, width, side, units[what], f"{statistics.median(found):.2f}", f"{ratio:.2f}", rounds])
print(open(sys.argv[2]).read(), end="")
PY
