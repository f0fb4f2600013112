package io.fovea.pruning;

import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.checkpoint.TensorInfo;
import io.fovea.model.ModelFamilies;
import io.fovea.tensor.DType;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/**
 * How far the language layers of a model have moved from those of another checkpoint, such as a
 * vision-language model from the language model that it began as. Summed over the linear weights of
 * a layer, as they are stored (Phi-3 stores query, key and value as one). Tensors are read in
 * blocks of rows, so memory holds a few megabytes of either model. Arithmetic in 64 bits.
 */
public final class ParameterChange {

    /** Elements of a block. */
    private static final long BLOCK = 1 << 20;

    private final Path model;
    private final Path against;
    private final StoredWeights ours;
    private final StoredWeights theirs;
    private final LanguageLayers names;
    private final LanguageLayers otherNames;

    private ParameterChange(
            ModelDirectory model,
            ModelDirectory against,
            StoredWeights ours,
            StoredWeights theirs) {
        this.model = model.folder();
        this.against = against.folder();
        this.ours = ours;
        this.theirs = theirs;
        names = LanguageLayers.of(ModelFamilies.plan(model));
        otherNames = LanguageLayers.of(ModelFamilies.plan(against));
    }

    /** Sums over the elements of a pair of weights. */
    private record Sums(double ours, double theirs, double difference) {

        double l2() {
            return Math.sqrt(difference);
        }

        /**
         * Angle over pi. From the chord between the two directions, which the difference gives
         * without cancellation; the arc cosine of their product would lose small angles.
         */
        double angle() {
            double a = Math.sqrt(ours);
            double b = Math.sqrt(theirs);
            if (a == 0 || b == 0) {
                return a == b ? 0 : 0.5;
            }
            double chord = (difference - (a - b) * (a - b)) / (a * b);
            return 2 * Math.asin(Math.min(1, Math.sqrt(Math.max(0, chord)) / 2)) / Math.PI;
        }

        double ratio() {
            return difference == 0 ? 0 : Math.sqrt(difference / theirs);
        }
    }

    /**
     * Compares two checkpoints.
     *
     * @param model the one whose layers are scored
     * @param against the one it began as, W in the ratio
     * @param progress told the number of layers done
     * @return the three scores of weights
     * @throws IllegalArgumentException when their layers are not the same in number, names or
     *     shapes, or a weight is not finite
     */
    public static Map<Score, List<Double>> measure(Path model, Path against, IntConsumer progress) {
        ModelDirectory first = ModelDirectory.open(model);
        ModelDirectory second = ModelDirectory.open(against);
        try (StoredWeights ours = first.openWeights();
                StoredWeights theirs = second.openWeights()) {
            return new ParameterChange(first, second, ours, theirs).measure(progress);
        }
    }

    private Map<Score, List<Double>> measure(IntConsumer progress) {
        if (names.count() != otherNames.count()) {
            throw new IllegalArgumentException(
                    model
                            + " has "
                            + names.count()
                            + " language layers and "
                            + against
                            + " has "
                            + otherNames.count()
                            + "; compare with the checkpoint that the model began as");
        }
        Map<Score, List<Double>> scores = new EnumMap<>(Score.class);
        scores.put(Score.PARAMETER_L2, new ArrayList<>());
        scores.put(Score.PARAMETER_ANGULAR, new ArrayList<>());
        scores.put(Score.PARAMETER_RATIO, new ArrayList<>());
        for (int layer = 0; layer < names.count(); layer++) {
            List<Sums> pairs = new ArrayList<>();
            for (String name : linears(layer)) {
                pairs.add(compare(name, otherNames.name(layer, names.within(name))));
            }
            add(scores, Score.PARAMETER_L2, pairs.stream().mapToDouble(Sums::l2).sum());
            add(scores, Score.PARAMETER_ANGULAR, pairs.stream().mapToDouble(Sums::angle).sum());
            add(scores, Score.PARAMETER_RATIO, pairs.stream().mapToDouble(Sums::ratio).sum());
            progress.accept(layer + 1);
        }
        return scores;
    }

    private void add(Map<Score, List<Double>> scores, Score score, double value) {
        List<Double> values = scores.getOrDefault(score, new ArrayList<>());
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    score.key()
                            + " of layer "
                            + values.size()
                            + " is not finite: a weight of "
                            + model
                            + " or "
                            + against
                            + " is not, or one of the latter is all zeros; check the checkpoints");
        }
        values.add(value);
    }

    private List<String> linears(int layer) {
        return ours.tensors().entrySet().stream()
                .filter(entry -> entry.getValue().shape().size() == 2)
                .map(Map.Entry::getKey)
                .filter(name -> names.layerOf(name).equals(OptionalInt.of(layer)))
                .sorted()
                .toList();
    }

    private Sums compare(String name, String other) {
        TensorInfo info = ours.home(name).info(name);
        if (!theirs.tensors().containsKey(other)
                || !theirs.home(other).info(other).shape().equals(info.shape())) {
            throw new IllegalArgumentException(
                    against
                            + " has no weight "
                            + other
                            + " of the shape "
                            + info.shape()
                            + " to compare with; take the checkpoint that "
                            + model
                            + " began as");
        }
        double[] sums = new double[3];
        try (Scope scope = Scope.open()) {
            Tensor mine = ours.home(name).view(name);
            Tensor its = theirs.home(other).view(other);
            long rows = Math.max(1, BLOCK / Math.max(1, mine.size(1)));
            for (long at = 0; at < mine.size(0); at += rows) {
                long count = Math.min(rows, mine.size(0) - at);
                double[] part = block(mine.narrow(0, at, count), its.narrow(0, at, count));
                Arrays.setAll(sums, i -> sums[i] + part[i]);
            }
        }
        return new Sums(sums[0], sums[1], sums[2]);
    }

    private static double[] block(Tensor mine, Tensor its) {
        try (Scope scope = Scope.open()) {
            Tensor a = mine.to(DType.FLOAT64);
            Tensor b = its.to(DType.FLOAT64);
            Tensor change = a.sub(b);
            return new double[] {
                a.mul(a).sum().item(), b.mul(b).sum().item(), change.mul(change).sum().item()
            };
        }
    }
}
