#!/usr/bin/env bash
# Follows docs/adding.md to the letter in a clone of what is committed here: applies each diff and runs each command, in
# their order, and ends at the first that fails. Usage: docs/adding.sh [new folder for the clone]
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
clone="${1:-$work/erp}"

git clone --quiet "$root" "$clone"
# What ./erp found out about the feed.
if [[ -f "$root/Integrations.props" ]]; then cp "$root/Integrations.props" "$clone/"; fi
cd "$clone"
awk -v work="$work" '
  /^## / { printf "echo \"== %s\"\n", substr($0, 4) }
  /^````?(diff|sh)$/ { step = sprintf("%s/%02d.%s", work, ++count, /sh$/ ? "sh" : "diff"); next }
  /^````?$/ && step { print (step ~ /sh$/ ? "bash -euxo pipefail " : "git apply -v ") step; close(step); step = ""; next }
  step { print > step }' docs/adding.md >"$work/steps"
bash -euo pipefail "$work/steps"
echo "Everything was added as described."
