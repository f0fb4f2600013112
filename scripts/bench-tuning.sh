#!/usr/bin/env bash
# Time and peak memory of a training step in TinyLlama-1.1B's shape: all weights against chosen layers, whole and as LoRA.
# Usage: scripts/bench-tuning.sh [LAYERS [TOKENS [ROWS [THREADS]]]]   (after 'mvn -pl core test-compile')
# LAYERS 22 is TinyLlama itself: tuning all of it in FLOAT32 takes 20 GB; 12 layers take 12 GB. Each line is a process of its own.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
. "$home/scripts/jdk25.sh"
find_jdk || exit 1
layers=${1:-22} tokens=${2:-256} rows=${3:-1} threads=${4:-2}
list=$home/core/target/classpath.txt
[ -f "$list" ] || (cd "$home" && JAVA_HOME=$JDK mvn -q -B -pl core dependency:build-classpath \
    -Dmdep.includeScope=runtime -Dmdep.outputFile=target/classpath.txt)
classes=${FOVEA_CLASSES:-$home/core/target/classes:$home/core/target/test-classes:$(cat "$list")}
sparse='{"share": 0.25, "place": "sparse"}' last='{"share": 0.25, "place": "last"}'
for setting in "full|whole|nothing" "full|whole|layers" "full|$sparse|nothing" "full|$sparse|layers" "full|$last|nothing" \
    "lora|all|nothing" "lora|$sparse|nothing" "lora|$last|nothing"; do
    IFS='|' read -r how which again <<<"$setting"
    "$JDK/bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xmx512m -cp "$classes" \
        -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -Dorg.bytedeco.javacpp.maxBytes=0 \
        io.fovea.bench.TuningBench "$layers" "$tokens" "$rows" "$threads" "$how" "$which" "$again"
done
