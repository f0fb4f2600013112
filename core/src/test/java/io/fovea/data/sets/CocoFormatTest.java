package io.fovea.data.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.data.AnswerTags;
import io.fovea.data.Dataset;
import io.fovea.data.Sample;
import io.fovea.data.files.DataError;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Mask;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

class CocoFormatTest {

    private static final Canvas CANVAS = new Canvas(20, 10);

    @TempDir Path folder;

    private SetFolder set;

    @BeforeEach
    void pictures() {
        set = new SetFolder(folder);
        set.picture("a.png", 20, 10);
        set.picture("b.png", 20, 10);
    }

    private static String annotation(int id, int image, int category, String more) {
        return "{'id': "
                + id
                + ", 'image_id': "
                + image
                + ", 'category_id': "
                + category
                + ", "
                + more
                + "}";
    }

    /** Categories stand last, with gaps between their ids, as in COCO's own files. */
    private String file(String... annotations) throws IOException {
        return set.write(
                "instances.json",
                "{'info': {'a': [1]}, 'images': [",
                "{'id': 5, 'file_name': 'a.png', 'width': 20, 'height': 10},",
                "{'id': 9, 'file_name': 'b.png', 'width': 20, 'height': 10}],",
                "'annotations': [",
                String.join(",\n", annotations),
                "],",
                "'categories': [{'id': 18, 'name': 'dog'}, {'id': 90, 'name': 'toothbrush'},",
                "{'id': 3, 'name': 'car'}]}");
    }

    @Test
    void everyFormOfMaskIsRead() throws IOException {
        Mask mask = Mask.fromPolygons(CANVAS, List.of(new double[] {2, 2, 8, 2, 8, 6, 2, 6}));
        String counts = Arrays.toString(mask.counts());
        String text = mask.toCoco().replace("\\", "\\\\");
        String path =
                file(
                        annotation(
                                1,
                                5,
                                18,
                                "'bbox': [2, 2, 6, 4], 'segmentation': [[2,2,8,2,8,6,2,6]]"),
                        annotation(
                                2,
                                5,
                                90,
                                "'bbox': [2, 2, 6, 4], 'segmentation': {'size': [10, 20], 'counts':"
                                        + " "
                                        + counts
                                        + "}"),
                        annotation(
                                3,
                                9,
                                90,
                                "'bbox': [2, 2, 6, 4], 'iscrowd': 0, 'segmentation': {'size': [10,"
                                        + " 20], 'counts': '"
                                        + text
                                        + "'}"),
                        annotation(
                                4, 9, 18, "'bbox': [2, 2, 6, 4], 'segmentation': [], 'iscrowd': 1"),
                        annotation(5, 9, 90, "'bbox': [-1, 2, 6, 4]"));
        Dataset dataset = SetFolder.sound("coco:" + path);
        assertThat(dataset.labels()).containsExactly("dog", "toothbrush", "car");
        Sample first = dataset.get(0);
        assertThat(first.id()).isEqualTo("5");
        assertThat(first.things()).extracting("mask").containsExactly(mask, mask);
        assertThat(first.things()).extracting("label").containsExactly("dog", "toothbrush");
        Sample second = dataset.get(1);
        assertThat(second.things()).as("a crowd is no thing").hasSize(2);
        assertThat(second.things().getFirst().mask()).isEqualTo(mask);
        assertThat(second.things().getLast().box().x1()).as("cut at the edge").isZero();
        assertThat(SetFolder.said(dataset))
                .containsExactly(
                        "name: find the dog > [2, 2, 8, 6]+mask",
                        "name: find the toothbrush > [2, 2, 8, 6]+mask",
                        "absent: find the car > none",
                        "all: find every toothbrush > [2, 2, 8, 6]+mask [0, 2, 5, 6]",
                        "absent: find the car > none");
    }

    @Test
    void captionsStandBeside() throws IOException {
        String path = file(annotation(1, 5, 18, "'bbox': [2, 2, 6, 4]"));
        String captions =
                set.write(
                        "captions.json",
                        "{'images': [], 'annotations': [{'id': 1, 'image_id': 5, 'caption': 'a"
                                + " dog '},",
                        "{'id': 2, 'image_id': 7, 'caption': 'elsewhere'},",
                        "{'id': 3, 'image_id': 5, 'caption': 'one dog'}]}");
        Dataset one =
                DataFormats.open("coco:" + path + ",captions=" + captions + ",ask=caption exists");
        assertThat(SetFolder.said(one))
                .containsSubsequence(
                        "exists: is there a dog > yes", "caption: describe the picture > a dog");
        assertThat(AnswerTags.list(one.get(0).dialogues().getLast().tags(), AnswerTags.ANSWERS))
                .containsExactly("a dog", "one dog");
        Dataset each = DataFormats.open("coco:" + path + ",captions=" + captions + ",ask=captions");
        assertThat(SetFolder.said(each)).hasSize(2);
        assertThatThrownBy(() -> DataFormats.open("coco:" + path + ",ask=caption"))
                .hasMessageContaining("captions=FILE");
        assertThatThrownBy(() -> DataFormats.open("coco:" + path + ",ask=fnd"))
                .hasMessageContaining("some of find absent");
    }

    @Test
    void aPictureWithManyExchangesBecomesSeveralSamples() throws IOException {
        String path =
                file(
                        annotation(1, 5, 18, "'bbox': [2, 2, 6, 4]"),
                        annotation(2, 5, 90, "'bbox': [2, 2, 6, 4]"),
                        annotation(3, 9, 3, "'bbox': [2, 2, 6, 4]"));
        Dataset dataset = SetFolder.sound("coco:" + path + ",dialogues=2");
        assertThat(dataset.size()).isEqualTo(3);
        assertThat(dataset.get(0).id()).isEqualTo("5");
        assertThat(dataset.get(1).id()).isEqualTo("5-2");
        assertThat(dataset.get(1).dialogues()).hasSize(1);
        assertThat(dataset.get(1).things()).as("all things of the picture").hasSize(2);
    }

    @Test
    void whatIsBrokenIsNotedWithItsLine() throws IOException {
        String path =
                file(
                        annotation(1, 5, 18, "'bbox': [2, 2, 6, 4]"),
                        annotation(2, 5, 18, "'bbox': [2, 2, -6, 4]"),
                        annotation(3, 5, 18, "'bbox': [2, NaN, 6, 4]"),
                        annotation(4, 6, 18, "'bbox': [2, 2, 6, 4]"),
                        annotation(5, 5, 19, "'bbox': [2, 2, 6, 4]"),
                        annotation(1, 5, 18, "'bbox': [2, 2, 6, 4]"),
                        annotation(
                                7, 5, 18, "'bbox': [2, 2, 6, 4], 'segmentation': [[1, 2, 3, 4]]"),
                        annotation(
                                8,
                                5,
                                18,
                                "'bbox': [2, 2, 6, 4], 'segmentation': {'size': [20, 10], 'counts':"
                                        + " [200]}"),
                        "{'id': 9}");
        assertThat(SetFolder.findings("coco:" + path))
                .satisfiesExactly(
                        f -> assertThat(f).startsWith("6: ").contains("above 0"),
                        f -> assertThat(f).startsWith("7: ").contains("NaN"),
                        f -> assertThat(f).startsWith("10: ").contains("second annotation"),
                        f -> assertThat(f).startsWith("11: ").contains("3 points"),
                        f -> assertThat(f).startsWith("12: ").contains("do not fit"),
                        f -> assertThat(f).startsWith("13: ").contains("image_id"),
                        f -> assertThat(f).startsWith("8: ").contains("picture 6"),
                        f -> assertThat(f).startsWith("9: ").contains("category 19"),
                        f -> assertThat(f).startsWith("3: ").contains("b.png has no annotation"));
        Dataset rest = DataFormats.open("coco:" + path);
        assertThat(rest.get(0).things()).hasSize(1);
    }

    @Test
    void theSizeOfAPictureIsComparedAndFilesOfAnotherKindAreRefused() throws IOException {
        String path = file(annotation(1, 5, 18, "'bbox': [2, 2, 6, 4]"));
        set.picture("a.png", 10, 20);
        Dataset dataset = DataFormats.open("coco:" + path);
        assertThatThrownBy(() -> dataset.get(0))
                .isInstanceOf(DataError.class)
                .hasMessageContainingAll("instances.json:2", "20 x 10", "10 x 20");
        assertThatThrownBy(() -> DataFormats.open("coco:" + set.write("x.json", "{'images': []}")))
                .hasMessageContaining("images and annotations");
        assertThatThrownBy(() -> DataFormats.open("coco:" + set.write("x.json", "[]")))
                .hasMessageContaining("JSON object");
    }
}
