package io.fovea.chat.jinja;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tokens to statements. */
final class StatementParser {

    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final PrimaryParser primaries;

    private StatementParser(TokenStream tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens);
        this.primaries = new PrimaryParser(tokens, expressions);
    }

    static List<Statement> parse(String template) {
        TokenStream tokens = new TokenStream(TemplateLexer.tokens(template));
        return new StatementParser(tokens).body("the template", 1);
    }

    /**
     * Statements up to one of the names that may end them, which is left to the caller.
     *
     * @param what for the message when the template ends before; without names the whole template
     */
    private List<Statement> body(String what, int line, String... ends) {
        tokens.enter();
        List<Statement> statements = new ArrayList<>();
        while (!ended(what, line, ends)) {
            statements.add(statement());
        }
        tokens.leave();
        return List.copyOf(statements);
    }

    private boolean ended(String what, int line, String... ends) {
        if (tokens.current().kind() == Token.Kind.END) {
            if (ends.length == 0) {
                return true;
            }
            throw new JinjaError(
                    "'" + what + "' is not closed: expected " + String.join(" or ", ends), line);
        }
        return tokens.current().kind() == Token.Kind.BLOCK_BEGIN
                && Arrays.stream(ends).anyMatch(tokens.ahead()::isName);
    }

    private Statement statement() {
        Token token = tokens.next();
        return switch (token.kind()) {
            case DATA -> new Statement.Data(token.text(), token.line());
            case VARIABLE_BEGIN -> {
                Expression value = expressions.tuple();
                tokens.expect(Token.Kind.VARIABLE_END);
                yield new Statement.Output(value, token.line());
            }
            case BLOCK_BEGIN -> block(tokens.expect(Token.Kind.NAME));
            case VARIABLE_END, BLOCK_END, NAME, STRING, INTEGER, FLOAT, OPERATOR, END ->
                    throw new JinjaError(
                            "expected text or a tag, got " + token.described(), token.line());
        };
    }

    private Statement block(Token name) {
        int line = name.line();
        return switch (name.text()) {
            case "if" -> conditional(line);
            case "for" -> loop(line);
            case "set" -> set(line);
            case "macro" -> macro(line);
            case "generation" -> {
                close();
                yield new Statement.Generation(bodyUpTo("generation", line), line);
            }
            case "break" -> {
                close();
                yield new Statement.Break(line);
            }
            case "continue" -> {
                close();
                yield new Statement.Continue(line);
            }
            default ->
                    throw new JinjaError(
                            "the tag '"
                                    + name.text()
                                    + "' is not known here; expected if, for, set, macro,"
                                    + " generation, break, continue or raw",
                            line);
        };
    }

    private void close() {
        tokens.expect(Token.Kind.BLOCK_END);
    }

    /** A body and its end: {@code endNAME}. */
    private List<Statement> bodyUpTo(String name, int line) {
        List<Statement> body = body(name, line, "end" + name);
        tokens.next();
        tokens.next();
        close();
        return body;
    }

    private Statement conditional(int line) {
        List<Statement.Branch> branches = new ArrayList<>();
        String word = "elif";
        while (word.equals("elif")) {
            Expression condition = expressions.tupleWithoutConditional();
            close();
            branches.add(
                    new Statement.Branch(condition, body("if", line, "elif", "else", "endif")));
            tokens.next();
            word = tokens.next().text();
        }
        return new Statement.If(branches, otherwise(word, "if", line), line);
    }

    /** What stands behind {@code else}, where the word is that; takes the end of the block. */
    private List<Statement> otherwise(String word, String name, int line) {
        close();
        return word.equals("else") ? bodyUpTo(name, line) : List.of();
    }

    private Statement loop(int line) {
        Statement.Target target = target();
        tokens.expectName("in");
        Expression over = expressions.tupleWithoutConditional();
        Expression filter = tokens.skipName("if") ? expressions.expression() : null;
        if (tokens.current().isName("recursive")) {
            throw tokens.expected("a loop that does not call itself");
        }
        close();
        List<Statement> body = body("for", line, "else", "endfor");
        tokens.next();
        String word = tokens.next().text();
        return new Statement.For(target, over, filter, body, otherwise(word, "for", line), line);
    }

    private Statement set(int line) {
        Statement.Target target = target();
        if (tokens.skipOperator("=")) {
            Expression value = expressions.tuple();
            close();
            return new Statement.Set(target, value, line);
        }
        List<Statement.Filter> filters = new ArrayList<>();
        while (tokens.skipOperator("|")) {
            String name = primaries.dotted();
            filters.add(new Statement.Filter(name, primaries.optionallyGiven()));
        }
        close();
        return new Statement.SetBlock(target, filters, bodyUpTo("set", line), line);
    }

    private Statement.Target target() {
        List<Statement.Target> targets = new ArrayList<>();
        boolean several = false;
        do {
            if (!targets.isEmpty() && !startsTarget()) {
                break;
            }
            targets.add(oneTarget());
            several |= tokens.current().isOperator(",");
        } while (tokens.skipOperator(","));
        return several ? new Statement.Target.Unpacked(targets) : targets.getFirst();
    }

    private boolean startsTarget() {
        Token token = tokens.current();
        return token.isOperator("(") || token.kind() == Token.Kind.NAME && !token.isName("in");
    }

    private Statement.Target oneTarget() {
        if (tokens.skipOperator("(")) {
            tokens.enter();
            Statement.Target inside = target();
            tokens.leave();
            tokens.expectOperator(")");
            return inside;
        }
        String name = tokens.expect(Token.Kind.NAME).text();
        return tokens.skipOperator(".")
                ? new Statement.Target.Field(name, tokens.expect(Token.Kind.NAME).text())
                : new Statement.Target.Variable(name);
    }

    private Statement macro(int line) {
        String name = tokens.expect(Token.Kind.NAME).text();
        tokens.expectOperator("(");
        List<Statement.Parameter> parameters = new ArrayList<>();
        while (!tokens.skipOperator(")")) {
            if (!parameters.isEmpty()) {
                tokens.expectOperator(",");
            }
            String parameter = tokens.expect(Token.Kind.NAME).text();
            Expression otherwise = tokens.skipOperator("=") ? expressions.expression() : null;
            parameters.add(new Statement.Parameter(parameter, otherwise));
        }
        close();
        return new Statement.Macro(name, parameters, bodyUpTo("macro", line), line);
    }
}
