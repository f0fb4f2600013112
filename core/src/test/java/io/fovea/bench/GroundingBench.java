package io.fovea.bench;

import io.fovea.assistant.Assistant;
import io.fovea.assistant.AssistantConfig;
import io.fovea.assistant.Questions;
import io.fovea.assistant.Reply;
import io.fovea.chat.AnswerListener;
import io.fovea.data.scenes.SceneOptions;
import io.fovea.data.scenes.ScenePackReader;
import io.fovea.data.scenes.ScenesDataset;
import io.fovea.data.scenes.Split;
import io.fovea.generate.GenerationConfig;
import io.fovea.image.Image;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times grounded phrases: a hundred on a hundred pictures, then a second phrase on each picture
 * that was just seen. Prints medians and 90th percentiles of wall milliseconds, and the processor
 * time of the whole process for an answer. Arguments: model folder, threads, pictures.
 */
public final class GroundingBench {

    private static final List<String> PHRASES =
            List.of("the apple", "the red car", "the cat", "the book", "the cup on the left");
    private static final int WARM_UP = 15;

    private GroundingBench() {}

    public static void main(String[] arguments) throws IOException {
        Path model = Path.of(arguments[0]);
        int threads = Integer.parseInt(arguments[1]);
        int pictures = Integer.parseInt(arguments[2]);
        int warmUp = Math.min(WARM_UP, pictures);
        ScenesDataset scenes =
                new ScenesDataset(
                        ScenePackReader.builtIn(), SceneOptions.defaults(), Split.TEST, 11);
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < warmUp + pictures; i++) {
            images.add(scenes.get(i).image());
        }
        try (Assistant assistant = Assistant.open(AssistantConfig.of(model).withThreads(threads))) {
            Times fresh = new Times("a new picture");
            Times same = new Times("the same picture again");
            for (int i = 0; i < images.size(); i++) {
                String phrase = PHRASES.get(i % PHRASES.size());
                String other = PHRASES.get((i + 1) % PHRASES.size());
                fresh.add(assistant, images.get(i), phrase, i >= warmUp);
                same.add(assistant, images.get(i), other, i >= warmUp);
            }
            System.out.printf(Locale.ROOT, "%d phrases, %d thread(s), warm%n", pictures, threads);
            fresh.print();
            same.print();
        }
    }

    private static final class Times {

        private final String name;
        private final Map<String, List<Double>> millis =
                Map.of("wall", new ArrayList<>(), "cpu", new ArrayList<>());
        private int places;
        private int tokens;

        Times(String name) {
            this.name = name;
        }

        void add(Assistant assistant, Image image, String phrase, boolean counts) {
            double cpu = processMillis();
            long start = System.nanoTime();
            Reply reply =
                    assistant.reply(
                            Questions.find(image, phrase),
                            GenerationConfig.GREEDY,
                            AnswerListener.NONE);
            if (counts) {
                millis.get("wall").add((System.nanoTime() - start) / 1e6);
                millis.get("cpu").add(processMillis() - cpu);
                places += reply.answer().regions().size();
                tokens += reply.answer().usage().answerTokens();
            }
        }

        private static double processMillis() {
            return ((com.sun.management.OperatingSystemMXBean)
                                    ManagementFactory.getOperatingSystemMXBean())
                            .getProcessCpuTime()
                    / 1e6;
        }

        void print() {
            double[] wall = sorted("wall");
            double[] cpu = sorted("cpu");
            System.out.printf(
                    Locale.ROOT,
                    "%-24s median %6.1f ms, p90 %6.1f ms; processor time median %6.1f ms, mean"
                            + " %6.1f ms; %d places, %d tokens%n",
                    name,
                    at(wall, 0.5),
                    at(wall, 0.9),
                    at(cpu, 0.5),
                    Arrays.stream(cpu).average().orElse(0),
                    places,
                    tokens);
        }

        private double[] sorted(String what) {
            return millis.get(what).stream().mapToDouble(Double::doubleValue).sorted().toArray();
        }

        private static double at(double[] sorted, double share) {
            return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
        }
    }
}
