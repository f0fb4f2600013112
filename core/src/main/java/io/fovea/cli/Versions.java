package io.fovea.cli;

import io.fovea.tensor.Torch;

import picocli.CommandLine.IVersionProvider;

import java.util.Map;
import java.util.TreeMap;

/** What this program is made of. */
final class Versions implements IVersionProvider {

    @Override
    public String[] getVersion() {
        Runtime.Version java = Runtime.version();
        return new String[] {
            "fovea " + fovea() + (commit().equals("unknown") ? "" : " (" + commit() + ")"),
            Torch.version(),
            "Java " + java + " (" + System.getProperty("java.vendor") + ")",
            System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }

    /** The version of this build; {@code development} when it was not packaged. */
    static String fovea() {
        String version = Versions.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** The commit of the code where the launcher knows it, else {@code unknown}. */
    static String commit() {
        return System.getProperty("fovea.commit", "unknown");
    }

    /** For the provenance of what is written. */
    static Map<String, String> all() {
        return new TreeMap<>(Map.of("fovea", fovea(), "libtorch", Torch.version()));
    }
}
