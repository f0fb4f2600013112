package io.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class MixtureTest {

    /** Samples called by a letter and their number. */
    private record Lettered(String letter, long size, List<String> labels) implements Dataset {
        @Override
        public Sample get(long index) {
            return new Sample(letter + index, null, List.of(), List.of(), Map.of());
        }
    }

    private static Dataset set(String letter, long size) {
        return new Lettered(letter, size, List.of(letter, "both"));
    }

    private static Mixture mixture(long seed) {
        return new Mixture(
                List.of(
                        new Mixture.Part(set("a", 7), 3),
                        new Mixture.Part(set("b", 2_000), 1),
                        new Mixture.Part(set("c", Long.MAX_VALUE), 1e-9)),
                seed);
    }

    private static List<String> ids(Mixture mixture, long from, int count) {
        List<String> ids = new ArrayList<>();
        for (long i = from; i < from + count; i++) {
            ids.add(mixture.get(i).id());
        }
        return ids;
    }

    @Test
    void everyBlockHasEachSetsShare() {
        for (int block = 0; block < 3; block++) {
            Map<Character, Integer> counts = new HashMap<>();
            ids(mixture(5), block * 10_000L, 10_000)
                    .forEach(id -> counts.merge(id.charAt(0), 1, Integer::sum));
            assertThat(counts).containsEntry('c', 1);
            assertThat(counts.get('a')).isBetween(7_498, 7_500);
            assertThat(counts.get('b')).isBetween(2_499, 2_501);
        }
    }

    @Test
    void eachPassOverASetTakesEverySampleOnce() {
        Map<String, Integer> counts = new HashMap<>();
        ids(mixture(5), 0, 20_000).forEach(id -> counts.merge(id, 1, Integer::sum));
        counts.keySet().removeIf(id -> !id.startsWith("b"));
        assertThat(counts).hasSize(2_000);
        assertThat(counts.values()).allMatch(count -> count == 2 || count == 3);
    }

    @Test
    void theOrderFollowsFromSeedAndPosition() {
        assertThat(ids(mixture(5), 12_345, 50))
                .isEqualTo(ids(mixture(5), 0, 12_395).subList(12_345, 12_395));
        assertThat(ids(mixture(6), 0, 50)).isNotEqualTo(ids(mixture(5), 0, 50));
        assertThat(mixture(5).labels()).containsExactly("a", "both", "b", "c");
    }

    @Test
    void badPartsAreRefused() {
        assertThatThrownBy(() -> new Mixture.Part(set("a", 7), 0)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new Mixture.Part(set("a", 0), 1)).hasMessageContaining("empty");
        assertThatThrownBy(() -> new Mixture(List.of(), 1)).hasMessageContaining("1 to 100");
    }

    @Test
    void aBrokenSampleIsReplacedByTheNextThatCanBeRead() {
        Dataset broken =
                new Dataset() {
                    @Override
                    public long size() {
                        return 5;
                    }

                    @Override
                    public Sample get(long index) {
                        if (index >= 3) {
                            throw new IllegalArgumentException("sample " + index + " is broken");
                        }
                        return set("a", 5).get(index);
                    }
                };
        List<String> told = new ArrayList<>();
        SkippingDataset skipping = new SkippingDataset(broken, told::add);
        assertThat(skipping.get(1).id()).isEqualTo("a1");
        assertThat(skipping.get(3).id()).isEqualTo("a0");
        assertThat(told).containsExactly("sample 3 is broken", "sample 4 is broken");
    }
}
