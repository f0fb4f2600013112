package io.fovea.data;

import io.fovea.geometry.ImageGeometry;
import io.fovea.geometry.Region;
import io.fovea.model.Prompt;
import io.fovea.model.images.ImageGrid;
import io.fovea.model.images.PreparedImage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The arrays of a {@link Batch} while rows are written into them. */
final class Packing {

    /**
     * A sample before padding.
     *
     * @param exchanges what is asked and answered
     * @param length columns that they take when the picture stands there once
     * @param image the picture as the tower reads it; null for words alone
     * @param things every annotated thing
     */
    record Row(
            List<Exchange> exchanges,
            int length,
            @Nullable PreparedImage image,
            List<Region> things) {

        /** Of the picture that places are on. */
        ImageGeometry geometry() {
            return Objects.requireNonNull(image).geometry();
        }

        /** Columns up to the end of the picture. */
        int prefix() {
            return exchanges.getFirst().prompt().imageEnd();
        }
    }

    /**
     * An exchange as ids.
     *
     * @param prompt with the picture at its beginning
     * @param kind what it asks
     * @param about where the answer is to be seen
     */
    record Exchange(Prompt prompt, String kind, List<Region> about) {}

    /**
     * Tokens without words.
     *
     * @param pad fills rows up
     * @param image stands for a part of a picture; null where there are none
     */
    record Fill(int pad, @Nullable Integer image) {}

    private final RegionTargets regions;
    private final @Nullable Integer image;
    private final @Nullable ImageGrid grid;
    private final int axes;
    private final List<Long> images = new ArrayList<>();
    private final int count;
    private final int length;
    private final int prefix;
    private final long[] ids;
    private final long[] positions;
    private final float[] mask;
    private final int[] pictured;
    private final float[] pixels;
    private final long[] pixelShape;
    private final List<Long> predicting = new ArrayList<>();
    private final List<Long> answers = new ArrayList<>();
    private final List<Integer> openings = new ArrayList<>();
    private final List<String> kinds = new ArrayList<>();
    private final List<Batch.Place> places = new ArrayList<>();
    private final List<Batch.Thing> things = new ArrayList<>();
    private final List<Batch.Look> looks = new ArrayList<>();
    private final List<Batch.Asked> asked = new ArrayList<>();

    private Packing(List<Row> rows, RegionTargets regions, Fill fill) {
        image = fill.image;
        count = rows.size();
        length = rows.stream().mapToInt(Row::length).max().orElseThrow();
        pictured = IntStream.range(0, count).filter(r -> rows.get(r).image() != null).toArray();
        prefix = pictured.length == 0 ? 0 : rows.get(pictured[0]).prefix();
        ids = new long[count * length];
        Arrays.fill(ids, fill.pad);
        axes = rows.getFirst().exchanges().getFirst().prompt().positions().axes().length;
        positions = new long[axes * count * length];
        mask = new float[Math.toIntExact((long) count * length * length)];
        Arrays.fill(mask, Batch.BLOCKED);
        PreparedImage first = pictured.length == 0 ? null : rows.get(pictured[0]).image();
        pixels = new float[first == null ? 0 : pictured.length * first.pixels().length];
        pixelShape = first == null ? new long[] {0, 3, 0, 0} : first.shape();
        pixelShape[0] *= pictured.length;
        grid = first == null ? null : first.grid();
        this.regions = grid == null ? regions : regions.on(grid);
    }

    /**
     * Packs rows.
     *
     * @param regions places to numbers
     * @throws IllegalArgumentException when pictures of different rows end at different columns, or
     *     are cut in different ways
     */
    static Batch pack(List<Row> rows, RegionTargets regions, Fill fill) {
        Packing packing = new Packing(rows, regions, fill);
        for (int r = 0; r < rows.size(); r++) {
            packing.fill(r, rows.get(r));
        }
        return packing.batch();
    }

    private Batch batch() {
        return new Batch(
                count,
                length,
                prefix,
                ids,
                positions,
                mask,
                pictured,
                pixels,
                pixelShape,
                grid,
                images.stream().mapToLong(Long::longValue).toArray(),
                grid == null ? 0 : regions.patches(),
                predicting.stream().mapToLong(Long::longValue).toArray(),
                answers.stream().mapToLong(Long::longValue).toArray(),
                openings.stream().mapToInt(Integer::intValue).toArray(),
                kinds,
                places,
                things,
                looks,
                asked);
    }

    private void fill(int r, Row row) {
        if (row.image() != null) {
            requireAlike(row.image());
            float[] own = row.image().pixels();
            int at = Arrays.binarySearch(pictured, r);
            System.arraycopy(own, 0, pixels, at * own.length, own.length);
        }
        row.things()
                .forEach(
                        thing ->
                                things.add(
                                        new Batch.Thing(
                                                r,
                                                String.valueOf(thing.label()),
                                                regions.of(thing, row.geometry()))));
        int next = 0;
        for (Exchange exchange : row.exchanges()) {
            openings.add(answers.size());
            kinds.add(exchange.kind());
            next = exchange(r, row, exchange, next);
        }
        for (int i = next; i < length; i++) {
            allow(r, i, i, i + 1);
        }
    }

    private void requireAlike(PreparedImage other) {
        if (!other.grid().equals(grid)) {
            throw new IllegalArgumentException(
                    "pictures of a batch are cut alike, got "
                            + grid
                            + " and "
                            + other.grid()
                            + "; this model sees pictures of other sizes otherwise: give it"
                            + " pictures of one size, or batches of one");
        }
    }

    /** Where a token stands, on every axis, and whether it is a picture's. */
    private void place(int at, Prompt prompt, int i) {
        long[][] from = prompt.positions().axes();
        for (int axis = 0; axis < axes; axis++) {
            positions[axis * count * length + at] = from[axis][i];
        }
        if (image != null && prompt.ids()[i] == image) {
            images.add((long) at);
        }
    }

    /** Writes an exchange at column {@code start}, without the prefix unless it is the first. */
    private int exchange(int r, Row row, Exchange exchange, int start) {
        Prompt prompt = exchange.prompt();
        int prefix = row.image() == null ? 0 : this.prefix;
        if (prompt.imageEnd() != prefix) {
            throw new IllegalArgumentException(
                    "exchanges packed together must begin alike: one has its picture end at "
                            + prompt.imageEnd()
                            + ", another at "
                            + prefix);
        }
        int from = start == 0 ? 0 : prefix;
        int shift = start - from;
        for (int i = from; i < prompt.length(); i++) {
            int column = i + shift;
            ids[r * length + column] = prompt.ids()[i];
            place(r * length + column, prompt, i);
            allow(r, column, 0, Math.min(i + 1, prefix));
            allow(r, column, Math.max(prefix, prefix + shift), column + 1);
            if (prompt.answer()[i]) {
                predicting.add((long) r * length + column - 1);
                answers.add((long) prompt.ids()[i]);
            }
        }
        for (Prompt.PlaceToken place : prompt.places()) {
            places.add(
                    new Batch.Place(
                            r,
                            (long) r * length + place.position() + shift,
                            place.answer(),
                            exchange.kind(),
                            regions.of(place.region(), row.geometry())));
        }
        ask(r, row, exchange, shift);
        look(r, row, exchange, shift);
        return prompt.length() + shift;
    }

    private void ask(int r, Row row, Exchange exchange, int shift) {
        List<Prompt.Asked> requests = exchange.prompt().asked();
        if (requests.isEmpty()) {
            return;
        }
        List<Region> placed =
                exchange.prompt().places().stream()
                        .filter(Prompt.PlaceToken::answer)
                        .map(Prompt.PlaceToken::region)
                        .toList();
        List<Batch.Target> about =
                (placed.isEmpty() ? exchange.about() : placed)
                        .stream().map(region -> regions.of(region, row.geometry())).toList();
        int picture = Arrays.binarySearch(pictured, r);
        for (int round = 0; round < requests.size(); round++) {
            Prompt.Asked request = requests.get(round);
            long position = (long) r * length + request.position() + shift;
            asked.add(new Batch.Asked(picture, position, request.slots(), round, about));
        }
    }

    /**
     * Where the states that predict an answer should look: at the next place of the answer where it
     * has places, else at what the exchange is about; told places at themselves.
     */
    private void look(int r, Row row, Exchange exchange, int shift) {
        if (row.image() == null) {
            return;
        }
        ImageGeometry geometry = row.geometry();
        Prompt prompt = exchange.prompt();
        long base = (long) r * length + shift;
        boolean placed = prompt.places().stream().anyMatch(Prompt.PlaceToken::answer);
        for (int i = prompt.imageEnd(); i < prompt.length(); i++) {
            if (prompt.answer()[i]) {
                List<Region> seen = placed ? nextPlace(prompt, i) : exchange.about();
                if (!seen.isEmpty()) {
                    looks.add(new Batch.Look(base + i - 1, regions.patches(seen, geometry)));
                }
            }
        }
    }

    private static List<Region> nextPlace(Prompt prompt, int from) {
        return prompt.places().stream()
                .filter(place -> place.answer() && place.position() >= from)
                .findFirst()
                .map(place -> List.of(place.region()))
                .orElse(List.of());
    }

    private void allow(int r, int query, int from, int to) {
        int base = (r * length + query) * length;
        for (int i = from; i < to; i++) {
            mask[base + i] = 0;
        }
    }
}
