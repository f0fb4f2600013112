package io.fovea.chat.jinja;

import java.util.List;

/** Tokens with a place among them, and the errors of reading them. */
final class TokenStream {

    private static final int DEEPEST = 200;

    private final List<Token> tokens;
    private int at;
    private int depth;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token current() {
        return tokens.get(at);
    }

    /** The token behind the current one; at the end the last. */
    Token ahead() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    /** Gives the current token and goes on. */
    Token next() {
        Token token = current();
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    boolean skipOperator(String operator) {
        if (current().isOperator(operator)) {
            next();
            return true;
        }
        return false;
    }

    boolean skipName(String name) {
        if (current().isName(name)) {
            next();
            return true;
        }
        return false;
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw expected("'" + operator + "'");
        }
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw expected("'" + name + "'");
        }
    }

    Token expect(Token.Kind kind) {
        if (current().kind() != kind) {
            throw expected(kind.words());
        }
        return next();
    }

    JinjaError expected(String what) {
        Token got = current();
        return new JinjaError("expected " + what + ", got " + got.described(), got.line());
    }

    /** One level deeper; expressions and blocks may not be nested without end. */
    void enter() {
        if (++depth > DEEPEST) {
            throw new JinjaError(
                    "nested deeper than " + DEEPEST + " levels; expected less", current().line());
        }
    }

    void leave() {
        depth--;
    }
}
