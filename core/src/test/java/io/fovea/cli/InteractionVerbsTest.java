package io.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.image.ImageReader;
import io.fovea.image.ImageWriter;
import io.fovea.testkit.GoldenModels;
import io.fovea.testkit.TinyModels;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A network that asks, from the command line: made, used, drawn, turned off, and refused. */
class InteractionVerbsTest {

    @TempDir static Path folder;

    private static String base;
    private static String eye;
    private static String picture;

    @BeforeAll
    static void make() {
        base = TinyModels.folder(folder.resolve("models"), TinyModels.Size.TINY, 1).toString();
        eye = folder.resolve("eye").toString();
        picture = folder.resolve("picture.png").toString();
        byte[] rgb = new byte[3 * 90 * 60];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 7);
        }
        ImageWriter.write(new Image(new Canvas(90, 60), rgb), Path.of(picture));
        Ran ran = Ran.of("extend", base, "--interaction", "--slots", "3", "--out", eye);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("<request> = 314", "<answer> = 315", "need none", "network");
    }

    private static Ran ask(String... more) {
        String[] all = new String[more.length + 5];
        System.arraycopy(
                new String[] {"ask", picture, "what is <request> this", "--threads", "1"},
                0,
                all,
                0,
                5);
        System.arraycopy(more, 0, all, 5, more.length);
        return Ran.of(all);
    }

    private static int promptTokens(Ran ran) {
        assertThat(ran.err()).isEmpty();
        return ran.json().path("usage").path("prompt_tokens").intValue();
    }

    @Test
    void theNetworkIsUsedAndTurnedOff() {
        int before = promptTokens(ask("--model", base, "--json"));
        assertThat(promptTokens(ask("--model", eye, "--json"))).isEqualTo(before + 4);
        assertThat(promptTokens(ask("--model", eye, "--json", "--no-interaction")))
                .isEqualTo(before);
    }

    @Test
    void whereItLookedIsDrawn() {
        Path drawn = folder.resolve("looked.png");
        Ran ran = ask("--model", eye, "--show-attention", drawn.toString());
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("attention: " + drawn);
        Image sheet = ImageReader.read(drawn);
        assertThat(sheet.width()).as("five small pictures beside each other").isGreaterThan(1000);
        Ran off = ask("--model", eye, "--no-interaction", "--show-attention", drawn.toString());
        assertThat(off.code()).isEqualTo(1);
        assertThat(off.err()).contains("nothing looked at the picture").doesNotContain("\tat");
        assertThat(ask("--model", eye, "--show-attention", "x.bmp").err()).contains(".png");
    }

    @Test
    void adaptersThatCannotBeAreRefused() throws IOException {
        Ran none = ask("--model", base, "--adapter", folder.resolve("nowhere").toString());
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("no folder of this name").doesNotContain("\tat");
        Ran model = ask("--model", base, "--adapter", base);
        assertThat(model.err()).contains("adapter_config.json");
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(other.resolve("adapter_config.json"), "{\"peft_type\": \"PROMPT\"}");
        assertThat(ask("--model", base, "--adapter", other.toString()).err())
                .contains("'PROMPT'")
                .doesNotContain("\tat");
        Files.writeString(other.resolve("adapter_config.json"), "{\"peft_type\": \"INTERACTION\"}");
        assertThat(ask("--model", base, "--adapter", other.toString()).err())
                .contains("base")
                .doesNotContain("\tat");
    }

    @Test
    void theCommandLineIsChecked() {
        String out = folder.resolve("never").toString();
        assertThat(Ran.of("extend", base, "--out", out).err()).contains("--interaction");
        Ran both = Ran.of("extend", base, "--perception", "--interaction", "--out", out);
        assertThat(both.code()).isEqualTo(2);
        Ran form = Ran.of("extend", base, "--interaction", "--form", "lens", "--out", out);
        assertThat(form.err())
                .contains("expected cross, gather, qformer or decomposed, got 'lens'");
        Ran slots = Ran.of("extend", base, "--interaction", "--slots", "0", "--out", out);
        assertThat(slots.err()).contains("expected a number from 1 to 999, got '0'");
        Ran mixed = Ran.of("extend", base, "--perception", "--slots", "2", "--out", out);
        assertThat(mixed.code()).isEqualTo(2);
        assertThat(mixed.err()).contains("belong to --interaction");
        Ran names = Ran.of("extend", base, "--interaction", "--tokens", "<a>", "--out", out);
        assertThat(names.err()).contains("two names");
        Ran twice = Ran.of("extend", eye, "--interaction", "--out", out);
        assertThat(twice.err()).contains("has the extension 'interaction'");
        Ran words =
                Ran.of(
                        "extend",
                        GoldenModels.folder("text-qwen2-tied").toString(),
                        "--interaction",
                        "--out",
                        out);
        assertThat(words.err()).contains("words only").doesNotContain("\tat");
        assertThat(Path.of(out)).doesNotExist();
    }

    @Test
    void formsAreChosenAndInspected() throws IOException {
        Path sizes = folder.resolve("sizes.json");
        Files.writeString(
                sizes,
                "{\"form\": {\"type\": \"decomposed\", \"rows\": 2, \"text\": {\"width\": 16,"
                        + " \"layers\": 1, \"heads\": 2, \"mlp_width\": 32}}, \"slots\": 2}");
        Path out = folder.resolve("decomposed");
        Ran ran =
                Ran.of(
                        "extend",
                        base,
                        "--interaction",
                        "--form",
                        "decomposed",
                        "--config",
                        sizes.toString(),
                        "--rounds",
                        "2",
                        "--out",
                        out.toString());
        assertThat(ran.err()).isEmpty();
        int before = promptTokens(ask("--model", base, "--json"));
        assertThat(promptTokens(ask("--model", out.toString(), "--json"))).isEqualTo(before + 6);
        Ran inspected = Ran.of("inspect", out.toString());
        assertThat(inspected.out())
                .contains("interaction", "request = <request>")
                .doesNotContain("missing (");
        Ran help = Ran.of("extend", "--help");
        assertThat(help.out()).contains("--interaction", "Examples:");
    }
}
