#!/usr/bin/env bash
# Measures what answers cost that are made 1, 2, 4, 8 and 16 at a time: of 1 token, and of TOKENS.
# Usage: scripts/bench-together.sh MODEL [float32|bfloat16 [THREADS [TOKENS]]]   (after 'mvn -pl core test-compile')
set -euo pipefail
. "$(dirname "$0")/bench-java.sh"
model=${1:?usage: scripts/bench-together.sh MODEL [float32|bfloat16 [THREADS [TOKENS]]]}
bench_java io.fovea.bench.TogetherBench "$model" "${2:-float32}" "${3:-1}" "${4:-100}"
