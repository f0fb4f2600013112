#!/usr/bin/env bash
# Rewrites all Java sources in the house's format (google-java-format, AOSP style). `mvn verify` checks it.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/jdk25.sh
find_jdk
export JAVA_HOME=$JDK
exec mvn -q -B -N verify -Dformat.skip=false -Dformat.mode=write "$@"
