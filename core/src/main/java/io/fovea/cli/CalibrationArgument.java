package io.fovea.cli;

import io.fovea.data.Dataset;
import io.fovea.data.sets.DataFormats;
import io.fovea.pruning.Calibration;
import io.fovea.pruning.PictureFolder;
import io.fovea.pruning.SampleQuestions;
import io.fovea.pruning.TextLines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What stands for calibration prompts on the command line: a folder of pictures, a text file with a
 * prompt on each line, or a data set as all verbs name it.
 */
final class CalibrationArgument {

    private CalibrationArgument() {}

    /**
     * The prompts that are meant.
     *
     * @param data a folder, a file, or a data set such as {@code scenes:validation}
     * @param question asked about each picture of a folder
     * @param limit most prompts
     * @param seed of what is drawn at random
     */
    static Calibration of(String data, String question, int limit, long seed) throws IOException {
        if (isPath(data)) {
            Path path = Path.of(data);
            return Files.isDirectory(path)
                    ? PictureFolder.of(path, question, limit, seed)
                    : TextLines.of(path, limit);
        }
        if (!data.contains(":")) {
            throw new CliError(
                    "there is no folder of pictures and no text file '"
                            + data
                            + "'; a data set is named like scenes:validation");
        }
        Dataset dataset = DataFormats.open(data);
        return SampleQuestions.of(dataset, data, limit);
    }

    private static boolean isPath(String data) {
        try {
            return Files.exists(Path.of(data));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
