package io.fovea.data.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Message;
import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;
import io.fovea.data.files.DataError;
import io.fovea.geometry.Region;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

class DataSpecTest {

    @Test
    void aSpecHasFormatPlaceAndOptions() {
        assertThat(DataSpec.parse("coco:a, b.json,images=my, pictures,dialogues=4"))
                .isEqualTo(
                        new DataSpec(
                                "coco",
                                "a, b.json",
                                Map.of("images", "my, pictures", "dialogues", "4")));
        assertThat(DataSpec.parse("scenes")).isEqualTo(new DataSpec("scenes", "", Map.of()));
        assertThat(DataSpec.parse("scenes:seed=3").options()).containsEntry("seed", "3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scenes", "scenes:test", "scenes:seed=3", "lines:a=b/c.jsonl,images=d"})
    void aSpecIsWrittenAsItIsRead(String text) {
        DataSpec spec = DataSpec.parse(text);
        assertThat(DataSpec.parse(spec.toString())).isEqualTo(spec);
        assertThat(spec.toString()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scnes:test | expected one of",
                "scenes:tset | train, validation, test",
                "scenes:test,sise=3 | no option 'sise'",
                "scenes:test,size=small | a whole number from 16",
                "scenes:test,size=64,size=32 | twice",
                "scenes:test,min_things=9 | fewest and most things",
                ":x | names no data set",
                "lines | names no file",
                "lines:nowhere.jsonl | there is no nowhere.jsonl"
            })
    void whatCannotBeMeantIsSaid(String spec, String words) {
        assertThatThrownBy(() -> DataFormats.open(spec))
                .isInstanceOf(DataError.class)
                .hasMessageContaining(words);
    }

    @Test
    void scenesAreADataSet() {
        Dataset scenes = DataFormats.open("scenes:validation,size=64,dialogues=2,seed=7");
        assertThat(scenes.get(3).picture().width()).isEqualTo(64);
        assertThat(scenes.get(3).dialogues()).hasSize(2);
        assertThat(scenes.labels()).contains("apple").doesNotHaveDuplicates();
    }

    @Test
    void everyFormatSaysWhatItIs() {
        assertThat(DataFormats.all())
                .allSatisfy(
                        format -> {
                            DataSpec example = DataSpec.parse(format.example());
                            assertThat(example.format()).isEqualTo(format.name());
                            assertThat(format.options().keySet())
                                    .containsAll(example.options().keySet());
                            assertThat(format.summary()).isNotBlank().doesNotEndWith(".");
                        })
                .extracting(DataFormat::name)
                .doesNotHaveDuplicates();
    }

    @Test
    void aFileNamesAMixture(@TempDir Path folder) throws IOException {
        SetFolder set = new SetFolder(folder);
        String words = set.write("words.jsonl", "{'question': 'x', 'answer': 'y'}");
        String recipe =
                set.write(
                        "recipe.json",
                        "{'name': 'x', 'data': {'sets': [{'set': 'lines:"
                                + words
                                + "'}, {'set': 'scenes:validation', 'weight': 2}], 'places':"
                                + " 'text'}}");
        Dataset mixed = DataFormats.open("mix:" + recipe);
        assertThat(mixed.size()).isEqualTo(Long.MAX_VALUE);
        List<Sample> samples = LongStream.range(0, 60).mapToObj(mixed::get).toList();
        assertThat(samples).extracting(Sample::image).containsNull().anyMatch(Objects::nonNull);
        assertThat(samples)
                .flatExtracting(Sample::dialogues)
                .flatExtracting(Dialogue::messages)
                .flatExtracting(Message::parts)
                .hasOnlyElementsOfType(ContentPart.Text.class);
        String again = set.write("again.json", "{'sets': [{'set': 'mix:" + recipe + "'}]}");
        assertThatThrownBy(() -> DataFormats.open("mix:" + again))
                .isInstanceOf(DataError.class)
                .hasMessageContaining("not mixed again");
    }

    @Test
    void scenesOfSomeKindsOfExchangeAlone() {
        Dataset scenes = DataFormats.open("scenes:validation,only=name+absent,dialogues=4,seed=7");
        Set<String> kinds = new TreeSet<>();
        for (int i = 0; i < 8; i++) {
            scenes.get(i).dialogues().forEach(dialogue -> kinds.add(dialogue.kind()));
        }
        assertThat(kinds).containsExactly("absent", "name");
        assertThatThrownBy(() -> DataFormats.open("scenes:validation,only=name+colours"))
                .isInstanceOf(DataError.class)
                .hasMessageContaining("'colours'")
                .hasMessageContaining("questions");
    }

    @Test
    void scenesMayBeToldInWords() {
        Dataset told = DataFormats.open("scenes:validation,as=words,only=questions,seed=7");
        Dataset shown = DataFormats.open("scenes:validation,only=questions,seed=7");
        for (int i = 0; i < 6; i++) {
            Sample sample = told.get(i);
            assertThat(sample.image()).isNull();
            List<String> kinds = shown.get(i).things().stream().map(Region::label).toList();
            for (Dialogue dialogue : sample.dialogues()) {
                String words = dialogue.messages().getFirst().toString();
                assertThat(words).contains(". ").contains(kinds);
            }
            assertThat(sample.dialogues()).hasSameSizeAs(shown.get(i).dialogues());
        }
        assertThatThrownBy(() -> DataFormats.open("scenes:validation,as=smells"))
                .isInstanceOf(DataError.class)
                .hasMessageContaining("as=smells");
    }
}
