#!/usr/bin/env bash
# Prints what memory is held over many training steps and many answers of a tiny model, with pointer collection off,
# so that only scopes free anything: resident, as the system counts it, and allocated, what was asked of malloc and not
# freed. Both must stay flat after the first few lines; resident moves by the gaps that malloc keeps for reuse.
#
#   scripts/leak-check.sh [TIMES=2000] [EVERY=200]
set -euo pipefail
cd "$(dirname "$0")/.."
times=${1:-2000}
every=${2:-200}
. scripts/jdk25.sh
find_jdk
export JAVA_HOME=$JDK
path=$(mktemp)
trap 'rm -f "$path"' EXIT

mvn -q -B -pl core test-compile dependency:build-classpath -Dmdep.outputFile="$path" -Dmdep.includeScope=test
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 MALLOC_ARENA_MAX=2
for what in train answer; do
    echo "$what:"
    "$JDK/bin/java" --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true -Xms192m -Xmx192m -XX:+UseSerialGC \
        -XX:+AlwaysPreTouch -Dorg.bytedeco.javacpp.nopointergc=true \
        -cp "core/target/test-classes:core/target/classes:$(cat "$path")" \
        io.fovea.testkit.LeakRun "$what" "$times" "$every"
done
