package io.fovea.chat.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Templates of released models, which are not kept here; see golden/jinja/PROVENANCE.md. */
class RealTemplatesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void llama3AndQwen3RenderAsInJinja2() throws IOException {
        Path data = data();
        boolean there = Files.isDirectory(data.resolve("hf-configs"));
        if (!there) {
            System.out.println("skipped: no folder " + data.resolve("hf-configs"));
        }
        assumeTrue(there, "no folder with the configurations of released models");
        JsonNode file;
        try (InputStream in = getClass().getResourceAsStream("/golden/jinja/real.json")) {
            file = JSON.readTree(in);
        }
        assertThat(file.path("cases")).hasSize(28);
        for (JsonNode one : file.path("cases")) {
            Path folder = data.resolve("hf-configs").resolve(one.path("folder").textValue());
            String template =
                    JSON.readTree(folder.resolve("tokenizer_config.json").toFile())
                            .path("chat_template")
                            .textValue();
            Map<String, Object> values =
                    JSON.convertValue(one.path("values"), new TypeReference<>() {});
            assertThat(Template.parse(template).render(values))
                    .isEqualTo(one.path("rendered").textValue());
        }
    }

    private static Path data() {
        String property = System.getProperty("fovea.data", System.getenv("FOVEA_DATA"));
        return property == null ? Path.of("..", "..", "shared", "data") : Path.of(property);
    }
}
