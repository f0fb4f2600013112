#!/usr/bin/env bash
# Times models of the shapes of SmolLM2-135M, TinyLlama-1.1B and CLIP ViT-L/14-336 with random weights, in bfloat16 and
# float32, beside what the machine does at the same time. Needs 6 GB of memory.
# Usage: scripts/bench-models.sh [THREADS [135m] [1.1b] [clip]]   (after 'mvn -pl core test-compile')
set -euo pipefail
. "$(dirname "$0")/bench-java.sh"
threads=${1:-2}
models=("${@:2}")
[ ${#models[@]} -gt 0 ] || models=(135m 1.1b clip)
bench_java io.fovea.bench.ModelBench "$threads" "${models[@]}"
