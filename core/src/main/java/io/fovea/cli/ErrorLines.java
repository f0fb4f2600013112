package io.fovea.cli;

import io.fovea.assistant.AssistantError;
import io.fovea.checkpoint.CheckpointError;
import io.fovea.config.ConfigError;
import io.fovea.hub.HubError;
import io.fovea.image.ImageException;
import io.fovea.tokenizer.TokenizerError;

import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Errors as lines on standard error: what happened and what to do, without a stack trace unless one
 * is asked for.
 */
final class ErrorLines {

    private static final int LONGEST = 4000;

    private final PrintWriter err;
    private final BooleanSupplier stacktrace;

    ErrorLines(PrintWriter err, BooleanSupplier stacktrace) {
        this.err = err;
        this.stacktrace = stacktrace;
    }

    /** Tells what is wrong with the command line. */
    int usage(ParameterException problem) {
        String verb = problem.getCommandLine().getCommandSpec().qualifiedName();
        say(usageLine(problem) + " (see " + verb + " --help)", problem);
        return ExitCodes.USAGE;
    }

    private static String usageLine(ParameterException problem) {
        if (!(problem instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return shortened(
                    String.valueOf(problem.getMessage())
                            .replaceFirst("is not an? (long|int)$", "is not a whole number")
                            .replaceFirst("is not a double$", "is not a number"));
        }
        String first = unmatched.getUnmatched().getFirst();
        boolean root = problem.getCommandLine().getParent() == null;
        List<String> near = unmatched.getSuggestions();
        String what =
                first.startsWith("-")
                        ? "there is no option " + shortened(first)
                        : (root ? "there is no verb '" : "one argument too many: '")
                                + shortened(first)
                                + "'";
        return what + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
    }

    /** Tells why a command failed. */
    int failure(Throwable problem) {
        say(message(problem), problem);
        return ExitCodes.FAILURE;
    }

    /** One problem in words. */
    static String message(Throwable problem) {
        String text = String.valueOf(problem.getMessage()).strip();
        return switch (problem) {
            case CliError e -> shortened(text);
            case AssistantError e -> shortened(text);
            case ImageException e -> shortened(text);
            case CheckpointError e -> shortened(text);
            case HubError e -> shortened(text);
            case ConfigError e when e.problems().size() == 1 ->
                    e.source() + ": " + e.problems().getFirst();
            case ConfigError e -> text;
            case TokenizerError e -> shortened(text);
            case IllegalArgumentException e when e.getMessage() != null -> shortened(text);
            case NoSuchFileException e -> "there is no file " + e.getFile() + "; check the path";
            case AccessDeniedException e ->
                    "no right to open " + e.getFile() + "; change its rights, or choose another";
            case UncheckedIOException e -> message(Objects.requireNonNull(e.getCause()));
            case FileAlreadyExistsException e ->
                    "there is a file " + e.getFile() + " already; choose another name";
            case NotDirectoryException e -> e.getFile() + " is not a folder; check the path";
            case FileSystemException e when e.getReason() != null ->
                    e.getFile() + ": " + e.getReason() + "; check path, rights and free space";
            case IOException e -> e.getClass().getSimpleName() + ": " + shortened(text);
            case OutOfMemoryError e ->
                    "out of memory ("
                            + text
                            + "); give a smaller picture, or more memory with"
                            + " FOVEA_JAVA_OPTS=-Xmx8g";
            default ->
                    "unexpected "
                            + problem.getClass().getSimpleName()
                            + ": "
                            + text.lines().findFirst().orElse("no message")
                            + "; this is a fault of Fovea, --stacktrace tells where";
        };
    }

    private void say(String line, Throwable problem) {
        err.println("fovea: " + line);
        if (stacktrace.getAsBoolean()) {
            problem.printStackTrace(err);
        }
        err.flush();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST) + "... (" + text.length() + " characters)";
    }
}
