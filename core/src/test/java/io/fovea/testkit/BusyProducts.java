package io.fovea.testkit;

import io.fovea.tensor.Ops;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Torch;

/**
 * A process whose daemon thread multiplies large matrices by two threads, for ever. {@code main}
 * waits to be killed, or for the argument's exit code ends by itself.
 */
public final class BusyProducts {

    /** What is printed when the products begin. */
    public static final String BEGUN = "products";

    /** So that a product takes longer than the Java machine needs to go down. */
    private static final long SIZE = 3500;

    private BusyProducts() {}

    public static void main(String[] arguments) throws InterruptedException {
        Torch.setThreads(2);
        Thread.ofPlatform().daemon(true).start(BusyProducts::multiply);
        if (arguments.length > 0) {
            Thread.sleep(1500);
            System.exit(Integer.parseInt(arguments[0]));
        }
        Thread.sleep(120_000);
    }

    private static void multiply() {
        try (Scope scope = Scope.open()) {
            Tensor x = new Rng(1).normal(1, SIZE, SIZE);
            System.out.println(BEGUN);
            while (true) {
                try (Scope product = Scope.open()) {
                    Ops.linear(x, x, null);
                }
            }
        }
    }
}
