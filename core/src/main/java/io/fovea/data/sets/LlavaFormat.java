package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Message;
import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.data.PictureDataset;
import io.fovea.data.Sample;
import io.fovea.data.files.BadRecord;
import io.fovea.data.files.Findings;
import io.fovea.data.files.RecordFile;
import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Region;
import io.fovea.image.Image;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * LLaVA's conversations (Liu et al. 2023, {@code llava_v1_5_mix665k.json}): {@code {id, image,
 * conversations: [{from: human, value}, {from: gpt, value}]}}. {@code <image>} is taken out of the
 * words, since the picture stands first; boxes written as {@code [0.12, 0.34, 0.56, 0.78]} become
 * places. Without {@code image} they are words alone. Only the places of records in the file are in
 * memory.
 */
public final class LlavaFormat implements DataFormat {

    private static final String NUMBER = "(0(?:\\.\\d+)?|1(?:\\.0+)?|\\.\\d+)";

    private static final Pattern BOX =
            Pattern.compile(
                    "\\[\\s*"
                            + NUMBER
                            + "\\s*,\\s*"
                            + NUMBER
                            + "\\s*,\\s*"
                            + NUMBER
                            + "\\s*,\\s*"
                            + NUMBER
                            + "\\s*\\]");

    /** What coordinates are fractions of. */
    private enum Frame {
        SQUARE,
        PICTURE,
        TEXT
    }

    @Override
    public String name() {
        return "llava";
    }

    @Override
    public String summary() {
        return "LLaVA's conversations, of any number: pictures, words alone, boxes in the words";
    }

    @Override
    public String example() {
        return "llava:llava_v1_5_mix665k.json,images=data";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "images",
                "folder of the pictures (that of the file)",
                "boxes",
                "what numbers in brackets are fractions of: square (the picture padded to"
                        + " one, as in LLaVA-1.5), picture, or text to leave them as words"
                        + " (square)");
    }

    @Override
    public Dataset open(DataSpec spec, Findings findings) {
        Frame frame = frame(spec);
        Pictures pictures = new Pictures(spec.folder("images"));
        RecordFile file =
                RecordFile.open(
                        spec.path(),
                        findings,
                        (record, line) -> {
                            String image = Values.textOrNull(record, "image");
                            if (image != null) {
                                pictures.file(image);
                            }
                            messages(record, image == null ? null : new Canvas(1, 1), frame);
                            return true;
                        });
        return new Conversations(file, pictures, frame);
    }

    private static Frame frame(DataSpec spec) {
        String text = spec.text("boxes", "square");
        for (Frame frame : Frame.values()) {
            if (frame.name().toLowerCase(Locale.ROOT).equals(text)) {
                return frame;
            }
        }
        throw spec.wrong("boxes", "square, picture or text", text);
    }

    /**
     * The turns of a record.
     *
     * @param canvas of its picture; null for words alone, whose numbers are left as they are
     */
    private static List<Message> messages(JsonNode record, @Nullable Canvas canvas, Frame frame) {
        List<JsonNode> turns = Values.list(record, "conversations");
        List<Message> messages = new ArrayList<>();
        for (JsonNode turn : turns) {
            boolean user = messages.size() % 2 == 0;
            String from = Values.text(turn, "from");
            if (!from.equals(user ? "human" : "gpt")) {
                throw new BadRecord(
                        "turn "
                                + messages.size()
                                + " is from "
                                + Values.shown(from)
                                + ", expected human, gpt, human, gpt, ...");
            }
            String words = Values.text(turn, "value").replace("<image>", "").strip();
            if (words.isEmpty()) {
                throw new BadRecord("turn " + messages.size() + " has no words");
            }
            messages.add(
                    new Message(
                            user ? Message.Role.USER : Message.Role.ASSISTANT,
                            parts(words, canvas, frame)));
        }
        if (messages.isEmpty() || messages.size() % 2 != 0) {
            throw new BadRecord(
                    "a conversation ends with an answer, got " + messages.size() + " turns");
        }
        return messages;
    }

    private static List<ContentPart> parts(String words, @Nullable Canvas canvas, Frame frame) {
        if (canvas == null || frame == Frame.TEXT) {
            return List.of(new ContentPart.Text(words));
        }
        List<ContentPart> parts = new ArrayList<>();
        Matcher matcher = BOX.matcher(words);
        int from = 0;
        while (matcher.find()) {
            Region region = region(matcher, canvas, frame);
            if (region != null) {
                if (matcher.start() > from) {
                    parts.add(new ContentPart.Text(words.substring(from, matcher.start())));
                }
                parts.add(new ContentPart.Place(region));
                from = matcher.end();
            }
        }
        if (from < words.length()) {
            parts.add(new ContentPart.Text(words.substring(from)));
        }
        return parts;
    }

    /** Null where the numbers are no box. */
    private static @Nullable Region region(Matcher matcher, Canvas canvas, Frame frame) {
        double[] v = new double[4];
        for (int i = 0; i < 4; i++) {
            v[i] = Double.parseDouble(matcher.group(i + 1));
        }
        if (v[0] > v[2] || v[1] > v[3]) {
            return null;
        }
        double side = Math.max(canvas.width(), canvas.height());
        boolean square = frame == Frame.SQUARE;
        double width = square ? side : canvas.width();
        double height = square ? side : canvas.height();
        double left = (width - canvas.width()) / 2;
        double top = (height - canvas.height()) / 2;
        return Region.of(
                new Box(
                                v[0] * width - left,
                                v[1] * height - top,
                                v[2] * width - left,
                                v[3] * height - top,
                                canvas)
                        .clipped());
    }

    /** A sample for each conversation. */
    private record Conversations(RecordFile file, Pictures pictures, Frame frame)
            implements PictureDataset {

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public Sample get(long index) {
            int row = Math.toIntExact(index);
            JsonNode record = file.get(row);
            try {
                String name = Values.textOrNull(record, "image");
                Image image = name == null ? null : pictures.read(name);
                List<Message> messages =
                        messages(record, image == null ? null : image.canvas(), frame);
                String id = Values.textOrNull(record, "id");
                return new Sample(
                        (id == null ? "conversation" : id) + "@" + file.line(row),
                        image,
                        List.of(new Dialogue("conversation", messages)),
                        List.of(),
                        Map.of());
            } catch (BadRecord e) {
                throw file.error(row, e.what());
            }
        }

        @Override
        public long pictureKey(long index) {
            int row = Math.toIntExact(index);
            JsonNode record = file.get(row);
            String name = Values.textOrNull(record, "image");
            try {
                return name == null ? PictureKey.of(record.toString()) : pictures.key(name);
            } catch (BadRecord e) {
                throw file.error(row, e.what());
            }
        }
    }
}
