package io.fovea.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Data of others, which is not kept here: beside the checkout in {@code ../shared/data}, or where
 * the property {@code fovea.data} or the variable {@code FOVEA_DATA} says.
 */
public final class OutsideData {

    private OutsideData() {}

    /** A folder of it; a test that asks for one that is not there is skipped and prints why. */
    public static Path folder(String name) {
        String given = System.getProperty("fovea.data", System.getenv("FOVEA_DATA"));
        Path data = given == null ? Path.of("..", "..", "shared", "data") : Path.of(given);
        Path folder = data.resolve(name).toAbsolutePath().normalize();
        require(Files.isDirectory(folder), "there is no folder " + folder);
        return folder;
    }

    /** Skips a test where something is not there, and prints why. */
    public static void require(boolean there, String otherwise) {
        if (!there) {
            System.out.println("skipped: " + otherwise);
        }
        assumeTrue(there, otherwise);
    }
}
