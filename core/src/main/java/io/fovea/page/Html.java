package io.fovea.page;

/**
 * A piece of a page, written from its beginning to its end. Texts and values of attributes are
 * escaped; names of tags and attributes are the programmer's.
 */
public final class Html {

    private final StringBuilder out = new StringBuilder();

    /**
     * Begins an element.
     *
     * @param attributes names and values in turn
     */
    public Html start(String tag, String... attributes) {
        if (attributes.length % 2 != 0) {
            throw new IllegalArgumentException("an attribute of <" + tag + "> has no value");
        }
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
        return this;
    }

    /** Ends an element. */
    public Html end(String tag) {
        out.append("</").append(tag).append('>');
        return this;
    }

    /** Words as they are. */
    public Html text(String words) {
        escape(words);
        return this;
    }

    /** An element of nothing but words. */
    public Html element(String tag, String words, String... attributes) {
        return start(tag, attributes).text(words).end(tag);
    }

    /** Another piece inside this one. */
    public Html add(Html piece) {
        out.append(piece.out);
        return this;
    }

    /** A new line in the file, which a reader of the page does not see. */
    public Html line() {
        out.append('\n');
        return this;
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c < ' ' && c != '\n' && c != '\t' ? '\ufffd' : c);
            }
        }
    }

    /** The piece as it stands in a file. */
    @Override
    public String toString() {
        return out.toString();
    }
}
