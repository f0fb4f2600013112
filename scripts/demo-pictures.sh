#!/usr/bin/env bash
# Draws the pictures of `fovea demo` again: eight scenes of the validation split, 384 x 384 pixels. What is asked about
# them stands in demo.json beside them and must fit; `./fovea scenes --pictures DIR ...` prints what a scene holds.
#
#   scripts/demo-pictures.sh [DIR]
set -euo pipefail
cd "$(dirname "$0")/.."
demo=${1:-fovea-mini/src/main/resources/io/fovea/mini/demo}
scenes=(3:cars 8:pushpins 13:telephones 15:sunflowers 21:books 25:gifts 28:basketball 30:tractor)

mkdir -p "$demo"
drawn=$(mktemp -d)
trap 'rm -rf "$drawn"' EXIT
./fovea scenes --pictures "$drawn" --split validation --seed 7 --size 384 --count 31 >"$drawn/told"
for scene in "${scenes[@]}"; do
    cp "$drawn/scenes-7-validation-${scene%:*}.jpg" "$demo/${scene#*:}.jpg"
done
echo "drawn: $demo"
