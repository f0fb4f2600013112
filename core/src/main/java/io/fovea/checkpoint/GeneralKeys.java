package io.fovea.checkpoint;

import java.util.Set;

/**
 * Keys that any config of a Hugging Face folder may hold and that say nothing about the arithmetic
 * of a forward pass: who wrote it, how it was trained, defaults of generation. A family that does
 * read one of them asks for it before it passes these over.
 */
public final class GeneralKeys {

    /** The keys. */
    public static final Set<String> ALL =
            Set.of(
                    "_attn_implementation_autoset",
                    "_commit_hash",
                    "_name_or_path",
                    "add_cross_attention",
                    "architectures",
                    "attention_dropout",
                    "auto_map",
                    "bad_words_ids",
                    "begin_suppress_tokens",
                    "bos_token_id",
                    "chunk_size_feed_forward",
                    "cross_attention_hidden_size",
                    "decoder_start_token_id",
                    "diversity_penalty",
                    "do_sample",
                    "dropout",
                    "dtype",
                    "early_stopping",
                    "encoder_no_repeat_ngram_size",
                    "eos_token_id",
                    "exponential_decay_length_penalty",
                    "finetuning_task",
                    "forced_bos_token_id",
                    "forced_eos_token_id",
                    "id2label",
                    "initializer_factor",
                    "initializer_range",
                    "is_decoder",
                    "is_encoder_decoder",
                    "label2id",
                    "length_penalty",
                    "max_length",
                    "min_length",
                    "model_type",
                    "no_repeat_ngram_size",
                    "num_beam_groups",
                    "num_beams",
                    "num_return_sequences",
                    "output_attentions",
                    "output_hidden_states",
                    "output_scores",
                    "pad_token_id",
                    "prefix",
                    "problem_type",
                    "pruned_heads",
                    "remove_invalid_values",
                    "repetition_penalty",
                    "return_dict",
                    "return_dict_in_generate",
                    "sep_token_id",
                    "suppress_tokens",
                    "task_specific_params",
                    "temperature",
                    "tf_legacy_loss",
                    "tie_encoder_decoder",
                    "tie_word_embeddings",
                    "tokenizer_class",
                    "top_k",
                    "top_p",
                    "torch_dtype",
                    "torchscript",
                    "transformers_version",
                    "typical_p",
                    "use_bfloat16",
                    "use_cache");

    private GeneralKeys() {}
}
