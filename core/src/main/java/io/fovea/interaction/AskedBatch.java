package io.fovea.interaction;

import io.fovea.data.Batch;
import io.fovea.model.Placeholders;
import io.fovea.model.Readouts;
import io.fovea.model.VisualFeatures;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Tensor;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Requests and answers of a teacher-forced batch: one pass of the language model for each round
 * gives the states of all requests of that round, whose answers are then written. The pass that
 * losses read comes after that and is the caller's.
 *
 * @param network what answers
 * @param seen the pictures of the batch
 * @param asked all requests of the batch
 * @param looked receives where the slots of each round looked; called only for networks that look
 *     at patches
 */
public record AskedBatch(
        InteractionNetwork network,
        VisualFeatures seen,
        List<Batch.Asked> asked,
        Consumer<Looks> looked) {

    public AskedBatch {
        asked = List.copyOf(asked);
    }

    /**
     * Where the slots of some requests looked.
     *
     * @param asked N requests
     * @param shares of the patches, {@code [N, H, Q, P]}
     */
    public record Looks(List<Batch.Asked> asked, Tensor shares) {

        public Looks {
            asked = List.copyOf(asked);
        }
    }

    /**
     * Inputs of the last pass.
     *
     * @param embeddings {@code [B, S, Dl]}; rows of requests and slots are not looked at
     * @param read runs the language model: embeddings to states after the final norm, {@code [B, S,
     *     Dl]}. Without gradient unless the network's config wants one through its requests; not
     *     called where the requests are learned
     * @return {@code [B, S, Dl]}
     */
    public Tensor answered(Tensor embeddings, UnaryOperator<Tensor> read) {
        if (asked.isEmpty()) {
            return embeddings;
        }
        Tensor filled = unanswered(embeddings);
        int rounds = asked.stream().mapToInt(Batch.Asked::round).max().orElseThrow() + 1;
        for (int round = 0; round < rounds; round++) {
            filled = round(round, filled, read);
        }
        return filled;
    }

    /** Request and slots with their own vectors. */
    private Tensor unanswered(Tensor embeddings) {
        long[] positions =
                asked.stream()
                        .flatMapToLong(
                                one ->
                                        LongStream.rangeClosed(
                                                one.position(), one.position() + one.slots()))
                        .toArray();
        Tensor inputs = network.inputs();
        Tensor each = inputs.unsqueeze(0).expand(asked.size(), inputs.size(0), inputs.size(1));
        return Placeholders.write(
                embeddings, positions, each.reshape(-1, inputs.size(1)), "requests and slots");
    }

    private Tensor round(int round, Tensor embeddings, UnaryOperator<Tensor> read) {
        List<Batch.Asked> now = asked.stream().filter(one -> one.round() == round).toList();
        long[] requests = now.stream().mapToLong(Batch.Asked::position).toArray();
        long[] pictures = now.stream().mapToLong(Batch.Asked::picture).toArray();
        Tensor answers =
                network.answer(
                        states(embeddings, requests, read),
                        seen,
                        pictures,
                        shares -> looked.accept(new Looks(now, shares)));
        long[] slots =
                IntStream.range(0, now.size())
                        .boxed()
                        .flatMapToLong(
                                i ->
                                        LongStream.rangeClosed(
                                                requests[i] + 1, requests[i] + now.get(i).slots()))
                        .toArray();
        return Placeholders.write(
                embeddings,
                slots,
                network.written(answers).reshape(-1, answers.size(2)),
                "answers to requests");
    }

    private Tensor states(Tensor embeddings, long[] requests, UnaryOperator<Tensor> read) {
        if (!network.readsState()) {
            return Tensor.zeros(requests.length, network.config().hiddenWidth());
        }
        Readouts.At at = network.config().request().at();
        if (network.config().requestGradient()) {
            return Readouts.gather(read.apply(embeddings), requests, at);
        }
        try (Grad off = Grad.off()) {
            return Readouts.gather(read.apply(embeddings), requests, at);
        }
    }
}
