#!/usr/bin/env bash
# Shows on a machine with an NVIDIA GPU that clmr computes there what it computes elsewhere, and how fast.
#
#   scripts/gpu-check.sh [OUT.csv]        default: results/gpu-check.csv; takes some 20 minutes
#
#   PYTHON    the Python whose PyTorch 2.7.1 lends its libraries and is measured beside clmr (default: python3);
#             not needed if PYTORCH_LIBRARY_PATH is set already (docs/gpu.md)
#   BATCHES   training batches (default: "48 96 256 1024"); one that does not fit is taken in 2, 4, 8 or 16 parts
#   STEPS     counted steps of each measurement (default: 30)
#   SECONDS_OF_TRAINING   length of the run on the bundled music (default: 600)
#
# Exit codes: 0 all well, 1 something differs or failed (see OUT.csv), 4 no GPU that can be used.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-results/gpu-check.csv}
python=${PYTHON:-python3} steps=${STEPS:-30} batches=${BATCHES:-48 96 256 1024} training=${SECONDS_OF_TRAINING:-600}

no_gpu() {
    printf 'gpu-check: %s\n' "$1" >&2
    exit 4
}

command -v nvidia-smi >/dev/null || no_gpu "no nvidia-smi here, so no NVIDIA driver and no GPU; nothing was checked (docs/gpu.md says what is needed)"
gpu=$(nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader 2>/dev/null | head -n 1 | tr ',' ' ') || gpu=''
[ -n "$gpu" ] || no_gpu "nvidia-smi shows no GPU; nothing was checked"
if [ -z "${PYTORCH_LIBRARY_PATH:-}" ]; then
    settings=$(scripts/gpu-env.sh "$python") || no_gpu "no CUDA library for clmr: see the line above, or set PYTORCH_LIBRARY_PATH as docs/gpu.md says"
    eval "$settings"
fi
export PYTORCH_VERSION=${PYTORCH_VERSION:-2.7.1} PYTORCH_FLAVOR=${PYTORCH_FLAVOR:-cu128}
scripts/clmr doctor --device gpu >&2 || no_gpu "clmr cannot use the GPU yet; its doctor says above why"

mkdir -p "$(dirname "$out")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
echo 'check,setting,side,value,unit,status' >"$out"
row() {
    echo "$1" | tee -a "$out" >&2
    case $1 in *,failed) failures=$((failures + 1)) ;; esac
}
number() { sed -n "s/.*\"$1\" *: *\([0-9.eE+-]*\).*/\1/p" "$2" | head -n 1; }

row "machine,$gpu,clmr,,,"

# The golden vectors were made in float32 proper: no TF32, or the tolerances would have to be a thousand times wider.
if NVIDIA_TF32_OVERRIDE=0 ./mvnw -B -ntp -q -pl clmr-core test -Dclmr.test.device=gpu:0 -Dtest='NetworkParityTest,NtXentTest' \
    -Dtest.jvm.flags="-Xmx2g -Djna.library.path=${LD_LIBRARY_PATH:-}" >"$work/parity.log" 2>&1; then
    row 'parity,network and loss against the golden vectors on gpu:0,clmr,,,passed'
else
    grep '^\[ERROR\]' "$work/parity.log" | head -n 20 >&2
    cp "$work/parity.log" "${out%.csv}-parity.log"
    row "parity,network and loss against the golden vectors on gpu:0; see ${out%.csv}-parity.log,clmr,,,failed"
fi

# Prints nothing but the median of a step; the settings are those of the precision.
clmr_step() { # batch parts precision
    local variables=(NVIDIA_TF32_OVERRIDE=0) jvm=''
    [ "$3" = float32 ] || { variables=(TORCH_ALLOW_TF32_CUBLAS_OVERRIDE=1) jvm=-Dai.djl.pytorch.cudnn_benchmark=true; }
    env "${variables[@]}" CLMR_OPTS="${CLMR_OPTS:-} $jvm" scripts/clmr bench train --device gpu --width 1 --batch "$1" --steps "$steps" \
        --set train.accumulate="$2" --set train.precision="$3" --json -q >"$work/step.json" 2>"$work/step.err" &&
        number median_ms "$work/step.json"
}
measure_clmr() { # batch precision
    local parts ms
    for parts in 1 2 4 8 16; do
        [ $(($1 % parts)) = 0 ] || continue
        if ms=$(clmr_step "$1" "$parts" "$2"); then
            row "train,width 1 batch $1 in $parts parts $2,clmr,$ms,ms/step,ok"
            return
        fi
        grep -q 'out of memory' "$work/step.err" || break
    done
    row "train,width 1 batch $1 $2: $(tail -n 1 "$work/step.err" | tr ',"' ';;'),clmr,,,failed"
}
measure_torch() { # batch precision
    local tf32='' ms
    [ "$2" = float32 ] || tf32=--tf32
    # shellcheck disable=SC2086 # nothing, or one option
    if "$python" scripts/peer/train_step.py --device cuda --width 1 --batch "$1" --steps "$steps" $tf32 >"$work/torch.json" 2>"$work/torch.err"; then
        ms=$(number median_ms "$work/torch.json")
        row "train,width 1 batch $1 in 1 parts $2,torch,$ms,ms/step,ok"
    else
        row "train,width 1 batch $1 $2: $(tail -n 1 "$work/torch.err" | tr ',"' ';;' | cut -c 1-160),torch,,,not measured"
    fi
}
beside=no
if "$python" -c 'import torch, sys; sys.exit(not torch.cuda.is_available())' 2>/dev/null; then beside=yes; fi
for precision in float32 tf32; do
    for batch in $batches; do
        measure_clmr "$batch" "$precision"
        [ $beside = no ] || measure_torch "$batch" "$precision"
    done
done
[ $beside = yes ] || row "train,$python has no PyTorch that sees the GPU,torch,,,not measured"

# The whole chain on the bundled music: are the views made fast enough for the GPU?
chain=(--config configs/quickstart.yaml --set dataset.root=examples/quickstart-music --set store.path="$work/store")
scripts/clmr prepare "${chain[@]}" -q >&2
code=0
timeout --signal=INT "$training" scripts/clmr pretrain "${chain[@]}" --device gpu --set model.width=1 --set train.batch_size=48 \
    --set train.max_steps=1000000 --set train.max_epochs=1000000 --set train.checkpoint_every_steps=1000 \
    --set train.log_every_steps=10 --out "$work/run" -q >"$work/pretrain.log" 2>&1 || code=$?
# 124 is timeout's own word for having stopped it, which clmr answers by saving
if [ $code = 124 ] && [ -s "$work/run/latest" ]; then
    awk -v RS='\n' '{ s = $0
            if (match(s, /"waiting_share":[0-9.eE+-]+/)) { w += substr(s, RSTART + 16, RLENGTH - 16); n++ }
            if (match(s, /"views_per_second":[0-9.eE+-]+/)) { v += substr(s, RSTART + 19, RLENGTH - 19) } }
        END { if (n) printf "%.4f %.1f %d\n", w / n, v / n, n * 10 }' "$work/run/metrics.jsonl" >"$work/share"
    read -r waiting views taken <"$work/share"
    row "pretrain,bundled music width 1 batch 48 for $training s,clmr,$waiting,share of time waiting for views,ok"
    row "pretrain,bundled music width 1 batch 48 for $training s,clmr,$views,views/s,ok"
    row "pretrain,bundled music width 1 batch 48 for $training s,clmr,$taken,steps,ok"
else
    tail -n 5 "$work/pretrain.log" >&2
    row "pretrain,exit code $code: $(tail -n 1 "$work/pretrain.log" | tr ',"' ';;'),clmr,,,failed"
fi

echo "gpu-check: $failures failed; all of it is in $out" >&2
[ "$failures" = 0 ]
