package io.fovea.tensor;

import org.bytedeco.javacpp.PointerScope;

/**
 * A region of code whose native memory ends with it. Every tensor made on this thread while a scope
 * is open belongs to the innermost one; {@link #keep} hands a result to the scope around it. Who
 * opens a scope closes it in the same method:
 *
 * <pre>{@code
 * try (Scope scope = Scope.open()) {
 *     return scope.keep(a.matmul(b).relu());
 * }
 * }</pre>
 */
public final class Scope implements AutoCloseable {

    static {
        Torch.load();
    }

    private final PointerScope scope;
    private final PointerScope outer;

    private Scope() {
        outer = PointerScope.getInnerScope();
        scope = new PointerScope();
    }

    /** Opens a scope on this thread. */
    public static Scope open() {
        return new Scope();
    }

    /**
     * Moves a tensor to the enclosing scope; where there is none, the caller owns it and must
     * {@link Tensor#close()} it.
     *
     * @return the same tensor
     */
    public Tensor keep(Tensor tensor) {
        if (outer == null) {
            tensor.retain();
        } else {
            outer.attach(tensor.torch);
        }
        return tensor;
    }

    @Override
    public void close() {
        scope.close();
    }
}
