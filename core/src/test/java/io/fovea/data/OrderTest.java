package io.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

class OrderTest {

    @Test
    void everyPassVisitsEachSampleOnce() {
        for (int size :
                new int[] {1, 2, 3, 4, 5, 7, 15, 16, 17, 63, 64, 65, 100, 255, 1000, 4097}) {
            for (int pass = 0; pass < 3; pass++) {
                BitSet seen = new BitSet();
                for (int i = 0; i < size; i++) {
                    seen.set(Math.toIntExact(Order.index((long) pass * size + i, size, 9)));
                }
                assertThat(seen.cardinality()).as("size %d, pass %d", size, pass).isEqualTo(size);
                assertThat(seen.length()).isEqualTo(size);
            }
        }
    }

    @Test
    void passesAndSeedsDiffer() {
        assertThat(pass(0, 1))
                .isEqualTo(pass(0, 1))
                .isNotEqualTo(pass(1, 1))
                .isNotEqualTo(pass(0, 2));
        assertThat(pass(0, 1)).isNotEqualTo(pass(0, 1).stream().sorted().toList());
    }

    private static List<Long> pass(int pass, long seed) {
        List<Long> order = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            order.add(Order.index(pass * 50L + i, 50, seed));
        }
        return order;
    }

    @Test
    void endlessSetsAreVisitedInOrderAndHugeOnesStayInside() {
        assertThat(Order.index(123, Long.MAX_VALUE, 5)).isEqualTo(123);
        long huge = (1L << 62) + 12345;
        for (long i = 0; i < 200; i++) {
            assertThat(Order.index(i, huge, i)).isBetween(0L, huge - 1);
        }
    }
}
