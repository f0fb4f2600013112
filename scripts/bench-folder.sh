#!/usr/bin/env bash
# Measures memory and time of a model folder that answers a short question about a small picture.
# Usage: scripts/bench-folder.sh MODEL [float32|bfloat16 [THREADS [TOKENS]]]   (after 'mvn -pl core test-compile')
set -euo pipefail
. "$(dirname "$0")/bench-java.sh"
model=${1:?usage: scripts/bench-folder.sh MODEL [float32|bfloat16 [THREADS [TOKENS]]]}
bench_java io.fovea.bench.FolderBench "$model" "${2:-bfloat16}" "${3:-2}" "${4:-16}"
