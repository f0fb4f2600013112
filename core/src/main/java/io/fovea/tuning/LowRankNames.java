package io.fovea.tuning;

/** How the weights of adapters are called within a model. */
final class LowRankNames {

    /** Stands before the first, narrowing matrix. */
    static final String DOWN = "lora_A";

    /** Stands before the second, widening matrix. */
    static final String UP = "lora_B";

    private LowRankNames() {}

    /** The weight of the linear layer that an adapter's weight stands beside. */
    static String base(String name) {
        return name.replaceFirst("\\.lora_[AB]\\.weight$", ".weight");
    }

    /** Whether a weight of a model belongs to an adapter. */
    static boolean isAdapter(String name) {
        return name.contains("." + DOWN + ".") || name.contains("." + UP + ".");
    }
}
