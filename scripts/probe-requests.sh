#!/usr/bin/env bash
# What the requests of an interaction network carry of the question, and where its slots look.
# Usage: scripts/probe-requests.sh MODEL [SCENES]   (after 'mvn -pl core test-compile')
set -euo pipefail
. "$(dirname "$0")/bench-java.sh"
model=${1:?usage: scripts/probe-requests.sh MODEL [SCENES]}
bench_java io.fovea.bench.RequestProbe "$model" "${2:-600}"
