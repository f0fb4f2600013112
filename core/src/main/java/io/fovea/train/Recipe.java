package io.fovea.train;

import io.fovea.data.scenes.SceneMix;
import io.fovea.data.scenes.SceneOptions;
import io.fovea.data.sets.DataMix;
import io.fovea.interaction.InteractionOptions;
import io.fovea.model.ModelConfig;
import io.fovea.nn.Recompute;
import io.fovea.perception.PerceptionConfig;
import io.fovea.tensor.AdamW;
import io.fovea.tokenizer.SpecialTokenNames;
import io.fovea.tuning.LoraConfig;
import io.fovea.tuning.PartRule;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/**
 * Everything about a run, as strict JSON.
 *
 * @param name of the run and its folder
 * @param seed of weights, data order and choices during training
 * @param model what is trained
 * @param scenes what composed pictures look like; null for the options of the embedded model's card
 * @param data what it is trained on; null for composed pictures alone
 * @param optimizer settings of AdamW
 * @param stages one after another, on the same model
 * @param threads for native operations, when there is one worker
 * @param workers copies of the model that take the passes of a step side by side, each on one
 *     thread; with small batches this uses two cores better than two threads in each operation
 * @param logEvery steps between lines of the log
 * @param checkpointEvery steps between checkpoints
 * @param recompute what is computed again in backward to save memory; null for nothing
 * @param keepCheckpoints how many of the latest checkpoints stay, {@link #KEPT} where null
 */
public record Recipe(
        String name,
        long seed,
        Start model,
        @Nullable SceneOptions scenes,
        @Nullable DataMix data,
        Optimizer optimizer,
        List<Stage> stages,
        int threads,
        int workers,
        int logEvery,
        int checkpointEvery,
        @Nullable Recompute recompute,
        @Nullable Integer keepCheckpoints) {

    /** Checkpoints that stay where a recipe does not say: the latest, and one before it. */
    public static final int KEPT = 2;

    /** Without computing anything again. */
    public Recipe(
            String name,
            long seed,
            Start model,
            @Nullable SceneOptions scenes,
            @Nullable DataMix data,
            Optimizer optimizer,
            List<Stage> stages,
            int threads,
            int workers,
            int logEvery,
            int checkpointEvery) {
        this(
                name,
                seed,
                model,
                scenes,
                data,
                optimizer,
                stages,
                threads,
                workers,
                logEvery,
                checkpointEvery,
                null,
                null);
    }

    public Recipe {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("a recipe has at least one stage");
        }
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "name becomes a folder: begin with a letter or digit, go on with letters,"
                            + " digits, '.', '_' and '-', got '"
                            + name
                            + "'");
        }
        if (threads < 1 || workers < 1 || logEvery < 1 || checkpointEvery < 1) {
            throw new IllegalArgumentException(
                    "threads, workers, log_every and checkpoint_every are at least 1");
        }
        if (keepCheckpoints != null && keepCheckpoints < 1) {
            throw new IllegalArgumentException(
                    "keep_checkpoints is at least 1, got " + keepCheckpoints);
        }
    }

    /** How many of the latest checkpoints stay. */
    int kept() {
        return keepCheckpoints == null ? KEPT : keepCheckpoints;
    }

    /** Pictures that are learned from up to a step of the run. */
    public long samples(long step) {
        long samples = 0;
        long left = step;
        for (Stage stage : stages) {
            long taken = Math.min(left, stage.steps());
            samples += taken * stage.batchSize() * stage.accumulate();
            left -= taken;
        }
        return samples;
    }

    /**
     * What is trained: either a folder, or a new model.
     *
     * @param from a model to go on from: a folder, or the name of a pulled one ({@code ORG/NAME});
     *     null for a new model
     * @param config a new model; null when {@code from} is given
     * @param perception the heads that a new model is given
     * @param vocabulary size of the vocabulary that is trained on the texts of a new model's data;
     *     null for 1024
     * @param parts weights that a new model takes from model folders, such as the tower of one and
     *     the language model of another; null for none
     * @param lora fresh adapters beside the weights of {@code from}; null for none
     * @param adapter a folder of adapters of {@code from} to go on with; null for none
     * @param interaction a network by which the model asks its picture, new; null for none, or for
     *     the one that the model of {@code from} has
     * @param pooledGrid image tokens on a side of the picture, for a model of our own that is gone
     *     on from; 0 for one a patch, null for as many as it has
     */
    public record Start(
            @Nullable Path from,
            @Nullable ModelConfig config,
            @Nullable PerceptionConfig perception,
            @Nullable Integer vocabulary,
            @Nullable List<TakenPart> parts,
            @Nullable LoraConfig lora,
            @Nullable Path adapter,
            @Nullable InteractionOptions interaction,
            @Nullable Integer pooledGrid) {

        /** Without adapters. */
        public Start(
                @Nullable Path from,
                @Nullable ModelConfig config,
                @Nullable PerceptionConfig perception,
                @Nullable Integer vocabulary,
                @Nullable List<TakenPart> parts) {
            this(from, config, perception, vocabulary, parts, null, null, null, null);
        }

        /** With adapters, and a model that is otherwise as it is. */
        public Start(
                @Nullable Path from,
                @Nullable ModelConfig config,
                @Nullable PerceptionConfig perception,
                @Nullable Integer vocabulary,
                @Nullable List<TakenPart> parts,
                @Nullable LoraConfig lora,
                @Nullable Path adapter) {
            this(from, config, perception, vocabulary, parts, lora, adapter, null, null);
        }

        public Start {
            parts = parts == null ? null : List.copyOf(parts);
            if ((from == null) == (config == null)) {
                throw new IllegalArgumentException("give either model.from or model.config");
            }
            if (from != null && (perception != null || vocabulary != null || parts != null)) {
                throw new IllegalArgumentException(
                        "model.from brings its own heads, vocabulary and weights; leave perception,"
                                + " vocabulary and parts out");
            }
            if (lora != null && adapter != null) {
                throw new IllegalArgumentException(
                        "give either model.lora for fresh adapters or model.adapter to go on with"
                                + " some");
            }
            if (from == null && (lora != null || adapter != null)) {
                throw new IllegalArgumentException(
                        "adapters change a model that is there: give model.from with model.lora or"
                                + " model.adapter");
            }
            if (vocabulary != null && vocabulary < 1) {
                throw new IllegalArgumentException(
                        "model.vocabulary is at least 1, got " + vocabulary);
            }
            if ((lora != null || adapter != null) && (interaction != null || pooledGrid != null)) {
                throw new IllegalArgumentException(
                        "adapters belong to the model of model.from as it is; make one that asks by"
                                + " fovea extend --interaction and go on from its folder, without"
                                + " model.interaction and model.pooled_grid");
            }
            if (pooledGrid != null && (from == null || pooledGrid < 0)) {
                throw new IllegalArgumentException(
                        "model.pooled_grid is at least 0 and changes the model of model.from; a new"
                                + " model says it in its projector_config");
            }
            if (interaction != null && config != null) {
                requireTokens(config.tokens());
            }
        }

        private static void requireTokens(SpecialTokenNames tokens) {
            if (tokens.request() == null || tokens.answer() == null) {
                throw new IllegalArgumentException(
                        "model.interaction asks by a token and is answered at others, but"
                                + " model.config.tokens names no "
                                + (tokens.request() == null ? "request" : "answer")
                                + "; add \"request\": \"<request>\", \"answer\":"
                                + " \"<answer>\" to it");
            }
        }

        /** Whether adapters are trained, and written at the end. */
        public boolean adapts() {
            return lora != null || adapter != null;
        }
    }

    /**
     * Settings of AdamW.
     *
     * @param clip largest norm of the gradient
     */
    public record Optimizer(
            double beta1, double beta2, double eps, double weightDecay, double clip) {

        public Optimizer {
            new AdamW.Moments(beta1, beta2, eps);
            if (!(weightDecay >= 0) || !(clip > 0)) {
                throw new IllegalArgumentException(
                        "weight_decay is at least 0 and clip above 0, got "
                                + weightDecay
                                + " and "
                                + clip);
            }
        }

        public static Optimizer defaults() {
            return new Optimizer(0.9, 0.95, 1e-8, 0.05, 1.0);
        }
    }

    /**
     * A part of a run with its own schedule.
     *
     * @param steps optimizer steps
     * @param batchSize pictures a step
     * @param accumulate passes, of a batch each, whose gradients are averaged for a step
     * @param dialogues exchanges for each picture; 0 for the number in {@code scenes}
     * @param mix kinds of exchanges; null for the mix in {@code scenes}
     * @param rate learning rate
     * @param objectives weights of the losses
     * @param parts which weights learn, and how fast: see {@link io.fovea.tuning.TrainableParts}
     */
    public record Stage(
            String name,
            long steps,
            int batchSize,
            int accumulate,
            int dialogues,
            @Nullable SceneMix mix,
            Rate rate,
            Objectives objectives,
            List<PartRule> parts) {

        public Stage {
            parts = List.copyOf(parts);
            if (steps < 1 || batchSize < 1 || accumulate < 1) {
                throw new IllegalArgumentException(
                        "steps, batch_size and accumulate are at least 1");
            }
            if (dialogues < 0) {
                throw new IllegalArgumentException("dialogues is at least 0, got " + dialogues);
            }
            if (objectives.isEmpty()) {
                throw new IllegalArgumentException(
                        "the stage '"
                                + name
                                + "' learns nothing; give tokens, places, dense, attention or"
                                + " requests a weight");
            }
            rate.over(steps);
        }
    }

    /** A learning rate over a stage: warm-up and decay as shares of its steps and peak. */
    public record Rate(
            double peak, double warmupFraction, LearningRate.Decay decay, double floorFraction) {

        public Rate {
            if (!(warmupFraction >= 0 && warmupFraction <= 1)) {
                throw new IllegalArgumentException(
                        "warmup_fraction lies in 0..1, got " + warmupFraction);
            }
        }

        LearningRate over(long steps) {
            return new LearningRate(
                    peak, Math.round(warmupFraction * steps), steps, decay, floorFraction);
        }
    }
}
