package io.fovea.chat.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class TemplateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "a\\nb {{ 1 + }} # line 2 # expected an expression, got '}}'",
                "\\n"
                        + "\\n"
                        + "{% if true %}x # line 3 # 'if' is not closed: expected elif or else or"
                        + " endif",
                "{% for x of y %} # line 1 # expected 'in', got 'of'",
                "{% include 'x' %} # line 1 # the tag 'include' is not known",
                "x\\n{{ missing.role }} # line 2 # 'missing' is undefined",
                "x\\n"
                        + "{% if true %}\\n"
                        + "{{ 'a' + 1 }}{% endif %} # line 3 # between a string and a whole",
                "{{ x|frobnicate }} # line 1 # there is no filter 'frobnicate'",
                "{{ x is frobnicated }} # line 1 # there is no test 'frobnicated'",
                "{{ 'a }} # line 1 # a string is not closed",
                "{{ a # line 1 # a tag is not closed: expected '}}'",
                "{{ f(a=1, a=2) }} # line 1 # 'a' comes twice",
                "{{ raise_exception('roles must alternate') }} # line 1 # roles must alternate"
            })
    void errorsNameLineAndWhatWasExpected(String template, String line, String words) {
        assertThatThrownBy(() -> render(template.replace("\\n", "\n")))
                .isInstanceOf(JinjaError.class)
                .hasMessageContaining(line)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
                "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
                "{% set n = namespace(x='ab') %}{% for i in range(99) %}{% set n.x = n.x ~ n.x %}"
                        + "{% endfor %}",
                "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = [n.x, n.x] %}"
                        + "{% endfor %}{{ n.x == n.x }}",
                "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = n.x + n.x %}"
                        + "{% endfor %}",
                "{% set n = namespace(x=[]) %}{% for i in range(99999) %}{% set n.x = [n.x] %}"
                        + "{% endfor %}{{ n.x }}",
                "{% set l = [] %}{{ l.append(l) }}{{ l }}",
                "{{ 'a' * 999999999999 }}",
                "{{ [0] * 999999999 }}",
                "{{ range(9999999999) }}",
                "{{ ('a' * 99999)|replace('a', 'b' * 99999) }}",
                "{{ 9999999999 ** 9999999999 }}"
            })
    @Timeout(60)
    void noTemplateHangsOrFillsTheMemory(String template) {
        assertThatThrownBy(() -> render(template)).isInstanceOf(JinjaError.class);
    }

    @Test
    void deepNestingIsAnErrorAndNotAnOverflow() {
        assertThatThrownBy(() -> render("{{ " + "(".repeat(5000) + "1" + ")".repeat(5000) + " }}"))
                .hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> render("{{ " + "not ".repeat(5000) + "1 }}"))
                .hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> render("{{ 1" + " + 1".repeat(5000) + " }}"))
                .hasMessageContaining("deeper");
        assertThatThrownBy(
                        () -> render("{% if 1 %}".repeat(5000) + "x" + "{% endif %}".repeat(5000)))
                .hasMessageContaining("nested deeper");
    }

    @Test
    void listsMayGrow() {
        assertThat(render("{% set l = [1] %}{% set _ = l.append(2) %}{{ l }}{{ l.index(2) }}"))
                .isEqualTo("[1, 2]1");
    }

    @Test
    void aTemplateKeepsNothingBetweenRenderings() {
        Template template = Template.parse("{% set x = (x|default(0)) + 1 %}{{ x }}{{ y }}");
        assertThat(template.render(Map.of("y", "a"))).isEqualTo("1a");
        assertThat(template.render(Map.of())).isEqualTo("1");
    }

    @Test
    void takesPlainJavaValues() {
        Map<String, Object> values = new HashMap<>();
        values.put("list", List.of(1, 2L, 2.5, true, "x", Map.of("k", 1)));
        values.put("nothing", null);
        assertThat(Template.parse("{{ list }}{{ nothing is none }}").render(values))
                .isEqualTo("[1, 2, 2.5, True, 'x', {'k': 1}]True");
        assertThatThrownBy(() -> Template.parse("").render(Map.of("x", new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object");
    }

    @Test
    void theValuesOfACallerStayAsTheyAre() {
        List<Object> list = new ArrayList<>(List.of("a"));
        Template.parse("{{ list.append('b') }}").render(Map.of("list", list));
        assertThat(list).containsExactly("a");
    }

    private static String render(String template) {
        return Template.parse(template).render(Map.of());
    }
}
