package io.fovea.tokenizer;

import org.jspecify.annotations.Nullable;

/**
 * What the special tokens of a model are called; part of a model's configuration. A null name means
 * that the model has no such token.
 *
 * @param bos begins a text
 * @param eos ends an answer
 * @param pad fills a batch
 * @param image stands for one patch (or one merged patch) of a picture
 * @param vis carries a place (PerceptionGPT)
 * @param visStart stands before {@code vis}
 * @param visEnd stands after {@code vis}
 * @param phraseStart stands before a phrase that has places
 * @param phraseEnd stands after it
 * @param request asks for what was not seen (LMEye)
 * @param answer stands for one answer to a request (LMEye)
 */
public record SpecialTokenNames(
        @Nullable String bos,
        @Nullable String eos,
        @Nullable String pad,
        @Nullable String image,
        @Nullable String vis,
        @Nullable String visStart,
        @Nullable String visEnd,
        @Nullable String phraseStart,
        @Nullable String phraseEnd,
        @Nullable String request,
        @Nullable String answer) {

    /** These with the bos, eos, pad and image of others. */
    public SpecialTokenNames beside(SpecialTokenNames others) {
        return new SpecialTokenNames(
                others.bos,
                others.eos,
                others.pad,
                others.image,
                vis,
                visStart,
                visEnd,
                phraseStart,
                phraseEnd,
                request,
                answer);
    }

    /** The same with other names for a request and its slots. */
    public SpecialTokenNames asking(String requestName, String answerName) {
        return new SpecialTokenNames(
                bos,
                eos,
                pad,
                image,
                vis,
                visStart,
                visEnd,
                phraseStart,
                phraseEnd,
                requestName,
                answerName);
    }
}
