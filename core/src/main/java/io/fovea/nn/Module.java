package io.fovea.nn;

import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;

/**
 * A node of a model: named parameters and named children. Names join with dots into the keys of a
 * state dictionary. A tree is built without values; {@link #initialize} or {@link #load} gives
 * them, {@link #close} frees them.
 */
public abstract class Module implements AutoCloseable {

    /** Begins the keys of children that have no name of their own. */
    private static final String UNNAMED = "\0";

    private final SequencedMap<String, Parameter> own = new LinkedHashMap<>();
    private final SequencedMap<String, Module> children = new LinkedHashMap<>();
    private final List<Runnable> releases = new ArrayList<>();
    private boolean training;

    protected final Parameter parameter(String name, Init init, long... dims) {
        return declare(name, new Parameter(new Shape(dims), init, false));
    }

    protected final Parameter buffer(String name, Init init, long... dims) {
        return declare(name, new Parameter(new Shape(dims), init, true));
    }

    private Parameter declare(String name, Parameter parameter) {
        free(name);
        own.put(name, parameter);
        return parameter;
    }

    /** A child, its names below {@code name}; those of a child called "" stand beside the own. */
    protected final <M extends Module> M child(String name, M module) {
        free(name);
        children.put(name.isEmpty() ? UNNAMED + children.size() : name, module);
        return module;
    }

    private void free(String name) {
        if (own.containsKey(name) || children.containsKey(name)) {
            throw new IllegalArgumentException(
                    getClass().getSimpleName()
                            + " already has a parameter or child called '"
                            + name
                            + "'");
        }
    }

    /** Children called {@code name.0}, {@code name.1}, ... */
    protected final <M extends Module> List<M> children(
            String name, int count, IntFunction<M> make) {
        List<M> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(child(name + "." + i, make.apply(i)));
        }
        return List.copyOf(list);
    }

    /** Every parameter and buffer of the tree under its full name, in order of declaration. */
    public final SequencedMap<String, Parameter> parameters() {
        SequencedMap<String, Parameter> all = new LinkedHashMap<>();
        collect("", all);
        return all;
    }

    private void collect(String prefix, Map<String, Parameter> all) {
        own.forEach((name, parameter) -> all.put(prefix + name, parameter));
        children.forEach(
                (name, child) ->
                        child.collect(
                                name.startsWith(UNNAMED) ? prefix : prefix + name + ".", all));
    }

    /** The modules of a type in the tree, itself included, under their full names, in order. */
    public final <M extends Module> SequencedMap<String, M> modules(Class<M> type) {
        SequencedMap<String, M> found = new LinkedHashMap<>();
        find("", type, found);
        return found;
    }

    private <M extends Module> void find(String name, Class<M> type, Map<String, M> found) {
        if (type.isInstance(this)) {
            found.put(name, type.cast(this));
        }
        children.forEach(
                (own, child) -> {
                    String joined =
                            own.startsWith(UNNAMED)
                                    ? name
                                    : name.isEmpty() ? own : name + "." + own;
                    child.find(joined, type, found);
                });
    }

    /** Number of elements of all parameters, buffers left out. */
    public final long parameterCount() {
        return parameters().values().stream()
                .filter(parameter -> !parameter.isBuffer())
                .mapToLong(parameter -> parameter.shape().elements())
                .sum();
    }

    /** Gives every parameter that has no value yet its first one, in order, from one generator. */
    public final void initialize(Rng rng) {
        try (Scope scope = Scope.open()) {
            for (Parameter parameter : parameters().values()) {
                if (!parameter.hasValue()) {
                    parameter.set(parameter.init().create(rng, parameter.shape()));
                }
            }
        }
    }

    /**
     * Takes values by name. What fits is taken even if other names do not fit; the report says
     * everything that is missing, unexpected or misshapen. Tensors are taken over as they are (a
     * memory-mapped one stays mapped) unless {@code dtype} asks for another type.
     */
    public final WeightReport load(Weights weights, DType dtype) {
        return load(weights, dtype, Device.CPU);
    }

    /** As {@link #load(Weights, DType)}, moving values to a device. */
    public final WeightReport load(Weights weights, DType dtype, Device device) {
        return take(weights, (parameter, tensor) -> parameter.set(placed(tensor, dtype, device)));
    }

    /**
     * As {@link #load(Weights, DType, Device)} into memory of its own, one tensor after the other:
     * what is given may be views that die soon. For weights that are trained.
     */
    public final WeightReport loadCopies(Weights weights, DType dtype, Device device) {
        return take(
                weights,
                (parameter, tensor) -> {
                    Tensor placed = placed(tensor, dtype, device);
                    parameter.set(placed == tensor ? tensor.copy() : placed);
                });
    }

    /**
     * As {@link #load(Weights, DType, Device)} where tensors that fit as they are stay where they
     * are, such as in a mapped file: their parameters are frozen. Others are converted one after
     * the other, and buffers are copied.
     *
     * @param release ends the memory that was given; run by {@link #close}, after the last value is
     *     gone, or at once when nothing of it is used
     */
    public final WeightReport loadInPlace(
            Weights weights, DType dtype, Device device, Runnable release) {
        releases.add(release);
        AtomicBoolean used = new AtomicBoolean();
        WeightReport report =
                take(
                        weights,
                        (parameter, tensor) -> {
                            Tensor placed = placed(tensor, dtype, device);
                            if (placed != tensor) {
                                parameter.set(placed);
                            } else if (parameter.isBuffer()) {
                                parameter.set(tensor.copy());
                            } else {
                                parameter.borrow(tensor);
                                used.set(true);
                            }
                        });
        if (!used.get()) {
            releases.remove(release);
            release.run();
        }
        return report;
    }

    private static Tensor placed(Tensor tensor, DType dtype, Device device) {
        Tensor typed = tensor.dtype().isFloating() ? tensor.to(dtype) : tensor;
        return device.isCpu() ? typed : typed.to(device);
    }

    private WeightReport take(Weights weights, BiConsumer<Parameter, Tensor> taker) {
        Map<String, Parameter> parameters = parameters();
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        parameters.forEach(
                (name, parameter) -> {
                    if (!weights.contains(name)) {
                        missing.add(name);
                        return;
                    }
                    Tensor tensor = weights.get(name);
                    if (!tensor.shape().equals(parameter.shape())) {
                        misshapen.add(
                                name
                                        + " (expected "
                                        + parameter.shape()
                                        + ", got "
                                        + tensor.shape()
                                        + ")");
                        return;
                    }
                    try (Scope scope = Scope.open()) {
                        taker.accept(parameter, tensor);
                    }
                });
        List<String> unexpected =
                weights.names().stream().filter(name -> !parameters.containsKey(name)).toList();
        return new WeightReport(missing, unexpected, misshapen);
    }

    /**
     * Becomes a replica of a tree of the same form: parameters share its memory but gather
     * gradients of their own; buffers are copied. The caller closes the replica before the master.
     *
     * @throws IllegalArgumentException when names or shapes differ, before anything is shared
     */
    public final void replicate(Module master) {
        Map<String, Parameter> originals = master.parameters();
        if (!originals.keySet().equals(parameters().keySet())) {
            throw new IllegalArgumentException(
                    "a replica has the parameters of its master, but one has "
                            + parameters().keySet()
                            + " and the other "
                            + originals.keySet());
        }
        try (Scope scope = Scope.open()) {
            parameters()
                    .forEach(
                            (name, parameter) -> {
                                Parameter original = originals.get(name);
                                parameter.share(original);
                            });
        }
        setTraining(master.training);
    }

    /** The values under their full names. */
    public final Weights weights() {
        Weights weights = new Weights();
        parameters().forEach((name, parameter) -> weights.put(name, parameter.value()));
        return weights;
    }

    /** Freezes or thaws the whole tree. */
    public final void setTrainable(boolean trainable) {
        parameters().values().forEach(parameter -> parameter.setTrainable(trainable));
    }

    /**
     * Switches layers that behave differently while training (batch norm, dropout); false at the
     * start.
     */
    public final void setTraining(boolean training) {
        this.training = training;
        children.values().forEach(child -> child.setTraining(training));
    }

    public final boolean isTraining() {
        return training;
    }

    @Override
    public final void close() {
        parameters().values().forEach(Parameter::close);
        runReleases();
    }

    private void runReleases() {
        children.values().forEach(Module::runReleases);
        releases.forEach(Runnable::run);
        releases.clear();
    }
}
