# Runs a measuring program of the test classes. Sourced by the bench scripts: bench_java [JAVA OPTION...] CLASS ARGUMENT...
# FOVEA_CLASSES replaces the class path.
bench_home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$bench_home/scripts/jdk25.sh"
find_jdk || exit 1

bench_java() {
    local list=$bench_home/core/target/classpath.txt
    [ -n "${FOVEA_CLASSES:-}" ] || [ -f "$list" ] || (cd "$bench_home" && JAVA_HOME=$JDK mvn -q -B -pl core \
        dependency:build-classpath -Dmdep.includeScope=runtime -Dmdep.outputFile=target/classpath.txt)
    "$JDK/bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Djava.awt.headless=true \
        -cp "${FOVEA_CLASSES:-$bench_home/core/target/classes:$bench_home/core/target/test-classes:$(cat "$list")}" "$@"
}
