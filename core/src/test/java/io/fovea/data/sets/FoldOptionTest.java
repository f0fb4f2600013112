package io.fovea.data.sets;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.fovea.data.Dataset;
import io.fovea.data.PictureDataset;
import io.fovea.data.Sample;
import io.fovea.data.files.DataError;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

class FoldOptionTest {

    private static final int PICTURES = 40;

    @TempDir Path folder;

    private SetFolder set;
    private String lines = "";

    @BeforeEach
    void pictures() throws IOException {
        set = new SetFolder(folder);
        List<String> records = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            set.picture("p" + i + ".png", 20, 10);
            records.add(
                    "{'id': '"
                            + i
                            + "', 'image': 'p"
                            + i
                            + ".png', 'regions': [{'box': [1, 1, 5, 5], 'phrase': 'dog'}],"
                            + " 'absent': ['cat', 'cow']}");
        }
        records.add("{'id': 'words', 'question': 'say hello', 'answer': 'hello'}");
        lines = "lines:" + set.write("set.jsonl", records.toArray(String[]::new));
    }

    private static List<String> ids(Dataset dataset) {
        return LongStream.range(0, dataset.size())
                .mapToObj(dataset::get)
                .map(Sample::id)
                .map(id -> id.replaceFirst("-\\d+$", ""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void foldsPartThePictures(int folds) {
        Dataset whole = DataFormats.open(lines + ",dialogues=1");
        assertThat(whole.size()).isEqualTo(3 * PICTURES + 1);
        Set<String> seen = new HashSet<>();
        long samples = 0;
        for (int fold = 1; fold <= folds; fold++) {
            String part = fold + "/" + folds;
            Dataset only = DataFormats.open(lines + ",dialogues=1,fold=" + part);
            Dataset but = DataFormats.open(lines + ",dialogues=1,without=" + part);
            assertThat(only.size() + but.size()).isEqualTo(whole.size());
            Set<String> pictures = new HashSet<>(ids(only));
            assertThat(pictures).doesNotContainAnyElementsOf(ids(but));
            assertThat(pictures).hasSizeBetween(PICTURES / folds / 3, 2 * PICTURES / folds);
            assertThat(Collections.disjoint(pictures, seen)).isTrue();
            assertThat(only.labels()).as("labels are those of the whole").containsExactly("dog");
            seen.addAll(pictures);
            samples += only.size();
        }
        assertThat(samples).isEqualTo(whole.size());
        assertThat(seen).hasSize(PICTURES + 1);
    }

    @Test
    void samplesAreTheOnesOfTheWhole() {
        Dataset whole = DataFormats.open(lines);
        Dataset part = DataFormats.open(lines + ",without=1/3");
        List<String> all = ids(whole);
        int from = 0;
        for (long i = 0; i < part.size(); i++) {
            int at = all.indexOf(part.get(i).id());
            assertThat(at).as("order").isGreaterThanOrEqualTo(from);
            assertThat(part.get(i).dialogues()).isEqualTo(whole.get(at).dialogues());
            from = at + 1;
        }
    }

    @Test
    void aPictureIsInTheSameFoldOfEverySetUnderEveryName() throws IOException {
        List<String> records = new ArrayList<>();
        for (int i = PICTURES - 1; i >= 0; i -= 2) {
            Path copy = folder.resolve("other/COCO_" + (1000 + i) + ".png");
            Files.createDirectories(copy.getParent());
            Files.copy(folder.resolve("p" + i + ".png"), copy);
            records.add(
                    "{'image': '"
                            + copy.getFileName()
                            + "', 'sentence': 'a', 'bbox': [1, 1, 5, 5]}");
        }
        String expressions =
                "expressions:" + set.write("other/refs.jsonl", records.toArray(String[]::new));
        int found = 0;
        for (int fold = 1; fold <= 4; fold++) {
            String part = ",fold=" + fold + "/4";
            List<String> here = ids(DataFormats.open(lines + part));
            for (String id : ids(DataFormats.open(expressions + part))) {
                String number = id.replaceAll("\\D", "");
                assertThat(here).contains(String.valueOf(Integer.parseInt(number) - 1000));
                found++;
            }
        }
        assertThat(found).isEqualTo(PICTURES / 2);
    }

    @Test
    void everySetWithAnEndKnowsItsPictures() {
        classes()
                .that()
                .resideInAPackage("io.fovea.data.sets")
                .and()
                .implement(Dataset.class)
                .should()
                .implement(PictureDataset.class)
                .check(
                        new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("io.fovea.data.sets"));
        assertThat(DataFormats.all())
                .filteredOn(DataFormat::endless)
                .extracting(DataFormat::name)
                .containsExactly("scenes", "mix");
        assertThat(DataFormats.all())
                .allSatisfy(
                        format ->
                                assertThat(format.options()).doesNotContainKeys("fold", "without"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fold=0/5 | a fold and how many there are, such as 2/5 for fold, got 0/5",
                "fold=6/5 | such as 2/5",
                "fold=1/1 | such as 2/5",
                "without=2 | for without, got 2",
                "without=a/b | such as 2/5",
                "fold=1/99999999999 | such as 2/5",
                "fold=1/2,without=1/2 | either fold or without, not both"
            })
    void whatIsNoFoldIsSaid(String options, String words) {
        assertThatThrownBy(() -> DataFormats.open(lines + "," + options))
                .isInstanceOf(DataError.class)
                .hasMessageContaining(words);
    }

    @Test
    void endlessSetsAndEmptyFoldsAreRefused() throws IOException {
        assertThatThrownBy(() -> DataFormats.open("scenes:test,fold=1/2"))
                .isInstanceOf(DataError.class)
                .hasMessageContaining("no option 'fold'");
        String one = "lines:" + set.write("one.jsonl", "{'question': 'a', 'answer': 'b'}");
        int empty = 0;
        for (int fold = 1; fold <= 2; fold++) {
            String spec = one + ",fold=" + fold + "/2";
            try {
                assertThat(DataFormats.open(spec).size()).isEqualTo(1);
            } catch (DataError e) {
                assertThat(e).hasMessageContaining("make fewer folds");
                empty++;
            }
        }
        assertThat(empty).isEqualTo(1);
    }
}
