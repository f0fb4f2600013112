package io.fovea.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class ForeignObjectTest {

    private static ForeignObject of(String json) {
        return ForeignObject.of(StrictJson.tree(json, "x"), "x.json");
    }

    @Test
    void absentKeysTakeDefaultsAndNullIsNotAbsent() {
        ForeignObject object =
                of("{\"a\": 3, \"n\": null, \"list\": [1, 2], \"in\": {\"b\": 0.5}}");
        assertThat(object.whole("a", 9)).isEqualTo(3);
        assertThat(object.whole("none", 9)).isEqualTo(9);
        assertThat(object.wholeOrNull("n", 9)).isNull();
        assertThat(object.wholeOrNull("none", 9)).isEqualTo(9);
        assertThat(object.has("n")).isFalse();
        assertThat(object.wholes("list")).containsExactly(1, 2);
        assertThat(object.object("in").orElseThrow().number("b", 0)).isEqualTo(0.5);
        assertThat(object.object("none")).isEmpty();
        object.orThrow();
        assertThat(object.unread()).isEmpty();
    }

    @Test
    void problemsOfAllDepthsAreToldAtOnceAndReadingGoesOn() {
        ForeignObject object = of("{\"a\": \"3\", \"in\": {\"b\": [1, \"x\"]}, \"c\": 1}");
        assertThat(object.whole("a", 9)).isEqualTo(9);
        assertThat(object.object("in").orElseThrow().numbers("b")).containsExactly(1.0);
        assertThat(object.object("c")).isEmpty();
        int named = object.named("none", "4", Integer::parseInt);
        assertThat(named).isEqualTo(4);
        Optional<Integer> made = object.make("c", () -> Integer.valueOf("x"));
        assertThat(made).isEmpty();
        ConfigError error = catchThrowableOfType(ConfigError.class, object::orThrow);
        assertThat(error.problems())
                .extracting(Problem::path)
                .containsExactly("a", "in.b[1]", "c", "c");
    }

    @Test
    void keysThatNobodyAskedForAreNamed() {
        ForeignObject object = of("{\"a\": 1, \"b\": 2, \"in\": {\"c\": 3, \"d\": 4}}");
        object.whole("a", 0);
        object.object("in").orElseThrow().whole("d", 0);
        assertThat(object.unread()).containsExactly("b", "in.c");
        assertThatThrownBy(() -> of("[1]")).hasMessageContaining("an object");
    }
}
