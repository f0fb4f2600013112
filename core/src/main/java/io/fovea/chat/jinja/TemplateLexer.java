package io.fovea.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into text and tags, and takes away the white space that Jinja takes away: the
 * newline behind a block ({@code trim_blocks}), the indentation before one ({@code lstrip_blocks}),
 * all of it beside a {@code -}, none beside a {@code +}, and one newline at the very end.
 */
final class TemplateLexer {

    private static final Pattern RAW =
            Pattern.compile("\\{%([-+]?)\\s*raw\\s*(?:-%\\}\\s*|%\\})", Pattern.DOTALL);
    private static final Pattern END_RAW =
            Pattern.compile(
                    "\\{%([-+]?)\\s*endraw\\s*(?:\\+%\\}|-%\\}\\s*|%\\}\\n?)", Pattern.DOTALL);

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private boolean lineStarting = true;

    private TemplateLexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String template) {
        String text = template.replace("\r\n", "\n").replace('\r', '\n');
        if (text.endsWith("\n")) {
            text = text.substring(0, text.length() - 1);
        }
        TemplateLexer lexer = new TemplateLexer(text);
        lexer.run();
        return List.copyOf(lexer.tokens);
    }

    private void run() {
        for (int tag = nextTag(); tag >= 0; tag = nextTag()) {
            Matcher raw = RAW.matcher(source).region(tag, source.length());
            if (raw.lookingAt()) {
                data(tag, raw.group(1), false);
                moveTo(raw.end());
                raw();
                continue;
            }
            char kind = source.charAt(tag + 1);
            String sign = sign(tag + 2);
            data(tag, sign, kind == '{');
            moveTo(tag + 2 + sign.length());
            switch (kind) {
                case '#' -> comment();
                case '{' -> tag(Token.Kind.VARIABLE_BEGIN);
                default -> tag(Token.Kind.BLOCK_BEGIN);
            }
        }
        data(source.length(), "+", true);
        tokens.add(new Token(Token.Kind.END, "", line));
    }

    private int nextTag() {
        for (int i = source.indexOf('{', at); i >= 0; i = source.indexOf('{', i + 1)) {
            if (i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private String sign(int where) {
        boolean there = where < source.length() && "+-".indexOf(source.charAt(where)) >= 0;
        return there ? source.substring(where, where + 1) : "";
    }

    /** The text up to a tag, without what the tag takes away. */
    private void data(int end, String sign, boolean keepIndentation) {
        String text = source.substring(at, end);
        if (sign.equals("-")) {
            text = Unicode.stripRight(text);
        } else if (!sign.equals("+") && !keepIndentation) {
            int start = text.lastIndexOf('\n') + 1;
            if ((start > 0 || lineStarting) && Unicode.isBlank(text.substring(start))) {
                text = text.substring(0, start);
            }
        }
        if (!text.isEmpty()) {
            tokens.add(new Token(Token.Kind.DATA, text, line));
        }
        moveTo(end);
    }

    private void raw() {
        Matcher end = END_RAW.matcher(source).region(at, source.length());
        if (!end.find()) {
            throw new JinjaError("'raw' is not closed: expected 'endraw'", line);
        }
        data(end.start(), end.group(1), false);
        moveTo(end.end());
    }

    private void comment() {
        int end = source.indexOf("#}", at);
        if (end < 0) {
            throw new JinjaError("a comment is not closed: expected '#}'", line);
        }
        char before = end > at ? source.charAt(end - 1) : ' ';
        moveTo(end + 2);
        closeWith(before);
    }

    private void tag(Token.Kind begin) {
        tokens.add(new Token(begin, "", line));
        ExpressionLexer inside = new ExpressionLexer(source, at, line, begin);
        tokens.addAll(inside.tokens());
        boolean block = begin == Token.Kind.BLOCK_BEGIN;
        char before = source.charAt(inside.end() - 3);
        moveTo(inside.end());
        tokens.add(new Token(block ? Token.Kind.BLOCK_END : Token.Kind.VARIABLE_END, "", line));
        boolean sign = inside.closedBySign();
        if (block || sign) {
            closeWith(sign ? before : ' ');
        }
    }

    /** White space behind the end of a block or comment, or of a variable that ends in a minus. */
    private void closeWith(char sign) {
        if (sign == '-') {
            int end = at;
            while (end < source.length() && Unicode.isSpace(source.codePointAt(end))) {
                end += Character.charCount(source.codePointAt(end));
            }
            moveTo(end);
        } else if (sign != '+' && at < source.length() && source.charAt(at) == '\n') {
            moveTo(at + 1);
        }
    }

    private void moveTo(int next) {
        for (int i = at; i < next; i++) {
            if (source.charAt(i) == '\n') {
                line++;
            }
        }
        lineStarting = next > at ? source.charAt(next - 1) == '\n' : lineStarting;
        at = next;
    }
}
