#!/usr/bin/env bash
# Races the augmentation chain against its Python original, turn by turn in one run, on one thread, and writes every round
# with medians and ratios.
#
#   scripts/race-augment.sh [ROUNDS] [OUT.csv]      default: 5 rounds, results/augment-race.csv
#
#   PYTHON     a Python with torch and a torchaudio that has sox_effects, 0.13 to 2.8 (default: python3)
#   BACKEND    torchaudio = the fastest Python we know (default); wavaugment = the packages that CLMR used
#   JAVA_NEW   home of the newest JDK (default: the newest in JAVA_HOME and /usr/lib/jvm)
#   JAVA_17    home of a JDK 17 (default: the one there)
#   AUDIO      files to crop from, at least 2.7 s each (default: two of examples/quickstart-music)
#   VIEWS      views a round and side (default: 600)
#
# Sides: Python; the newest Java with vectors; Java 17 with vectors; both in plain loops. All take random crops of
# 59049 samples at 22050 Hz from the same audio and apply the published probabilities. Nothing else should run meanwhile.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-5} out=${2:-results/augment-race.csv}
python=${PYTHON:-python3} backend=${BACKEND:-torchaudio} views=${VIEWS:-600}

fail() {
    printf 'race-augment: %s\n' "$1" >&2
    exit 4
}

version_of() { sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true; }

new_java=${JAVA_NEW:-} java_17=${JAVA_17:-} newest=0
for home in ${JAVA_HOME:+"$JAVA_HOME"} /usr/lib/jvm/*; do
    version=$(version_of "$home")
    [ -n "$version" ] && [ -x "$home/bin/java" ] || continue
    [ "$version" != 17 ] || java_17=${java_17:-$home}
    if [ -z "${JAVA_NEW:-}" ] && [ "$version" -gt "$newest" ]; then new_java=$home newest=$version; fi
done
[ -n "$new_java" ] || fail "no JDK found in JAVA_HOME or /usr/lib/jvm; set JAVA_NEW"
[ -n "$java_17" ] || fail "no JDK 17 found in JAVA_HOME or /usr/lib/jvm; set JAVA_17"
"$python" - <<'PY' || fail "$python cannot apply SoX effects (see above); set PYTHON, or: apt-get install python3-torchaudio"
import torch
from torchaudio.sox_effects import apply_effects_tensor
apply_effects_tensor(torch.zeros(1, 8), 22050, [])
PY

JAVA_HOME=$java_17 ./mvnw -B -q -pl clmr-benchmarks -am package -DskipTests -Dspotless.check.skip=true
classes="clmr-benchmarks/target/classes:clmr-benchmarks/target/lib/*"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -n "${AUDIO:-}" ]; then
    read -ra audio <<<"$AUDIO"
else
    audio=(examples/quickstart-music/copper_parade/company_paper_059-0.mp3
        examples/quickstart-music/velvet_house/house_silver_070-0.mp3)
fi
arrays=()
for file in "${audio[@]}"; do
    arrays+=("$work/${#arrays[@]}.npy")
    "$java_17/bin/java" -cp "$classes" io.clmr.benchmarks.DecodeToNpy "$file" 22050 "${arrays[-1]}" ||
        fail "$file could not be decoded"
done

mean_of() { sed -n 's/.*"mean_ms" *: *\([0-9.eE+-]*\).*/\1/p' | head -n 1; }
clmr() {
    local java=$1
    shift
    "$java/bin/java" "$@" -cp "$classes" io.clmr.benchmarks.AugmentRace "$views" "${audio[@]}" 2>/dev/null | mean_of
}
side() {
    case $1 in
        python) OMP_NUM_THREADS=1 "$python" scripts/peer/augment_views.py "${arrays[@]}" --backend "$backend" --views "$views" --runs 0 | mean_of ;;
        clmr_new_vector) clmr "$new_java" --add-modules jdk.incubator.vector ;;
        clmr_17_vector) clmr "$java_17" --add-modules jdk.incubator.vector ;;
        clmr_new_plain) clmr "$new_java" ;;
        clmr_17_plain) clmr "$java_17" ;;
    esac
}

mkdir -p "$(dirname "$out")"
rows=$work/rows
for round in $(seq "$rounds"); do
    for name in python clmr_new_vector clmr_17_vector clmr_new_plain clmr_17_plain; do
        echo "$name,$round,$(side "$name")" | tee -a "$rows" >&2
    done
done

"$python" - "$rows" "$out" "$(version_of "$new_java")" "$backend" <<'PY'
import csv, statistics, sys
rows, out, new_java, backend = sys.argv[1:]
times = {}
for side, _, ms in csv.reader(open(rows)):
    times.setdefault(side, []).append(float(ms))
with open(out, "w", newline="") as f:
    table = csv.writer(f)
    table.writerow(["side", "ms_per_view", "times_python", "rounds_ms"])
    for side, ms in times.items():
        ratio = statistics.median(a / b for a, b in zip(times["python"], ms))
        name = side.replace("new", new_java) if side != "python" else f"python_{backend}"
        table.writerow([name, f"{statistics.median(ms):.3f}", f"{ratio:.2f}", " ".join(f"{m:.3f}" for m in ms)])
print(open(out).read(), end="")
PY
