package io.fovea.cli;

import io.fovea.config.StrictJson;
import io.fovea.interaction.InteractionForm;
import io.fovea.interaction.InteractionOptions;
import io.fovea.interaction.InteractionOptions.Request;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;

/** Options of an interaction network on the command line; each goes before what a file says. */
final class InteractionArguments {

    @Option(
            names = "--form",
            paramLabel = "NAME",
            description =
                    "cross (ours, the default), gather (ours, the smallest), qformer or decomposed"
                            + " (the paper's second and first version, at the paper's sizes unless"
                            + " --config gives others)",
            converter = FormName.class)
    private @Nullable String form;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "answers to each request (default: 8)",
            converter = Count.class)
    private @Nullable Integer slots;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "how often the model asks (default: 1)",
            converter = Count.class)
    private @Nullable Integer rounds;

    @Option(
            names = "--request",
            paramLabel = "WHAT",
            description =
                    "state (at the request token, the default), before (at the question's last"
                            + " word), or learned (the same for each question: a static resampler,"
                            + " for comparison)",
            converter = RequestName.class)
    private @Nullable Request request;

    @Option(
            names = "--question-again",
            description = "read the question again behind the answers, so that its words see them")
    private boolean questionAgain;

    /** What the file says, with what was given here instead. */
    InteractionOptions options(@Nullable Path file) {
        InteractionOptions read =
                file == null
                        ? InteractionOptions.defaults()
                        : StrictJson.read(file, InteractionOptions.class);
        return new InteractionOptions(
                form(read.form()),
                slots == null ? read.slots() : slots,
                rounds == null ? read.rounds() : rounds,
                request == null ? read.request() : request,
                read.requestGradient(),
                questionAgain || read.questionAgain());
    }

    /** The form of a file counts where it is the one that was named. */
    private @Nullable InteractionForm form(@Nullable InteractionForm read) {
        return switch (form) {
            case null -> read;
            case "gather" ->
                    read instanceof InteractionForm.Gather ? read : new InteractionForm.Gather(128);
            case "qformer" ->
                    read instanceof InteractionForm.Qformer
                            ? read
                            : InteractionForm.Qformer.paper();
            case "decomposed" ->
                    read instanceof InteractionForm.Decomposed
                            ? read
                            : InteractionForm.Decomposed.paper();
            default -> read instanceof InteractionForm.Cross ? read : null;
        };
    }

    /** One of the forms. */
    static final class FormName implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            return switch (value) {
                case "cross", "gather", "qformer", "decomposed" -> value;
                default ->
                        throw new TypeConversionException(
                                "expected cross, gather, qformer or decomposed, got '"
                                        + value
                                        + "'");
            };
        }
    }

    /** What asks. */
    static final class RequestName implements ITypeConverter<Request> {
        @Override
        public Request convert(String value) {
            return switch (value) {
                case "state" -> Request.STATE;
                case "before" -> Request.BEFORE;
                case "learned" -> Request.LEARNED;
                default ->
                        throw new TypeConversionException(
                                "expected state, before or learned, got '" + value + "'");
            };
        }
    }

    /** From 1 to 999. */
    static final class Count implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            if (!value.matches("[1-9]\\d{0,2}")) {
                throw new TypeConversionException(
                        "expected a number from 1 to 999, got '" + value + "'");
            }
            return Integer.valueOf(value);
        }
    }
}
