package io.fovea.generate;

/**
 * How an answer is drawn.
 *
 * @param maxTokens longest answer in tokens, places included
 * @param temperature 0 takes the likeliest token; above it scores are divided by it before drawing
 * @param topP draws among the likeliest tokens that together have this probability; 1 for all. Not
 *     looked at when the temperature is 0
 * @param seed of the draws
 */
public record GenerationConfig(int maxTokens, double temperature, double topP, long seed) {

    /** The likeliest token each time, 128 tokens at most. */
    public static final GenerationConfig GREEDY = new GenerationConfig(128, 0, 1, 0);

    public GenerationConfig {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("max_tokens is at least 1, got " + maxTokens);
        }
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException(
                    "temperature is 0 (greedy) or a finite number above it, got " + temperature);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top_p is above 0 and at most 1, got " + topP);
        }
    }

    /** The same with another longest answer. */
    public GenerationConfig withMaxTokens(int tokens) {
        return new GenerationConfig(tokens, temperature, topP, seed);
    }
}
