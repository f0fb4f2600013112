package io.fovea.train;

import io.fovea.model.VisionLanguageModel;
import io.fovea.nn.Parameter;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

/**
 * Data parallelism inside one process: replicas share the model's parameters, each works on its own
 * thread, and their gradients are summed in a fixed order, so that the result does not depend on
 * who was first. Running statistics are averaged. With one worker everything happens on the calling
 * thread.
 */
final class Replicas implements AutoCloseable {

    private final VisionLanguageModel master;
    private final List<VisionLanguageModel> copies = new ArrayList<>();
    private final List<ExecutorService> workers = new ArrayList<>();

    Replicas(Workbench bench, int count) {
        master = bench.model();
        for (int i = 1; i < count; i++) {
            copies.add(bench.replica());
            ExecutorService worker =
                    Executors.newSingleThreadExecutor(
                            Thread.ofPlatform().daemon().name("replica-" + i).factory());
            worker.submit(() -> Torch.setThreads(1));
            workers.add(worker);
        }
    }

    /**
     * Runs a pass for each input, the i-th on replica i modulo their number, and leaves the summed
     * gradients on the model itself.
     *
     * @return results in the order of the inputs
     */
    <I, R> List<R> run(List<I> inputs, BiFunction<VisionLanguageModel, I, R> pass) {
        List<Future<List<R>>> shares = new ArrayList<>();
        for (int i = 0; i < copies.size(); i++) {
            VisionLanguageModel copy = copies.get(i);
            List<I> share = share(inputs, i + 1);
            shares.add(
                    workers.get(i)
                            .submit(
                                    () ->
                                            share.stream()
                                                    .map(input -> pass.apply(copy, input))
                                                    .toList()));
        }
        List<List<R>> results = new ArrayList<>();
        results.add(share(inputs, 0).stream().map(input -> pass.apply(master, input)).toList());
        shares.forEach(future -> results.add(await(future)));
        gather();
        List<R> ordered = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            ordered.add(results.get(i % results.size()).get(i / results.size()));
        }
        return ordered;
    }

    private <I> List<I> share(List<I> inputs, int worker) {
        List<I> share = new ArrayList<>();
        for (int i = worker; i < inputs.size(); i += copies.size() + 1) {
            share.add(inputs.get(i));
        }
        return share;
    }

    private static <R> R await(Future<R> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while training", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        }
    }

    /** Sums gradients and averages running statistics, replica by replica. */
    private void gather() {
        if (copies.isEmpty()) {
            return;
        }
        List<Map<String, Parameter>> others =
                copies.stream()
                        .<Map<String, Parameter>>map(VisionLanguageModel::parameters)
                        .toList();
        try (Scope scope = Scope.open();
                Grad off = Grad.off()) {
            master.parameters()
                    .forEach(
                            (name, parameter) -> {
                                List<Tensor> values =
                                        others.stream()
                                                .map(other -> other.get(name).value())
                                                .toList();
                                if (parameter.isBuffer()) {
                                    average(parameter.value(), values);
                                } else if (parameter.isTrainable()) {
                                    values.forEach(value -> sum(parameter.value(), value));
                                }
                            });
        }
    }

    private static void sum(Tensor master, Tensor copy) {
        Tensor gradient = copy.grad();
        if (gradient != null) {
            master.addGrad(gradient);
            copy.clearGrad();
        }
    }

    /** Leaves statistics alone that no pass has moved: their mean would differ in the last bit. */
    private static void average(Tensor master, List<Tensor> copies) {
        if (copies.stream().allMatch(copy -> copy.sub(master).abs().max().item() == 0)) {
            return;
        }
        copies.forEach(copy -> master.add_(copy, 1));
        master.mul_(1.0 / (copies.size() + 1));
        copies.forEach(copy -> copy.copy_(master));
    }

    /** Waits for passes still under way, since they read the weights, then frees the copies. */
    @Override
    public void close() {
        workers.forEach(ExecutorService::close);
        copies.forEach(VisionLanguageModel::close);
    }
}
