package io.fovea.model;

import io.fovea.model.images.ImageProcessor;

/** Ways to put a {@link Processor} together. */
final class Processors {

    private Processors() {}

    /** For checkpoints of Hugging Face: questions are read as one text. */
    static Processor of(
            PromptWords words,
            ImageProcessor images,
            PictureTokens pictureTokens,
            PositionRule positions) {
        return new Processor(
                words,
                images,
                new WholeTextEncoder(words, pictureTokens, positions),
                new SegmentEncoder(words, pictureTokens, positions));
    }

    /** For our own models: questions are read segment by segment, as in training. */
    static Processor bySegments(
            PromptWords words, ImageProcessor images, PictureTokens pictureTokens) {
        PromptEncoder encoder = new SegmentEncoder(words, pictureTokens, PositionRule.COUNTING);
        return new Processor(words, images, encoder, encoder);
    }
}
