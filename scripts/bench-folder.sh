#!/usr/bin/env bash
# Measures memory and time of a model folder that answers a short question about a small picture.
# Usage: scripts/bench-folder.sh MODEL [float32|bfloat16 [THREADS [TOKENS]]]   (after 'mvn -pl core test-compile')
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
. "$home/scripts/jdk25.sh"
find_jdk || exit 1
model=${1:?usage: scripts/bench-folder.sh MODEL [float32|bfloat16 [THREADS [TOKENS]]]}
list=$home/core/target/classpath.txt
[ -f "$list" ] || (cd "$home" && JAVA_HOME=$JDK mvn -q -B -pl core dependency:build-classpath \
    -Dmdep.includeScope=runtime -Dmdep.outputFile=target/classpath.txt)
exec "$JDK/bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Djava.awt.headless=true \
    -cp "$home/core/target/classes:$home/core/target/test-classes:$(cat "$list")" \
    io.fovea.bench.FolderBench "$model" "${2:-bfloat16}" "${3:-2}" "${4:-16}"
