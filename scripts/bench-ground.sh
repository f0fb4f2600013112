#!/usr/bin/env bash
# Times a hundred grounded phrases on different pictures, in one warm process.
# Usage: scripts/bench-ground.sh MODEL [THREADS [PICTURES]]   (after 'mvn -pl core test-compile')
set -euo pipefail
. "$(dirname "$0")/bench-java.sh"
model=${1:?usage: scripts/bench-ground.sh MODEL [THREADS [PICTURES]]}
bench_java io.fovea.bench.GroundingBench "$model" "${2:-1}" "${3:-100}"
