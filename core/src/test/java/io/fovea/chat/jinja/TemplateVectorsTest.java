package io.fovea.chat.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Against Jinja2 itself; see golden/jinja/PROVENANCE.md. */
class TemplateVectorsTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2025, 3, 7, 16, 5, 9);

    @Test
    void everyTemplateRendersAsInJinja2() throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode file;
        try (InputStream in = getClass().getResourceAsStream("/golden/jinja/vectors.json")) {
            file = json.readTree(in);
        }
        Map<String, Object> values =
                json.convertValue(file.path("values"), new TypeReference<>() {});
        List<String> wrong = new ArrayList<>();
        for (JsonNode one : file.path("cases")) {
            String template = one.path("template").textValue();
            String expected = one.has("error") ? "(an error)" : one.path("rendered").textValue();
            String got = rendered(template, values);
            boolean right = one.has("error") ? got.startsWith("(an error)") : got.equals(expected);
            if (!right) {
                wrong.add(json.writeValueAsString(List.of(template, expected, got)));
            }
        }
        assertThat(file.path("cases").size()).isGreaterThan(500);
        assertThat(wrong).as("template, expected, got").isEmpty();
    }

    private static String rendered(String template, Map<String, Object> values) {
        try {
            return Template.parse(template).render(values, () -> NOW);
        } catch (JinjaError e) {
            return "(an error) " + e.getMessage();
        }
    }
}
