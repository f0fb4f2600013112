package io.fovea.data.sets;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.data.AnswerTags;
import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** Formats whose files are not kept here: small ones written by their published descriptions. */
class BenchmarkFormatsTest {

    private static final String TEN =
            "['blue','blue','red','blue','blue','blue','red','blue','blue','blue']";

    @TempDir Path folder;

    private SetFolder set;

    @BeforeEach
    void pictures() {
        set = new SetFolder(folder);
        set.picture("COCO_val2014_000000000042.jpg", 20, 10);
        set.picture("n1.jpg", 20, 10);
    }

    private static Map<String, String> tags(Dataset dataset) {
        return dataset.get(0).dialogues().getFirst().tags();
    }

    @Test
    void vqa() throws IOException {
        String answers =
                set.write(
                        "annotations.json",
                        "{'annotations': [",
                        "{'question_id': 420, 'image_id': 42, 'answer_type': 'other', 'answers': [",
                        "{'answer': 'blue', 'answer_id': 1}, {'answer': 'red', 'answer_id': 2},"
                                + " {'answer': 'red', 'answer_id': 3}]},",
                        "{'question_id': 421, 'image_id': 42, 'multiple_choice_answer': 'yes',"
                                + " 'answers': [{'answer': 'yes'}]},",
                        "{'question_id': 422, 'image_id': 42, 'answers': []}]}");
        String spec =
                "vqa:"
                        + set.write(
                                "questions.json",
                                "{'info': {}, 'questions': [",
                                "{'image_id': 42, 'question': 'What colour?', 'question_id': 420},",
                                "{'image_id': 42, 'question': 'Is it?', 'question_id': 421},",
                                "{'image_id': 42, 'question': 'Why?', 'question_id': 422},",
                                "{'image_id': 43, 'question': 'Why?', 'question_id': 421}]}")
                        + ",annotations="
                        + answers;
        assertThat(SetFolder.findings(spec))
                .satisfiesExactly(
                        f -> assertThat(f).startsWith("5: ").contains("no answers"),
                        f -> assertThat(f).startsWith("4: ").contains("422 has no annotation"),
                        f -> assertThat(f).startsWith("5: ").contains("000000000043.jpg"));
        Dataset dataset = DataFormats.open(spec + ",suffix=Answer the question.");
        assertThat(dataset.size()).as("questions about one picture together").isEqualTo(1);
        assertThat(SetFolder.said(dataset))
                .containsExactly(
                        "question: What colour?\nAnswer the question. > red",
                        "question: Is it?\nAnswer the question. > yes");
        assertThat(tags(dataset)).containsEntry("metric", "vqa").containsEntry("group", "other");
        assertThat(AnswerTags.list(tags(dataset), AnswerTags.ANSWERS)).hasSize(3);
    }

    @Test
    void gqa() throws IOException {
        String spec =
                "gqa:"
                        + set.write(
                                "gqa.json",
                                "{'02930152': {'question': 'Is it dark?', 'imageId': 'n1',"
                                        + " 'answer': 'yes', 'types': {'structural': 'verify'}},",
                                " '07333408': {'question': 'What?', 'imageId': 'n1', 'answer':"
                                        + " 'wall'},",
                                " '1': {'question': 'What?', 'imageId': 'n2', 'answer': 'x'}}");
        assertThat(SetFolder.findings(spec))
                .singleElement()
                .asString()
                .startsWith("3: ")
                .contains("n2.jpg");
        Dataset dataset = DataFormats.open(spec);
        assertThat(SetFolder.said(dataset))
                .containsExactly("question: Is it dark? > yes", "question: What? > wall");
        assertThat(dataset.get(0).id()).isEqualTo("02930152");
        assertThat(tags(dataset)).containsEntry("group", "verify");
    }

    @Test
    void textVqa() throws IOException {
        String spec =
                "textvqa:"
                        + set.write(
                                "t.json",
                                "{'dataset_type': 'val', 'data': [{'question': 'what colour?',"
                                        + " 'image_id': 'n1', 'question_id': 34602, 'answers': "
                                        + TEN
                                        + "}]}");
        Dataset dataset = SetFolder.sound(spec);
        assertThat(SetFolder.said(dataset)).containsExactly("question: what colour? > blue");
        assertThat(tags(dataset)).containsEntry("metric", "textvqa");
    }

    @Test
    void scienceQa() throws IOException {
        set.picture("test/4/image.png", 20, 10);
        String spec =
                "scienceqa:"
                        + set.write(
                                "problems.json",
                                "{'4': {'question': 'Which?', 'choices': ['a', 'b', 'c'], 'answer':"
                                        + " 1, 'hint': 'Look.', 'image': 'image.png', 'split':"
                                        + " 'test', 'subject': 'natural science'},",
                                "'5': {'question': 'What?', 'choices': ['x', 'y'], 'answer': 0,"
                                        + " 'hint': '', 'image': null, 'split': 'test'},",
                                "'6': {'question': 'What?', 'choices': ['x', 'y'], 'answer': 0,"
                                        + " 'image': null, 'split': 'train'},",
                                "'7': {'question': 'What?', 'choices': ['x', 'y'], 'answer': 2,"
                                        + " 'image': null, 'split': 'test'}}");
        assertThat(SetFolder.findings(spec + ",split=test"))
                .singleElement()
                .asString()
                .startsWith("4: ");
        Dataset dataset = DataFormats.open(spec + ",split=test");
        assertThat(SetFolder.said(dataset))
                .containsExactly(
                        "choice: Context: Look.\nWhich?\nA. a\nB. b\nC. c > B",
                        "choice: What?\nA. x\nB. y > A");
        assertThat(dataset.get(1).image()).isNull();
        assertThat(tags(dataset)).containsEntry("group", "natural science");
        assertThat(DataFormats.open(spec + ",split=test,pictures=with").size()).isEqualTo(1);
    }

    @Test
    void pope() throws IOException {
        String spec =
                "pope:"
                        + set.write(
                                "coco_pope_random.json",
                                "{'question_id': 1, 'image': 'COCO_val2014_000000000042.jpg',"
                                    + " 'text': 'Is there a dog in the image?', 'label': 'yes'}",
                                "{'question_id': 2, 'image_id': 42, 'kind': 'popular', 'question':"
                                        + " 'Is there a cat?', 'answer': 'No'}",
                                "{'question_id': 3, 'image_id': 42, 'text': 'x', 'label':"
                                        + " 'maybe'}");
        assertThat(SetFolder.findings(spec)).singleElement().asString().contains("maybe");
        Dataset dataset = DataFormats.open(spec);
        assertThat(dataset.size()).isEqualTo(1);
        assertThat(SetFolder.said(dataset))
                .containsExactly(
                        "exists: Is there a dog in the image? > yes",
                        "exists: Is there a cat? > no");
        assertThat(dataset.get(0).dialogues().getLast().tags())
                .containsEntry("metric", "pope")
                .containsEntry("group", "popular");
    }

    @Test
    void mme() throws IOException {
        set.picture("MME/color/1.jpg", 20, 10);
        set.picture("MME/posters/images/p.png", 20, 10);
        set.write("MME/color/1.txt", "Is it red? Please answer yes or no.\tYes", "Is it blue?\tNo");
        set.write("MME/color/2.txt", "Is it red?\tYes");
        set.write("MME/posters/questions_answers_YN/p.txt", "Is it?\tNo", "half a line");
        String spec = "mme:" + folder.resolve("MME");
        assertThat(SetFolder.findings(spec))
                .satisfiesExactly(
                        f -> assertThat(f).contains("2.jpg"),
                        f -> assertThat(f).startsWith("2: ").contains("half a line"));
        Dataset dataset = DataFormats.open(spec);
        assertThat(dataset.size()).isEqualTo(2);
        assertThat(dataset.get(0).dialogues()).hasSize(2);
        assertThat(tags(dataset)).containsEntry("metric", "mme").containsEntry("group", "color");
        assertThat(DataFormats.open(spec + ",task=posters").get(0).id()).isEqualTo("posters/p");
    }

    @Test
    void mmBench() throws IOException {
        String picture =
                Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("n1.jpg")));
        String table =
                "index\tquestion\thint\tA\tB\tC\tD\tanswer\tcategory\timage\n"
                        + "241\t\"Which\tone, \"\"this\"\"\nor that?\"\tLook.\tx\ty\tz\t\tB\tocr\t"
                        + picture
                        + "\n7\tWhat?\t\tx\ty\t\t\tC\tocr\t"
                        + picture
                        + "\n8\tWhat?\tfew\n";
        Path file = Files.writeString(folder.resolve("mmbench.tsv"), table);
        assertThat(SetFolder.findings("mmbench:" + file))
                .satisfiesExactly(
                        f -> assertThat(f).startsWith("4: ").contains("number 2 of 2"),
                        f -> assertThat(f).startsWith("5: ").contains("3 fields"));
        Dataset dataset = DataFormats.open("mmbench:" + file);
        assertThat(dataset.get(0).picture().width()).isEqualTo(20);
        String question = "choice: Look.\nWhich\tone, \"this\"\nor that?\n";
        assertThat(SetFolder.said(dataset))
                .containsExactly(
                        question + "A. x\nB. y\nC. z > B",
                        question + "A. y\nB. z\nC. x > A",
                        question + "A. z\nB. x\nC. y > C");
        assertThat(dataset.get(0).dialogues())
                .extracting(Dialogue::tags)
                .allSatisfy(tags -> assertThat(tags).containsEntry("circle", "241"));
        Dataset once = DataFormats.open("mmbench:" + file + ",circular=no");
        assertThat(once.get(0).dialogues()).hasSize(1);
        assertThat(tags(once)).doesNotContainKey("circle");
    }

    @Test
    void seedBench() throws IOException {
        String options = "'choice_a': 'k', 'choice_b': 'l', 'choice_c': 'm', 'choice_d': 'n'";
        String spec =
                "seed:"
                        + set.write(
                                "seed.json",
                                "{'question_type': {}, 'questions': [{'answer': 'C', "
                                        + options
                                        + ", 'data_id': 'n1.jpg', 'data_type': 'image', 'question':"
                                        + " 'Which?', 'question_id': '101669',"
                                        + " 'question_type_id': 5},",
                                "{'data_type': 'video'},",
                                "{'answer': 'E', "
                                        + options
                                        + ", 'data_id': 'n1.jpg', 'data_type': 'image', 'question':"
                                        + " 'Which?', 'question_id': '2', 'question_type_id':"
                                        + " 5}]}");
        assertThat(SetFolder.findings(spec)).singleElement().asString().startsWith("3: ");
        Dataset dataset = DataFormats.open(spec);
        assertThat(SetFolder.said(dataset))
                .containsExactly("choice: Which?\nA. k\nB. l\nC. m\nD. n > C");
        assertThat(tags(dataset)).containsEntry("group", "Instances Counting");
    }

    @Test
    void flickr() throws IOException {
        String lines = "n1.jpg#0\tA dog runs .\nn1.jpg#1\tOne dog .\nnothing\nn2.jpg#0\tx";
        Path token = Files.writeString(folder.resolve("results.token"), lines);
        assertThat(SetFolder.findings("flickr30k:" + token))
                .satisfiesExactly(
                        f -> assertThat(f).startsWith("3: ").contains("nothing"),
                        f -> assertThat(f).startsWith("4: ").contains("n2.jpg"));
        String json =
                set.write(
                        "dataset_flickr30k.json",
                        "{'images': [{'filename': 'n1.jpg', 'split': 'test', 'sentences': [{'raw':"
                                + " 'A dog runs .'}, {'raw': 'One dog .'}]},",
                        "{'filename': 'n3.jpg', 'split': 'train', 'sentences': []}]}");
        Dataset other = SetFolder.sound("flickr30k:" + json + ",split=test");
        for (Dataset dataset : new Dataset[] {DataFormats.open("flickr30k:" + token), other}) {
            assertThat(dataset.size()).isEqualTo(1);
            assertThat(SetFolder.said(dataset))
                    .containsExactly("caption: describe the picture > A dog runs .");
            assertThat(AnswerTags.list(tags(dataset), AnswerTags.ANSWERS))
                    .containsExactly("A dog runs .", "One dog .");
        }
    }

    @Test
    void llava() throws IOException {
        String spec =
                "llava:"
                        + set.write(
                                "llava.json",
                                "[{'id': '1', 'image': 'n1.jpg', 'conversations': [{'from':"
                                        + " 'human', 'value': '<image>\\n"
                                        + "Where is it?'}, {'from': 'gpt', 'value': 'It is at [0.1,"
                                        + " 0.25, 0.5, 0.75].'}]},",
                                "{'id': '2', 'conversations': [{'from': 'human', 'value': 'Hi [0,"
                                        + " 0, 1, 1]'}, {'from': 'gpt', 'value': 'Good day'}]},",
                                "{'id': '3', 'image': 'n9.jpg', 'conversations': []},",
                                "{'id': '4', 'conversations': [{'from': 'gpt', 'value': 'x'}]},",
                                "{'id': '5', 'conversations': [{'from': 'human', 'value': 'x'}]}]");
        assertThat(SetFolder.findings(spec))
                .satisfiesExactly(
                        f -> assertThat(f).startsWith("3: ").contains("n9.jpg"),
                        f -> assertThat(f).startsWith("4: ").contains("from gpt"),
                        f -> assertThat(f).startsWith("5: ").contains("1 turns"));
        Dataset dataset = DataFormats.open(spec);
        assertThat(SetFolder.said(dataset))
                .as("fractions of the picture of 20 x 10 padded to 20 x 20")
                .containsExactly(
                        "conversation: Where is it? > It is at [2, 0, 10, 10].",
                        "conversation: Hi [0, 0, 1, 1] > Good day");
        assertThat(dataset.get(1).image()).isNull();
        assertThat(SetFolder.said(DataFormats.open(spec + ",boxes=picture")).getFirst())
                .endsWith("It is at [2, 3, 10, 8].");
        assertThat(SetFolder.said(DataFormats.open(spec + ",boxes=text")).getFirst())
                .endsWith("It is at [0.1, 0.25, 0.5, 0.75].");
    }

    @Test
    void mdetr() throws IOException {
        String spec =
                "mdetr:"
                        + set.write(
                                "m.json",
                                "{'images': [{'file_name': 'n1.jpg', 'height': 10, 'width': 20,"
                                        + " 'id': 3, 'caption': 'left dog'},",
                                "{'file_name': 'n1.jpg', 'height': 10, 'width': 20, 'id': 4,"
                                        + " 'expressions': ['a', 'b']}],",
                                "'annotations': [{'bbox': [1, 2, 3, 4], 'image_id': 3, 'id': 0},"
                                        + " {'bbox': [2, 2, 3, 4], 'image_id': 4, 'id': 1}]}");
        assertThat(SetFolder.said(SetFolder.sound(spec)))
                .containsExactly(
                        "name: find left dog > [1, 2, 4, 6]",
                        "name: find a > [2, 2, 5, 6]",
                        "name: find b > [2, 2, 5, 6]");
    }
}
