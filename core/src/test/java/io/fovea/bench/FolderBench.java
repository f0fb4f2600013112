package io.fovea.bench;

import io.fovea.assistant.Assistant;
import io.fovea.assistant.AssistantConfig;
import io.fovea.assistant.AssistantConfig.Precision;
import io.fovea.assistant.Reply;
import io.fovea.chat.AnswerListener;
import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.generate.GenerationConfig;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.tensor.DType;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What a model folder costs: memory and time of a short question about a small picture, asked twice
 * (about another picture the second time), beside how fast this machine reads memory. Arguments:
 * model folder, float32 or bfloat16, threads, tokens of an answer.
 */
public final class FolderBench {

    private static final int SIDE = 112;

    /**
     * Different from the first word on, so that the second finds little of the first in a cache.
     */
    private static final List<String> QUESTIONS =
            List.of("what is in the picture", "how many things can you see here");

    private FolderBench() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Precision precision = Precision.valueOf(arguments[1].toUpperCase(Locale.ROOT));
        int threads = Integer.parseInt(arguments[2]);
        int tokens = Integer.parseInt(arguments[3]);
        memory("started");
        long start = System.nanoTime();
        try (Assistant assistant =
                Assistant.open(AssistantConfig.of(folder).in(precision).withThreads(threads))) {
            say("open %.1f s", (System.nanoTime() - start) / 1e9);
            memory("opened");
            boolean sees = assistant.info().vision().layers() > 0;
            for (int turn = 0; turn < QUESTIONS.size(); turn++) {
                Reply reply =
                        assistant.reply(
                                question(turn, sees),
                                GenerationConfig.GREEDY.withMaxTokens(tokens),
                                AnswerListener.NONE);
                say(
                        "prompt %d tokens, first token after %.2f s, then %d tokens, %.3f tokens/s",
                        reply.answer().usage().promptTokens(),
                        reply.timing().prefillMillis() / 1e3,
                        reply.answer().usage().answerTokens(),
                        reply.answer().usage().answerTokens()
                                / (reply.timing().decodeMillis() / 1e3));
                memory("answered");
            }
        }
        Torch.setThreads(threads);
        say("memory read at %.1f GB/s", bandwidth());
    }

    private static Conversation question(int turn, boolean sees) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        new Random(turn).nextBytes(rgb);
        ContentPart words = new ContentPart.Text(QUESTIONS.get(turn));
        return Conversation.of(
                sees
                        ? Message.user(
                                new ContentPart.Picture(new Image(new Canvas(SIDE, SIDE), rgb)),
                                words)
                        : Message.user(words));
    }

    private static void memory(String when) throws IOException {
        List<String> lines =
                Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.matches("(VmHWM|RssAnon|RssFile):.*"))
                        .map(line -> line.replaceAll("\\s+", " "))
                        .toList();
        say("%s: %s", when, String.join(", ", lines));
    }

    /** Reads 1 GB that was written before, best of five. */
    private static double bandwidth() {
        double best = 0;
        try (Scope scope = Scope.open()) {
            Tensor large = Tensor.full(1, DType.FLOAT32, 1 << 28);
            for (int i = 0; i < 5; i++) {
                long start = System.nanoTime();
                large.sum();
                best = Math.max(best, 4.0 * (1 << 28) / (System.nanoTime() - start));
            }
        }
        return best;
    }

    private static void say(String form, Object... values) {
        System.out.println(String.format(Locale.ROOT, form, values));
    }
}
