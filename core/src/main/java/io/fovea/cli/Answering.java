package io.fovea.cli;

import io.fovea.assistant.Assistant;
import io.fovea.assistant.Reply;
import io.fovea.image.Image;
import io.fovea.image.ImageReader;
import io.fovea.image.Overlay;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;

/**
 * One question about one picture, from the file to the printed answer; what {@code ask}, {@code
 * ground} and {@code describe} share. Everything that can be wrong with the files is found before a
 * model is loaded.
 *
 * @param options of the command line
 * @param out where the answer is printed
 * @param picture file
 * @param drawing file to draw the places into, if any
 * @param attention file to draw into where an interaction network looked, if any
 */
record Answering(
        CommonOptions options,
        PrintWriter out,
        Path picture,
        @Nullable Path drawing,
        @Nullable Path attention) {

    Answering(CommonOptions options, PrintWriter out, Path picture, @Nullable Path drawing) {
        this(options, out, picture, drawing, null);
    }

    /** Asks what is made of the picture once it is read. */
    int run(Function<Image, Asked> question) {
        if (drawing != null) {
            OutputFile.picture(drawing);
        }
        if (attention != null) {
            OutputFile.picture(attention);
        }
        Image image = ImageReader.read(picture);
        Asked asked = question.apply(image);
        asked.about(image);
        Reply reply;
        try (Assistant assistant = options.open()) {
            reply = asked.ask(assistant, image, options.generation());
        }
        if (drawing != null) {
            OutputFile.write(Overlay.draw(image, reply.answer().regions()), drawing);
        }
        if (attention != null) {
            OutputFile.write(LookedSheet.draw(image, asked.title(), reply.looked()), attention);
        }
        if (options.json) {
            out.println(asked.json(reply));
        } else {
            out.println(AnswerText.of(reply.answer(), asked.words(reply)));
            if (drawing != null) {
                out.println("drawn: " + drawing);
            }
            if (attention != null) {
                out.println("attention: " + attention);
            }
            out.println(
                    String.format(
                            Locale.ROOT,
                            "(%d token%s in %.0f ms)",
                            reply.answer().usage().answerTokens(),
                            reply.answer().usage().answerTokens() == 1 ? "" : "s",
                            reply.timing().totalMillis()));
        }
        return ExitCodes.OK;
    }
}
