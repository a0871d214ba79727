#!/usr/bin/env bash
# Publishes mcfuser for a machine with a GPU and neither .NET nor a network: self-contained, trimmed, in one folder that git ignores.
#   bench/gpu/publish.sh [FOLDER]     out/gpu without one
# The folder holds mcfuser, the samples, and the scripts of bench/gpu; bench/gpu/run.sh runs from there too.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
folder=${1:-$root/out/gpu}
limit=$((40 * 1024 * 1024))

rm -rf "$folder"
mkdir -p "$folder"
dotnet publish "$root/src/Cli" -c Release -r linux-x64 --self-contained --artifacts-path "$root/out/gpu-build" -o "$folder/mcfuser" -v quiet --nologo \
  -p:PublishTrimmed=true -p:TrimMode=partial -p:InvariantGlobalization=true -p:PublishReadyToRun=true -p:DebugType=none -p:RunAnalyzers=false \
  -p:SuppressTrimAnalysisWarnings=true -p:EventSourceSupport=false >&2
rm -f "$folder"/mcfuser/*.pdb "$folder"/mcfuser/*.xml
mkdir -p "$folder/samples" "$folder/bench"
cp -r "$root/samples/." "$folder/samples/"
cp -r "$root/bench/gpu" "$folder/bench/"
git -C "$root" rev-parse HEAD > "$folder/commit" 2>/dev/null || echo unknown > "$folder/commit"

size=$(du -sb "$folder" | cut -f1)
echo "publish.sh: $folder, $((size / 1024 / 1024)) MiB" >&2
[ "$size" -lt "$limit" ] || { echo "publish.sh: that is more than 40 MiB" >&2; exit 1; }
"$folder/mcfuser/mcfuser" explain "$folder/samples/attention.mcf" > /dev/null
