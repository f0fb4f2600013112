package io.fovea.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, arXiv 1711.05101), as {@code
 * torch.optim.AdamW} computes it. Parameters are owned leaf tensors that ask for gradients; the
 * optimizer owns the moments. A parameter without a gradient is left alone in that step, decay
 * included.
 *
 * <p>A step: {@code backward}, {@link #clipGradNorm}, {@link #step}, {@link #zeroGrad}.
 */
public final class AdamW implements AutoCloseable {

    /**
     * Parameters that are treated alike.
     *
     * @param parameters by name; the names are those of the saved state
     * @param rateFactor times the learning rate of the step
     * @param weightDecay share of the weight, times the learning rate, that each step takes off
     */
    public record Group(Weights parameters, double rateFactor, double weightDecay) {

        public Group {
            if (!(rateFactor >= 0) || !(weightDecay >= 0)) {
                throw new IllegalArgumentException(
                        "a rate factor and a weight decay are at least 0, got "
                                + rateFactor
                                + " and "
                                + weightDecay);
            }
        }
    }

    /**
     * How moments are kept.
     *
     * @param beta1 share of the old first moment that stays
     * @param beta2 share of the old second moment that stays
     * @param eps added to the root of the second moment
     */
    public record Moments(double beta1, double beta2, double eps) {

        public Moments {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && eps > 0)) {
                throw new IllegalArgumentException(
                        "betas lie in 0..1 without 1 and eps is above 0, got "
                                + beta1
                                + ", "
                                + beta2
                                + ", "
                                + eps);
            }
        }

        /** 0.9, 0.999, 1e-8. */
        public static Moments defaults() {
            return new Moments(0.9, 0.999, 1e-8);
        }
    }

    private record Slot(String name, Tensor parameter, Tensor first, Tensor second, Tensor steps) {}

    private record Slots(Group group, List<Slot> all) {}

    private final List<Slots> groups = new ArrayList<>();
    private final Moments moments;

    /**
     * Makes an optimizer with moments of zero.
     *
     * @throws IllegalArgumentException for a parameter that is no trainable FLOAT32 leaf, or a name
     *     given twice
     */
    public AdamW(List<Group> groups, Moments moments) {
        this.moments = moments;
        Weights names = new Weights();
        for (Group group : groups) {
            group.parameters()
                    .asMap()
                    .forEach((name, parameter) -> names.put(name, checked(name, parameter)));
        }
        try (Scope scope = Scope.open()) {
            for (Group group : groups) {
                List<Slot> slots = new ArrayList<>();
                group.parameters()
                        .asMap()
                        .forEach((name, parameter) -> slots.add(slot(name, parameter)));
                this.groups.add(new Slots(group, slots));
            }
        }
    }

    private static Tensor checked(String name, Tensor parameter) {
        boolean leaf = parameter.torch.is_leaf();
        if (parameter.dtype() != DType.FLOAT32 || !parameter.requiresGrad() || !leaf) {
            throw new IllegalArgumentException(
                    "the optimizer takes FLOAT32 leaves that ask for gradients, but '"
                            + name
                            + "' is "
                            + parameter
                            + (parameter.requiresGrad() ? "" : " and frozen")
                            + (leaf ? "" : " and computed from another")
                            + "; leave frozen parameters out and keep trained ones in FLOAT32");
        }
        return parameter;
    }

    private static Slot slot(String name, Tensor parameter) {
        try (Grad off = Grad.off()) {
            Tensor first = parameter.mul(0).own();
            Tensor second = parameter.mul(0).own();
            Tensor steps = Tensor.zeros().to(parameter.device()).own();
            return new Slot(name, parameter, first.zero_(), second.zero_(), steps);
        }
    }

    /** Moves every parameter that has a gradient, at this learning rate. */
    public void step(double rate) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off()) {
            for (Slots slots : groups) {
                List<Slot> moving = withGradient(slots);
                if (!moving.isEmpty()) {
                    update(slots.group(), moving, rate);
                }
            }
        }
    }

    private void update(Group group, List<Slot> slots, double rate) {
        var steps = Foreach.list(slots.stream().map(Slot::steps).toList());
        Foreach.add(steps, 1);
        var lists =
                List.of(
                        Foreach.list(slots.stream().map(Slot::parameter).toList()),
                        Foreach.list(gradients(slots)),
                        Foreach.list(slots.stream().map(Slot::first).toList()),
                        Foreach.list(slots.stream().map(Slot::second).toList()),
                        steps);
        Foreach.adamW(
                lists,
                rate * group.rateFactor(),
                moments.beta1(),
                moments.beta2(),
                group.weightDecay(),
                moments.eps());
    }

    private static List<Slot> withGradient(Slots slots) {
        return slots.all().stream()
                .filter(slot -> slot.parameter().torch.grad().defined())
                .toList();
    }

    private static List<Tensor> gradients(List<Slot> slots) {
        return slots.stream().map(slot -> new Tensor(slot.parameter().torch.grad())).toList();
    }

    /**
     * Scales all gradients together so that their common norm is at most {@code maxNorm}.
     *
     * @return the norm before; when it is not a finite number, gradients are left as they are and
     *     the caller should skip the step
     */
    public double clipGradNorm(double maxNorm) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off()) {
            List<Slot> slots =
                    groups.stream().flatMap(group -> withGradient(group).stream()).toList();
            if (slots.isEmpty()) {
                return 0;
            }
            var gradients = Foreach.list(gradients(slots));
            double norm = Foreach.norm(gradients).item();
            double factor = maxNorm / (norm + 1e-6);
            if (Double.isFinite(norm) && factor < 1) {
                Foreach.multiply(gradients, factor);
            }
            return norm;
        }
    }

    /** Forgets all gradients. */
    public void zeroGrad() {
        try (Scope scope = Scope.open()) {
            groups.forEach(group -> group.all().forEach(slot -> slot.parameter().clearGrad()));
        }
    }

    /**
     * The live state: {@code first.NAME}, {@code second.NAME} shaped as the parameter and {@code
     * steps.NAME} (a scalar).
     */
    public Weights state() {
        Weights state = new Weights();
        for (Slots slots : groups) {
            for (Slot slot : slots.all()) {
                state.put("first." + slot.name(), slot.first());
                state.put("second." + slot.name(), slot.second());
                state.put("steps." + slot.name(), slot.steps());
            }
        }
        return state;
    }

    /**
     * Takes over a state, bit for bit.
     *
     * @throws IllegalArgumentException naming everything missing, unexpected or misshapen; nothing
     *     is changed then
     */
    public void load(Weights saved) {
        Weights state = state();
        List<String> problems = new ArrayList<>();
        state.asMap()
                .forEach(
                        (name, tensor) -> {
                            if (!saved.contains(name)) {
                                problems.add("missing " + name);
                            } else if (!saved.get(name).shape().equals(tensor.shape())) {
                                problems.add(
                                        name
                                                + ": expected "
                                                + tensor.shape()
                                                + ", got "
                                                + saved.get(name).shape());
                            }
                        });
        saved.names().stream()
                .filter(name -> !state.contains(name))
                .forEach(name -> problems.add("unexpected " + name));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "the saved optimizer state is not of these parameters:\n  "
                            + String.join("\n  ", problems));
        }
        try (Scope scope = Scope.open();
                Grad off = Grad.off()) {
            state.asMap().forEach((name, tensor) -> tensor.copy_(saved.get(name)));
        }
    }

    /**
     * Takes over what a state holds about parameters of the same name and shape, bit for bit, and
     * leaves the others as they are: for a new stage of a run that trains other parts.
     *
     * @return number of parameters whose moments were taken over
     */
    public int inherit(Weights saved) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off()) {
            List<Map.Entry<String, Tensor>> known =
                    state().asMap().entrySet().stream()
                            .filter(
                                    entry ->
                                            saved.contains(entry.getKey())
                                                    && saved.get(entry.getKey())
                                                            .shape()
                                                            .equals(entry.getValue().shape()))
                            .toList();
            known.forEach(entry -> entry.getValue().copy_(saved.get(entry.getKey())));
            return known.size() / 3;
        }
    }

    /** Frees the moments; the parameters stay. */
    @Override
    public void close() {
        state().asMap().values().forEach(Tensor::close);
    }
}
