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
mkdir "$work/sources" "$work/debian"

# npm_source NAME PACKAGE FOLDER: the folder of a npm package, as a source of that name
npm_source() {
    echo "fetching $2" >&2
    mkdir "$work/$1"
    (cd "$work/$1" && npm pack --silent "$2" >/dev/null && tar xzf ./*.tgz)
    ln -s "$work/$1/package/$3" "$work/sources/$1"
}
npm_source fluent @lobehub/fluent-emoji-3d@1.1.0 assets
npm_source flat @lobehub/fluent-emoji-flat@1.1.0 assets
npm_source modern @lobehub/fluent-emoji-modern@1.0.0 assets
npm_source noto emoji-datasource-google@16.0.0 img/google/64
npm_source twemoji emoji-datasource-twitter@16.0.0 img/twitter/64
npm_source contrast @iconify-json/fluent-emoji-high-contrast@1.2.6 .
npm_source notov1 @iconify-json/noto-v1@1.2.5 .
npm_source emojione @iconify-json/emojione@1.2.3 .
npm_source monotone @iconify-json/emojione-monotone@1.2.1 .
npm_source fxemoji @iconify-json/fxemoji@1.2.2 .

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

mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=com.github.weisj:jsvg:1.7.2 -DoutputDirectory="$work/lib" >&2

"$java" -Djava.awt.headless=true -cp "$(cat "$work/classpath"):$work/lib/*" \
    "$here/BuildScenePack.java" "$here/scene-kinds.json" "$work/sources" "$work/pack"

rm -rf "$pack"
mkdir -p "$(dirname "$pack")"
cp -R "$work/pack" "$pack"
echo "wrote $pack" >&2
