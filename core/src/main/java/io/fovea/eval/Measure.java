package io.fovea.eval;

import io.fovea.data.AnswerTags;

/** How the answer of an exchange in words is measured, where its data set says so. */
public enum Measure {
    /** By its kind alone. */
    PLAIN,
    /** People's answers, official VQA accuracy. */
    VQA,
    /** People's answers, LLaVA's m4c form. */
    TEXTVQA,
    /** The option that is said. */
    CHOICE,
    /** The option that is likeliest. */
    LIKELIHOOD,
    /** Yes or no by POPE's rule. */
    POPE,
    /** Yes or no by MME's rule. */
    MME,
    /** Against several captions. */
    CAPTIONS;

    /**
     * That of an item.
     *
     * @throws IllegalArgumentException when its data set names none of these
     */
    static Measure of(Item item) {
        String name = item.tags().get(AnswerTags.METRIC);
        if (name == null) {
            return PLAIN;
        }
        for (Measure measure : values()) {
            if (measure.name().equalsIgnoreCase(name)) {
                return measure;
            }
        }
        throw new IllegalArgumentException(
                "the data set measures '"
                        + item.id()
                        + "' by '"
                        + name
                        + "', which is no metric; expected one of vqa, textvqa, choice, likelihood,"
                        + " pope, mme, captions");
    }
}
