package io.fovea.tensor;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.TensorTensorHook;
import org.jspecify.annotations.Nullable;

import java.util.function.UnaryOperator;

/**
 * Less memory for more time (Chen et al. 2016, arXiv 1604.06174): of a function's way nothing is
 * kept but its input, and backward goes the way again.
 *
 * <p>The output is joined to the input by a difference that is always 0. When backward comes there,
 * a hook runs the function anew with gradients, lets its weights gather theirs, and hands the
 * gradient of the input on.
 */
public final class Recomputed {

    static {
        Torch.load();
    }

    private final @Nullable PointerScope whole;

    /** For functions within the scope that is open now and until after backward. */
    public Recomputed() {
        whole = PointerScope.getInnerScope();
    }

    /**
     * Applies a function that keeps the shape, as {@code function.apply(x)} without gradient does.
     *
     * @param function gives the same each time; its weights may learn
     * @throws IllegalStateException when no scope was open
     */
    public Tensor through(Tensor x, UnaryOperator<Tensor> function) {
        if (!Grad.isOn()) {
            return function.apply(x);
        }
        if (whole == null) {
            throw new IllegalStateException("open a scope that ends after backward");
        }
        boolean onward = x.requiresGrad();
        Tensor held = x.detach();
        whole.attach(held.torch);
        Tensor source = onward ? x : x.detach().requiresGrad(true);
        Tensor nothing = source.sub(held);
        Again again = new Again(held, onward, function);
        whole.attach(again);
        nothing.torch.register_hook(again);
        try (Scope scope = Scope.open()) {
            Tensor plain;
            try (Grad off = Grad.off()) {
                plain = function.apply(x);
            }
            return scope.keep(plain.add(nothing));
        }
    }

    /** Runs the function again when the gradient of its output is there. */
    private static final class Again extends TensorTensorHook {

        private final Tensor x;
        private final boolean onward;
        private final UnaryOperator<Tensor> function;

        Again(Tensor x, boolean onward, UnaryOperator<Tensor> function) {
            this.x = x;
            this.onward = onward;
            this.function = function;
        }

        @Override
        public TensorBase call(TensorBase gradient) {
            try (Scope scope = Scope.open();
                    Grad on = Grad.on()) {
                Tensor input = x.detach().requiresGrad(onward);
                Tensor output = function.apply(input);
                Tensor given = new Tensor(new org.bytedeco.pytorch.Tensor(gradient));
                output.torch.backward(
                        given.torch, new BoolOptional(), false, new TensorArrayRefOptional());
                Tensor below = input.grad();
                // Read by reference after this method, so of a scope that is still open; and
                // detached, since the gradient itself lies within the input.
                return scope.keep(below == null ? given : below.detach()).torch;
            }
        }
    }
}
