#!/usr/bin/env bash
# Times models of the shapes of SmolLM2-135M, TinyLlama-1.1B and CLIP ViT-L/14-336 with random weights, in bfloat16 and
# float32, beside what the machine does at the same time. Needs 6 GB of memory.
# Usage: scripts/bench-models.sh [THREADS [135m] [1.1b] [clip]]   (after 'mvn -pl core test-compile')
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
. "$home/scripts/jdk25.sh"
find_jdk || exit 1
threads=${1:-2}
models=("${@:2}")
[ ${#models[@]} -gt 0 ] || models=(135m 1.1b clip)
list=$home/core/target/classpath.txt
[ -f "$list" ] || (cd "$home" && JAVA_HOME=$JDK mvn -q -B -pl core dependency:build-classpath \
    -Dmdep.includeScope=runtime -Dmdep.outputFile=target/classpath.txt)
exec "$JDK/bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Djava.awt.headless=true \
    -cp "$home/core/target/classes:$home/core/target/test-classes:$(cat "$list")" \
    io.fovea.bench.ModelBench "$threads" "${models[@]}"
