package io.fovea.testkit;

import io.fovea.assistant.Assistant;
import io.fovea.assistant.AssistantConfig;
import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.generate.GenerationConfig;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.tensor.Torch;
import io.fovea.train.Trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Trains, or answers, many times over and prints what memory is held. To be run in a process of its
 * own with pointer collection off ({@code -Dorg.bytedeco.javacpp.nopointergc=true}), so that only
 * scopes free anything.
 *
 * <p>Arguments: {@code train} or {@code answer}, how many times, how many between two lines (and,
 * in training, between two checkpoints). A line: {@code NUMBER resident_kb=.. allocated_kb=..}:
 * what the system counts, and what was asked of {@code malloc} and not freed. Native objects are
 * not counted in such a process; a test in a usual one does that.
 */
public final class LeakRun {

    private LeakRun() {}

    public static void main(String[] arguments) throws IOException {
        int times = Integer.parseInt(arguments[1]);
        int every = Integer.parseInt(arguments[2]);
        Path folder = Files.createTempDirectory("leak");
        switch (arguments[0]) {
            case "train" -> train(folder, times, every);
            case "answer" -> answer(folder, times, every);
            default -> throw new IllegalArgumentException("train or answer, got " + arguments[0]);
        }
    }

    private static void train(Path folder, int times, int every) throws IOException {
        var recipe = TinyRecipes.light(times, every);
        new Trainer(
                        TinyRecipes.begin(folder.resolve("run"), recipe),
                        (step, total, stage, line) -> report(step, every),
                        () -> false)
                .train();
    }

    private static void answer(Path folder, int times, int every) {
        Image grey = new Image(new Canvas(64, 64), new byte[3 * 64 * 64]);
        Conversation question =
                Conversation.of(
                        Message.user(
                                new ContentPart.Picture(grey),
                                new ContentPart.Text("where is the apple")));
        GenerationConfig short8 = GenerationConfig.GREEDY.withMaxTokens(8);
        AssistantConfig config =
                AssistantConfig.of(TinyModels.folder(folder, TinyModels.Size.TINY, 1))
                        .withThreads(1);
        try (Assistant assistant = Assistant.open(config)) {
            for (int i = 1; i <= times; i++) {
                assistant.answer(question, short8);
                report(i, every);
            }
        }
    }

    private static void report(long number, int every) {
        if (number % every == 0) {
            System.gc();
            System.out.println(
                    number
                            + " resident_kb="
                            + (Torch.residentBytes() >> 10)
                            + " allocated_kb="
                            + (Torch.allocatedBytes() >> 10));
        }
    }
}
