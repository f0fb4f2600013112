#!/usr/bin/env bash
# Times a hundred grounded phrases on different pictures, in one warm process.
# Usage: scripts/bench-ground.sh MODEL [THREADS [PICTURES]]   (after 'mvn -pl core test-compile')
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
. "$home/scripts/jdk25.sh"
find_jdk || exit 1
model=${1:?usage: scripts/bench-ground.sh MODEL [THREADS [PICTURES]]}
list=$home/core/target/classpath.txt
[ -f "$list" ] || (cd "$home" && JAVA_HOME=$JDK mvn -q -B -pl core dependency:build-classpath \
    -Dmdep.includeScope=runtime -Dmdep.outputFile=target/classpath.txt)
exec "$JDK/bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Djava.awt.headless=true \
    -cp "$home/core/target/classes:$home/core/target/test-classes:$(cat "$list")" \
    io.fovea.bench.GroundingBench "$model" "${2:-1}" "${3:-100}"
