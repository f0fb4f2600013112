package io.fovea.chat.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts what stands inside one tag into names, strings, numbers and operators, up to its end. */
final class ExpressionLexer {

    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{Nl}_][\\p{L}\\p{Nl}\\p{Mn}\\p{Mc}\\p{Nd}\\p{Pc}]*");
    private static final Pattern FLOAT =
            Pattern.compile(
                    "(?:\\d+_)*\\d+(?:(?:\\.(?:\\d+_)*\\d+)?[eE][+-]?(?:\\d+_)*\\d+"
                            + "|\\.(?:\\d+_)*\\d+)");
    private static final Pattern INTEGER =
            Pattern.compile(
                    "0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[0-9a-fA-F])+"
                            + "|[1-9](?:_?\\d)*|0(?:_?0)*");
    private static final List<String> OPERATORS =
            List.of(
                    "**", "//", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", "~", "(", ")", "[",
                    "]", "{", "}", ">", "<", "=", ".", ":", "|", ",", ";");

    private final String source;
    private final Token.Kind begin;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<Character> open = new ArrayDeque<>();
    private int at;
    private int line;
    private boolean closedBySign;

    /**
     * @param at behind the opening of the tag and its sign
     * @param begin which opening it was
     */
    ExpressionLexer(String source, int at, int line, Token.Kind begin) {
        this.source = source;
        this.begin = begin;
        this.at = at;
        this.line = line;
        int first = line;
        while (!atEnd()) {
            if (this.at >= source.length()) {
                throw new JinjaError(
                        "a tag is not closed: expected "
                                + (begin == Token.Kind.BLOCK_BEGIN ? "'%}'" : "'}}'"),
                        first);
            }
            one();
        }
    }

    List<Token> tokens() {
        return tokens;
    }

    /** Behind the end of the tag. */
    int end() {
        return at;
    }

    /** Whether a minus or plus stands in the end of the tag. */
    boolean closedBySign() {
        return closedBySign;
    }

    private boolean atEnd() {
        skipSpace();
        if (!open.isEmpty()) {
            return false;
        }
        String close = begin == Token.Kind.BLOCK_BEGIN ? "%}" : "}}";
        if (source.startsWith(close, at)) {
            at += 2;
            return true;
        }
        boolean plus = begin == Token.Kind.BLOCK_BEGIN && source.startsWith("+" + close, at);
        if (plus || source.startsWith("-" + close, at)) {
            at += 3;
            closedBySign = true;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < source.length() && Unicode.isSpace(source.codePointAt(at))) {
            if (source.charAt(at) == '\n') {
                line++;
            }
            at += Character.charCount(source.codePointAt(at));
        }
    }

    private void one() {
        char c = source.charAt(at);
        if (c == '"' || c == '\'') {
            string(c);
        } else if (!take(FLOAT, Token.Kind.FLOAT)
                && !take(INTEGER, Token.Kind.INTEGER)
                && !take(NAME, Token.Kind.NAME)) {
            operator();
        }
    }

    private boolean take(Pattern pattern, Token.Kind kind) {
        Matcher matcher = pattern.matcher(source).region(at, source.length());
        boolean afterDot = kind == Token.Kind.FLOAT && at > 0 && source.charAt(at - 1) == '.';
        if (afterDot || !matcher.lookingAt()) {
            return false;
        }
        tokens.add(new Token(kind, matcher.group(), line));
        at = matcher.end();
        return true;
    }

    private void string(char quote) {
        int end = at + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= source.length()) {
            throw new JinjaError("a string is not closed: expected " + quote, line);
        }
        String inside = source.substring(at + 1, end);
        tokens.add(new Token(Token.Kind.STRING, StringEscapes.decoded(inside, line), line));
        line += (int) inside.chars().filter(c -> c == '\n').count();
        at = end + 1;
    }

    private void operator() {
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, at)) {
                balance(operator.charAt(0));
                tokens.add(new Token(Token.Kind.OPERATOR, operator, line));
                at += operator.length();
                return;
            }
        }
        String odd = Character.toString(source.codePointAt(at));
        throw new JinjaError("expected an expression, got the character '" + odd + "'", line);
    }

    private void balance(char c) {
        switch (c) {
            case '(' -> open.push(')');
            case '[' -> open.push(']');
            case '{' -> open.push('}');
            case ')', ']', '}' -> {
                if (open.isEmpty() || open.pop() != c) {
                    throw new JinjaError("'" + c + "' closes nothing that is open", line);
                }
            }
            default -> {}
        }
    }
}
