#!/usr/bin/env bash
# Works on a sweep as a SLURM job array, one shard a task; then gathers the tables and the page.
#
#   scripts/sweep-slurm.sh FILE OUT TASKS [sbatch options, such as --gres=gpu:1 --time=48:00:00]
#
# Every task may be killed or requeued at any time: submitted again it goes on, and skips what is finished. OUT must lie on
# a file system that all nodes share and whose file locks work across them. The audio is decoded by whichever task comes
# first; the others wait for it.
set -euo pipefail

if [ $# -lt 3 ]; then
    sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
file=$1 out=$2 tasks=$3
shift 3
clmr=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/clmr
mkdir -p "$out"

# The build is made here, once; the tasks only use it.
"$clmr" --version >/dev/null
quoted() { printf '%q' "$1"; }
run="CLMR_BUILD=never $(quoted "$clmr") sweep $(quoted "$file") --out $(quoted "$out")"

# Exit code 1 says that cells failed, which results.csv explains: no reason to leave the gathering out.
array=$(sbatch --parsable --array="1-$tasks" --requeue --output="$out/slurm-%a.log" "$@" \
    --wrap "$run --shard \$SLURM_ARRAY_TASK_ID/$tasks -q")
sbatch --parsable --dependency="afterany:$array" --output="$out/slurm-gather.log" "$@" --wrap "$run -q"
