#!/usr/bin/env bash
# Makes the section of docs/performance.md about a GPU from what bench/gpu/run.sh measured.
#   bench/gpu/report.sh RESULTS [--print]     --print writes no page
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
[ $# -ge 1 ] || { echo "report.sh: name the folder with the results" >&2; exit 2; }
page=("$root/docs/performance.md")
[ "${2:-}" = --print ] && page=()
dotnet build "$root/bench" -c Release --artifacts-path "$root/out/build" -v quiet --nologo >&2
exec dotnet "$root/out/build/bin/MCFuser.Bench/release/MCFuser.Bench.dll" gpu "$1" ${page[@]+"${page[@]}"}
