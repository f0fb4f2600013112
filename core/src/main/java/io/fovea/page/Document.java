package io.fovea.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A whole page with its style and script inside, so that it is one file. */
public final class Document {

    /** Nothing is loaded from anywhere; pictures are part of the file. */
    private static final String POLICY =
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src"
                    + " 'unsafe-inline'";

    private Document() {}

    /** The page's text. */
    public static String of(String title, Html body) {
        Html page = new Html();
        page.start("html", "lang", "en").line().start("head").line();
        page.start("meta", "charset", "utf-8").line();
        page.start("meta", "http-equiv", "Content-Security-Policy", "content", POLICY).line();
        page.start("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.line().element("title", title).line();
        String head = page.toString();
        return "<!doctype html>\n"
                + head
                + "<style>\n"
                + resource("page.css")
                + "</style>\n</head>\n<body>\n<main>\n"
                + body
                + "\n</main>\n<script>\n"
                + resource("page.js")
                + "</script>\n</body>\n</html>\n";
    }

    private static String resource(String name) {
        try (InputStream in = Document.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is not in the library");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
