package io.fovea.chat.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.fovea.testkit.OutsideData;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;

/** Templates of released models, which are not kept here; see golden/jinja/PROVENANCE.md. */
class RealTemplatesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void llama3AndQwen3RenderAsInJinja2() throws IOException {
        Path configs = OutsideData.folder("hf-configs");
        JsonNode file;
        try (InputStream in = getClass().getResourceAsStream("/golden/jinja/real.json")) {
            file = JSON.readTree(in);
        }
        assertThat(file.path("cases")).hasSize(28);
        for (JsonNode one : file.path("cases")) {
            Path folder = configs.resolve(one.path("folder").textValue());
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
}
