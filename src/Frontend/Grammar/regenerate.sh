#!/usr/bin/env bash
# Regenerates the lexer and parser from Mcf.g4. Needs Node and npm; a plain `dotnet build` needs neither.
set -euo pipefail
cd "$(dirname "$0")"

tool=antlr-ng@1.0.10
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

npm install --silent --no-save --no-fund --no-audit --prefix "$work" "$tool" > /dev/null
"$work/node_modules/.bin/antlr-ng" -D language=CSharp -p MCFuser.Frontend.Grammar \
  --generate-listener false --generate-visitor false -o "$work/out" Mcf.g4

mkdir -p Generated
for source in Lexer Parser; do
  # The generator knows no access levels; the parser is no part of the library's surface.
  sed -e 's/\r$//' -e "s/^public partial class Mcf$source/internal partial class Mcf$source/" "$work/out/Mcf$source.cs" > "Generated/Mcf$source.cs"
done

# Mcf.stamp is compared with the grammar by a test: line ends do not count.
printf '%s\n%s\n' "$(sed 's/\r$//' Mcf.g4 | sha256sum | cut -d' ' -f1)" "$tool" > Generated/Mcf.stamp
