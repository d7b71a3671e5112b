#!/usr/bin/env bash
# Replays every block of docs/walkthrough.md against the running application and stops at the first line that does not show what it should.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
script="$(awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside' docs/walkthrough.md)"
eval "$script"
echo "The whole walk went as described."
