package io.fovea.pruning;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.image.ImageReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pictures of a folder, each with the same question.
 *
 * @param folder where they are
 * @param pictures files, in the order in which they are shown
 * @param question asked about each
 */
public record PictureFolder(Path folder, List<Path> pictures, String question)
        implements Calibration {

    /** What the Visual Region paper asks about each picture. */
    public static final String DESCRIBE = "Please describe this image in detail.";

    private static final Pattern PICTURE = Pattern.compile(".*\\.(jpe?g|png|webp|gif|bmp)");

    public PictureFolder {
        pictures = List.copyOf(pictures);
    }

    /**
     * Finds the pictures in a folder, those of folders in it left out.
     *
     * @param limit most pictures; of more, this many are drawn at random
     * @param seed of that draw
     * @throws IllegalArgumentException when there are none
     */
    public static PictureFolder of(Path folder, String question, int limit, long seed)
            throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.list(folder)) {
            found = new ArrayList<>(files.filter(PictureFolder::isPicture).sorted().toList());
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no picture (jpg, png, webp, gif, bmp) in the folder " + folder);
        }
        if (found.size() > limit) {
            Collections.shuffle(found, new Random(seed));
            found = found.subList(0, limit).stream().sorted().toList();
        }
        return new PictureFolder(folder, found, question);
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return PICTURE.matcher(name).matches() && Files.isRegularFile(file);
    }

    @Override
    public String description() {
        return "pictures of " + folder.getFileName() + ": " + question;
    }

    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public Prompt get(int index) {
        return new Prompt.Asked(
                Conversation.of(
                        Message.user(
                                new ContentPart.Picture(ImageReader.read(pictures.get(index))),
                                new ContentPart.Text(question))));
    }
}
