#!/usr/bin/env bash
# The benchmark for a machine with a GPU, a CUDA toolkit and PyTorch, but neither .NET nor a network: everything in one command, in under ten minutes.
#   bench/gpu/run.sh [--stages 0,1,2,3,4] [--dry-run] [--shape g1 ...]
# Before, on a machine with .NET: bench/gpu/publish.sh; its folder, out/gpu, goes along (MCFUSER_GPU names another one, MCFUSER_PROGRAM another program). Results go to $OUT (out/gpu-results without it),
# one file a stage, which no later stage touches; bench/gpu/report.sh makes the section of docs/performance.md from them.
#   0  peers.json        PyTorch, cuDNN, flash and efficient attention, FlexAttention, Triton, and the empty kernel; needs nothing of ours
#   1  correctness.json  every sample and every shape of the paper against the interpreter, odd extents too; some under compute-sanitizer
#   2  tuning.json       the shapes and the samples tuned by measuring, with seconds per chain; their packages go to packages.tar.gz
#   3  comparison.json   the best peers again and our packages beside them
#   4  model.json        the performance model's rank correlation with measurements
# --dry-run goes through every stage without a GPU: the plans of 0 and 3, and the stages of ours with the driver that MCFUSER_CUDA_DRIVER names, unchecked and
# unmeasured; what stage 4 asks for cannot be had then, and its rows say so.
set -uo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$(cd "$here/../.." && pwd)
bundle=${MCFUSER_GPU:-$root/out/gpu}
[ -x "$bundle/mcfuser/mcfuser" ] || bundle=$root
mcfuser=${MCFUSER_PROGRAM:-$bundle/mcfuser/mcfuser}
samples=$root/samples
out=${OUT:-$root/out/gpu-results}
python=${PYTHON:-python3}
stages=0,1,2,3,4 dry='' shapes=()
while [ $# -gt 0 ]; do
  case $1 in
    --stages) stages=$2; shift ;;
    --dry-run) dry=--dry-run ;;
    --shape) shapes+=("$2"); shift ;;
    *) echo "run.sh: unknown argument $1" >&2; exit 2 ;;
  esac
  shift
done
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
began=$(date +%s)
log() { echo "[$(($(date +%s) - began)) s] $*" | tee -a "$out/log.txt" >&2; }
wanted() { case ",$stages," in *",$1,"*) return 0 ;; *) return 1 ;; esac; }

# NVRTC comes with the toolkit or with PyTorch.
if [ -z "${MCFUSER_NVRTC_PATH:-}" ] && ! ls /usr/local/cuda/lib64/libnvrtc.so.1[0-9] >/dev/null 2>&1; then
  found=$("$python" -c 'import glob, nvidia; print(next(iter(sorted(f for p in nvidia.__path__ for f in glob.glob(p + "/**/libnvrtc.so.1[0-9]", recursive=True))), ""))' 2>/dev/null || true)
  [ -z "$found" ] || export MCFUSER_NVRTC_PATH=$(dirname "$found")
fi

every=(${shapes[@]+"${shapes[@]}"})
[ ${#every[@]} -gt 0 ] || every=(g1 g2 g3 g4 g5 g6 g7 g8 g9 g10 g11 g12 s1 s2 s3 s4 s5 s6 s7 s8 s9)
chosen=(); for shape in ${shapes[@]+"${shapes[@]}"}; do chosen+=(--shape "$shape"); done
others=(); if [ ${#shapes[@]} -eq 0 ]; then for file in "$samples"/*.mcf; do others+=("$(basename "$file" .mcf)"); done; fi
path_of() { [ -f "$samples/paper/$1.mcf" ] && echo "$samples/paper/$1.mcf" || echo "$samples/$1.mcf"; }

# A driver that runs no kernels gives no right results.
check=--check measure=--measure count=64
if [ -n "$dry" ]; then check='' measure=--no-measure count=2; fi

commit=$(cat "$bundle/commit" 2>/dev/null || git -C "$root" rev-parse HEAD 2>/dev/null || echo unknown)
log "commit $commit, stages $stages $dry"
nvidia-smi --query-gpu=name,driver_version,memory.total,clocks.max.sm --format=csv,noheader >> "$out/log.txt" 2>&1 || log "no nvidia-smi"
"$mcfuser" devices >> "$out/log.txt" 2>&1 || log "mcfuser does not run: stages 1, 2 and 4 will fail"

# Each line of work/NAME.jsonl becomes an element; the file appears whole.
collect() {
  "$python" - "$1" "$2" "$commit" "$dry" <<'PY'
import json, os, sys
source, target, commit, dry = sys.argv[1:]
rows = [json.loads(line) for line in open(source, encoding="utf-8")] if os.path.exists(source) else []
with open(target + ".new", "w", encoding="utf-8") as file:
    json.dump({"schema": 1, "commit": commit, "dryRun": bool(dry), "rows": rows}, file, indent=1)
os.replace(target + ".new", target)
PY
}

# Runs mcfuser for one row: name, seconds it may take, file of rows, arguments. Its JSON, exit code and seconds become a line.
row() {
  local name=$1 limit=$2 rows=$3; shift 3
  local start; start=$(date +%s.%N)
  timeout --kill-after=5 "$limit" "$@" > "$work/stdout" 2> "$work/stderr"
  local code=$?
  "$python" - "$name" "$code" "$start" "$work/stdout" "$work/stderr" >> "$rows" <<'PY'
import json, sys, time
name, code, start, output, error = sys.argv[1:]
text, problem = open(output, encoding="utf-8", errors="replace").read(), open(error, encoding="utf-8", errors="replace").read()
try:
    result = json.loads(text)
except ValueError:
    result = None
print(json.dumps({"name": name, "exit": int(code), "seconds": round(time.time() - float(start), 3), "result": result, "error": problem[-600:] if int(code) else None}))
PY
  echo "$code" > "$work/code"
}

if wanted 0; then
  log "stage 0: peers"
  timeout --kill-after=5 140 "$python" "$here/compare.py" peers "$out/peers.json" --seconds 110 ${chosen[@]+"${chosen[@]}"} $dry >> "$out/log.txt" 2>&1 || log "stage 0 ended early ($?)"
fi

if wanted 1; then
  log "stage 1: correctness"
  rm -f "$work/correctness.jsonl"
  until=$(($(date +%s) + 75))
  for name in ${others[@]+"${others[@]}"} ${every[@]+"${every[@]}"}; do
    [ "$(date +%s)" -lt $until ] || { log "stage 1 stops before $name"; break; }
    row "$name" 30 "$work/correctness.jsonl" "$mcfuser" run "$(path_of "$name")" --target cuda $check --json
    [ "$(cat "$work/code")" -eq 0 ] || log "$name: exit $(cat "$work/code")"
    collect "$work/correctness.jsonl" "$out/correctness.json"
  done
  for name in attention causal_attention two_gemms gated_mlp; do
    [ ${#shapes[@]} -eq 0 ] && [ "$(date +%s)" -lt $until ] || break
    odd=m=197,n=77
    row "$name, odd extents" 30 "$work/correctness.jsonl" "$mcfuser" run "$(path_of "$name")" --set $odd --target cuda $check --json
    if command -v compute-sanitizer >/dev/null; then
      for tool in memcheck racecheck; do
        row "$name, $tool" 60 "$work/correctness.jsonl" compute-sanitizer --tool $tool --error-exitcode 9 --log-file "$work/sanitizer.txt" \
          "$mcfuser" run "$(path_of "$name")" --set $odd --target cuda $check --json
        [ "$(cat "$work/code")" -eq 0 ] || { log "$name under $tool: exit $(cat "$work/code")"; tail -n 20 "$work/sanitizer.txt" >> "$out/log.txt" 2>/dev/null; }
      done
    fi
    collect "$work/correctness.jsonl" "$out/correctness.json"
  done
fi

if wanted 2; then
  log "stage 2: tuning"
  rm -f "$work/tuning.jsonl"
  until=$(($(date +%s) + 150))
  for name in ${every[@]+"${every[@]}"} ${others[@]+"${others[@]}"}; do
    [ "$(date +%s)" -lt $until ] || { log "stage 2 stops before $name"; break; }
    row "$name" 40 "$work/tuning.jsonl" "$mcfuser" compile "$(path_of "$name")" -o "$work/packages/$name" --target cuda --arch native $measure --time-limit 5 --json
    [ "$(cat "$work/code")" -eq 0 ] || log "$name: exit $(cat "$work/code")"
    "$python" - "$work/tuning.jsonl" "$work/packages/$name" <<'PY'
import glob, json, sys
rows, folder = sys.argv[1:]
lines = open(rows, encoding="utf-8").read().splitlines()
last = json.loads(lines[-1])
last["kernels"] = [json.load(open(f, encoding="utf-8")) for f in sorted(glob.glob(folder + "/*/tuning.json"))]
open(rows, "w", encoding="utf-8").write("\n".join(lines[:-1] + [json.dumps(last)]) + "\n")
PY
    collect "$work/tuning.jsonl" "$out/tuning.json"
  done
  if [ -d "$work/packages" ]; then tar -C "$work" -czf "$out/packages.tar.gz" packages; fi
fi

if wanted 3; then
  log "stage 3: comparison"
  if [ ! -d "$work/packages" ] && [ -f "$out/packages.tar.gz" ]; then tar -C "$work" -xzf "$out/packages.tar.gz"; fi
  if [ -f "$out/peers.json" ]; then
    timeout --kill-after=5 130 "$python" "$here/compare.py" ours "$out/comparison.json" --peers "$out/peers.json" --packages "$work/packages" --seconds 100 \
      ${chosen[@]+"${chosen[@]}"} $dry >> "$out/log.txt" 2>&1 || log "stage 3 ended early ($?)"
  else
    log "stage 3 needs peers.json of stage 0"
  fi
fi

if wanted 4; then
  log "stage 4: the model"
  rm -f "$work/model.jsonl"
  until=$(($(date +%s) + 45))
  for name in g1 g6 g9 g12 s1 s2 s7; do
    case " ${every[*]} " in *" $name "*) ;; *) continue ;; esac
    [ "$(date +%s)" -lt $until ] || { log "stage 4 stops before $name"; break; }
    row "$name" 40 "$work/model.jsonl" "$mcfuser" correlate "$(path_of "$name")" --target cuda --arch native --samples $count --json
    [ "$(cat "$work/code")" -eq 0 ] || log "$name: exit $(cat "$work/code")"
    collect "$work/model.jsonl" "$out/model.json"
  done
fi
log "done"
ls -l "$out" >&2
