#!/usr/bin/env bash
# Prints what to set so that clmr computes on the GPU with the libraries of a Python's PyTorch 2.7.1:
#
#   python3 -m venv ~/clmr-torch
#   ~/clmr-torch/bin/pip install torch==2.7.1 --index-url https://download.pytorch.org/whl/cu128
#   eval "$(scripts/gpu-env.sh ~/clmr-torch/bin/python)"
#   scripts/clmr doctor --device gpu
#
# Nothing of Python is started by clmr itself; only its shared libraries are loaded. See docs/gpu.md.
set -euo pipefail

fail() {
    printf 'gpu-env: %s\n' "$1" >&2
    exit 4
}

python=${1:-python3}
command -v "$python" >/dev/null || fail "'$python' is not a program; name the python whose PyTorch to use"
# found without importing it, which takes seconds and would need the GPU's driver in order
place=$("$python" -c 'import importlib.util as u; s = u.find_spec("torch"); print(s.submodule_search_locations[0] if s else "")')
[ -n "$place" ] || fail "'$python' has no torch; run: $python -m pip install torch==2.7.1 --index-url https://download.pytorch.org/whl/cu128"
[ -r "$place/version.py" ] || fail "$place has no version.py, so it is not a whole PyTorch"
read -r version cuda < <("$python" - "$place/version.py" <<'PY'
import sys
facts = {}
exec(open(sys.argv[1]).read(), facts)
print(str(facts["__version__"]).split("+")[0], facts.get("cuda") or "none")
PY
)
[ "$version" = 2.7.1 ] || fail "$place is PyTorch $version, expected 2.7.1: the native interface is made for that one alone, and newer ones load but compute nonsense"
[ "$cuda" = 12.8 ] || fail "$place is built for CUDA $cuda, expected 12.8: run $python -m pip install --force-reinstall torch==2.7.1 --index-url https://download.pytorch.org/whl/cu128"
[ -f "$place/lib/libtorch_cuda.so" ] || fail "$place/lib has no libtorch_cuda.so, so it is not a whole PyTorch for CUDA"

libraries=''
for folder in "$place"/../nvidia/*/lib; do
    [ ! -d "$folder" ] || libraries=${libraries:+$libraries:}$(cd "$folder" && pwd)
done
[ -n "$libraries" ] || fail "no nvidia/*/lib beside $place: the CUDA runtime, cuBLAS and cuDNN are missing; install torch with its dependencies"

printf 'export PYTORCH_LIBRARY_PATH=%q\n' "$(cd "$place/lib" && pwd)"
printf 'export PYTORCH_VERSION=2.7.1 PYTORCH_FLAVOR=cu128\n'
# the word after %q must reach the shell that evaluates this as it is
# shellcheck disable=SC2016
printf 'export LD_LIBRARY_PATH=%q${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}\n' "$libraries"
