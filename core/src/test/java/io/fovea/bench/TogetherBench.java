package io.fovea.bench;

import com.sun.management.OperatingSystemMXBean;

import io.fovea.assistant.Assistant;
import io.fovea.assistant.AssistantConfig;
import io.fovea.assistant.AssistantConfig.Precision;
import io.fovea.assistant.Questions;
import io.fovea.chat.Answer;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.generate.GenerationConfig;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What answers cost that are made together: processor time a token for 1, 2, 4, 8 and 16 at a time,
 * over 16 questions about one picture, or in words where the model sees none. Tokens are drawn
 * nearly at random, so that answers are as long as they may be. Arguments: model folder, float32 or
 * bfloat16, threads, tokens of an answer.
 */
public final class TogetherBench {

    private static final int QUESTIONS = 16;

    private static final double ANYTHING = 20;

    private static final int SIDE = 128;

    private TogetherBench() {}

    public static void main(String[] arguments) {
        Precision precision = Precision.valueOf(arguments[1].toUpperCase(Locale.ROOT));
        AssistantConfig config =
                AssistantConfig.of(Path.of(arguments[0]))
                        .in(precision)
                        .withThreads(Integer.parseInt(arguments[2]));
        int tokens = Integer.parseInt(arguments[3]);
        try (Assistant assistant = Assistant.open(config)) {
            List<Conversation> asked = questions(assistant.info().vision().layers() > 0);
            assistant.answers(asked, new GenerationConfig(2, ANYTHING, 1, 1), QUESTIONS);
            for (int together = 1; together <= QUESTIONS; together *= 2) {
                measure(assistant, asked, new GenerationConfig(1, ANYTHING, 1, 1), together);
                measure(assistant, asked, new GenerationConfig(tokens, ANYTHING, 1, 1), together);
            }
        }
    }

    private static List<Conversation> questions(boolean sees) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        new Random(1).nextBytes(rgb);
        Image picture = new Image(new Canvas(SIDE, SIDE), rgb);
        return IntStream.range(0, QUESTIONS)
                .mapToObj(i -> "what is " + "this ".repeat(i % 5) + "number " + i)
                .map(
                        words ->
                                sees
                                        ? Questions.ask(picture, words)
                                        : Conversation.of(Message.user(words)))
                .toList();
    }

    private static void measure(
            Assistant assistant, List<Conversation> asked, GenerationConfig how, int together) {
        var machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long start = machine.getProcessCpuTime();
        List<Answer> answers = assistant.answers(asked, how, together);
        double millis = (machine.getProcessCpuTime() - start) / 1e6;
        int tokens = answers.stream().mapToInt(answer -> answer.usage().answerTokens()).sum();
        System.out.println(
                String.format(
                        Locale.ROOT,
                        "%d together: %d tokens, %.0f ms of processor time",
                        together,
                        tokens,
                        millis));
    }
}
