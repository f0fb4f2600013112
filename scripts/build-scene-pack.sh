#!/bin/sh
# Rebuilds the scene pack (cut-outs, backgrounds, index) from public packages.
# Needs: Debian's apt-get and dpkg, npm, Maven, Java 25 (JAVA_HOME or java on the path).
# Usage: scripts/build-scene-pack.sh [OUTPUT-FOLDER]
# Without a folder, the pack in the source tree is replaced once the new one is complete.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
pack=${1:-$root/core/src/main/resources/io/fovea/data/scenes/pack}
java=java
if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir "$work/sources" "$work/fluent" "$work/debian"

echo "fetching @lobehub/fluent-emoji-3d" >&2
(cd "$work/fluent" && npm pack --silent @lobehub/fluent-emoji-3d@1.1.0 >/dev/null && tar xzf ./*.tgz)
ln -s "$work/fluent/package/assets" "$work/sources/fluent"

echo "fetching openclipart-png, lomiri-wallpapers-16.04, python3-skimage" >&2
(cd "$work/debian" && apt-get -q download openclipart-png lomiri-wallpapers-16.04 python3-skimage >&2)
for package in "$work"/debian/*.deb; do
    dpkg -x "$package" "$work/debian/unpacked"
done
unpacked=$work/debian/unpacked/usr
ln -s "$unpacked/share/openclipart/png" "$work/sources/openclipart"
ln -s "$unpacked/share/backgrounds" "$work/sources/lomiri"
ln -s "$unpacked/lib/python3/dist-packages/skimage/data" "$work/sources/skimage"

echo "resolving the picture and JSON libraries" >&2
mvn -q -B -f "$root/pom.xml" -pl core \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
    -Dmdep.outputFile="$work/classpath" \
    -Dmdep.includeScope=compile >&2

"$java" -Djava.awt.headless=true -cp "$(cat "$work/classpath")" \
    "$here/BuildScenePack.java" "$here/scene-kinds.json" "$work/sources" "$work/pack"

rm -rf "$pack"
mkdir -p "$(dirname "$pack")"
cp -R "$work/pack" "$pack"
echo "wrote $pack" >&2
