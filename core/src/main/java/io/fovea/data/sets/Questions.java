package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.data.Dialogue;
import io.fovea.data.PictureDataset;
import io.fovea.data.Sample;
import io.fovea.data.files.BadRecord;
import io.fovea.data.files.RecordCheck;
import io.fovea.data.files.RecordFile;
import io.fovea.image.Image;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Questions about pictures, those about one picture together: what the benchmarks share. Records
 * stay in their file.
 */
final class Questions implements PictureDataset {

    /** What a text may say of a benchmark of short answers. */
    static final Map<String, String> OPTIONS =
            Map.of(
                    "images",
                    "folder of the pictures (that of the file)",
                    Choices.SUFFIX,
                    Choices.SUFFIX_MEANING,
                    "dialogues",
                    "most questions in a sample (8)");

    private final RecordFile file;
    private final Question.Reader reader;
    private final Pictures pictures;
    private final Groups groups;
    private final Chunks chunks;

    private Questions(
            RecordFile file,
            Question.Reader reader,
            Pictures pictures,
            Groups groups,
            Chunks chunks) {
        this.file = file;
        this.reader = reader;
        this.pictures = pictures;
        this.groups = groups;
        this.chunks = chunks;
    }

    /**
     * Opens a file of questions.
     *
     * @param pictures where they lie
     * @param most questions in a sample
     * @param open opens the file, every record looked at
     */
    static Questions open(
            Pictures pictures,
            int most,
            Question.Reader reader,
            Function<RecordCheck, RecordFile> open) {
        Map<String, Integer> order = new HashMap<>();
        Set<String> ids = new HashSet<>();
        Ints owners = new Ints();
        RecordFile file =
                open.apply(
                        (record, line) -> {
                            Question question = reader.read(record);
                            if (question == null) {
                                return false;
                            }
                            String picture = question.picture();
                            if (picture != null) {
                                reader.look(record, picture, pictures);
                            }
                            if (!ids.add(question.id())) {
                                throw new BadRecord("a second question " + question.id());
                            }
                            String key = picture == null ? "words:" + question.id() : picture;
                            owners.add(order.computeIfAbsent(key, name -> order.size()));
                            return true;
                        });
        Groups groups = new Groups(owners.toArray(), order.size());
        Chunks chunks = new Chunks(most);
        for (int i = 0; i < groups.count(); i++) {
            chunks.add(i, groups.size(i));
        }
        return new Questions(file, reader, pictures, groups, chunks);
    }

    @Override
    public long size() {
        return chunks.size();
    }

    @Override
    public Sample get(long index) {
        int owner = chunks.owner(index);
        List<Dialogue> dialogues = new ArrayList<>();
        for (int i = chunks.from(index); i < chunks.to(index); i++) {
            dialogues.add(question(groups.member(owner, i)).dialogue());
        }
        int first = groups.member(owner, 0);
        Question question = question(first);
        return new Sample(
                chunks.id(index, question.id()),
                image(first, question),
                dialogues,
                List.of(),
                Map.of());
    }

    @Override
    public long pictureKey(long index) {
        int first = groups.member(chunks.owner(index), 0);
        Question question = question(first);
        String picture = question.picture();
        try {
            return picture == null ? PictureKey.of(question.id()) : pictures.key(picture);
        } catch (BadRecord e) {
            throw file.error(first, e.what());
        }
    }

    private Question question(int member) {
        try {
            Question question = reader.read(file.get(member));
            if (question == null) {
                throw new BadRecord("the question is no longer of the wanted split");
            }
            return question;
        } catch (BadRecord e) {
            throw file.error(member, e.what());
        }
    }

    private @Nullable Image image(int member, Question question) {
        String picture = question.picture();
        if (picture == null) {
            return null;
        }
        try {
            JsonNode record = file.get(member);
            return reader.image(record, picture, pictures);
        } catch (BadRecord e) {
            throw file.error(member, e.what());
        }
    }
}
