#!/usr/bin/env bash
# Time and peak memory of a training step in TinyLlama-1.1B's shape: all weights against chosen layers, whole and as LoRA.
# Usage: scripts/bench-tuning.sh [LAYERS [TOKENS [ROWS [THREADS]]]]   (after 'mvn -pl core test-compile')
# LAYERS 22 is TinyLlama itself: tuning all of it in FLOAT32 takes 20 GB; 12 layers take 12 GB. Each line is a process of its own.
set -euo pipefail
. "$(dirname "$0")/bench-java.sh"
layers=${1:-22} tokens=${2:-256} rows=${3:-1} threads=${4:-2}
sparse='{"share": 0.25, "place": "sparse"}' last='{"share": 0.25, "place": "last"}'
for setting in "full|whole|nothing" "full|whole|layers" "full|$sparse|nothing" "full|$sparse|layers" "full|$last|nothing" \
    "lora|all|nothing" "lora|$sparse|nothing" "lora|$last|nothing"; do
    IFS='|' read -r how which again <<<"$setting"
    bench_java -Xmx512m -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -Dorg.bytedeco.javacpp.maxBytes=0 \
        io.fovea.bench.TuningBench "$layers" "$tokens" "$rows" "$threads" "$how" "$which" "$again"
done
