/**
 * Weights and runs on disk.
 *
 * <p>In and out: Hugging Face model folders ({@link io.fovea.checkpoint.ModelDirectory}: {@code
 * config.json}, tokenizer files, {@code preprocessor_config.json}, safetensors whole or in shards)
 * and run folders ({@link io.fovea.checkpoint.RunDirectory}: recipe, log, steps). Tensors keep the
 * names, shapes and bits of the file; format: huggingface/safetensors. Every output says where it
 * comes from ({@link io.fovea.checkpoint.Provenance}).
 *
 * <p>Files of others are hostile until checked: whatever they hold gives a {@link
 * io.fovea.checkpoint.CheckpointError} or a correct load. What is written stands under its final
 * name whole or not at all, even after a kill.
 *
 * <p>Not here: which tensors a model wants (families and modules), what a run is (training),
 * pickles (never opened).
 */
@NullMarked
package io.fovea.checkpoint;

import org.jspecify.annotations.NullMarked;
