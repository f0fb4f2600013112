package io.fovea.tuning;

/** How the weights of adapters are called within a model. */
final class LowRankNames {

    private LowRankNames() {}

    /** The weight of the linear layer that an adapter's weight stands beside. */
    static String base(String name) {
        return module(name) + ".weight";
    }

    /** The linear layer that an adapter's weight stands beside. */
    static String module(String name) {
        return name.replaceFirst("\\.lora_[AB]\\.weight$", "");
    }

    /** Whether a weight of a model belongs to an adapter. */
    static boolean isAdapter(String name) {
        return name.contains(".lora_A.") || name.contains(".lora_B.");
    }
}
