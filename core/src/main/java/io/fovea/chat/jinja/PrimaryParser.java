package io.fovea.chat.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names, literals, and what is hung on them: attributes, calls, filters, tests. */
final class PrimaryParser {

    private final TokenStream tokens;
    private final ExpressionParser expressions;

    PrimaryParser(TokenStream tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    Expression primary() {
        Token token = tokens.current();
        return switch (token.kind()) {
            case NAME -> named(tokens.next().text());
            case STRING -> string();
            case INTEGER -> new Expression.Literal(Numbers.whole(tokens.next()));
            case FLOAT -> new Expression.Literal(Numbers.real(tokens.next()));
            case OPERATOR -> bracketed();
            case DATA, VARIABLE_BEGIN, VARIABLE_END, BLOCK_BEGIN, BLOCK_END, END ->
                    throw tokens.expected("an expression");
        };
    }

    private static Expression named(String name) {
        return switch (name) {
            case "true", "True" -> new Expression.Literal(Value.Truth.TRUE);
            case "false", "False" -> new Expression.Literal(Value.Truth.FALSE);
            case "none", "None" -> new Expression.Literal(Value.None.NONE);
            default -> new Expression.Name(name);
        };
    }

    private Expression string() {
        StringBuilder text = new StringBuilder();
        while (tokens.current().kind() == Token.Kind.STRING) {
            text.append(tokens.next().text());
        }
        return new Expression.Literal(new Value.Text(text.toString()));
    }

    private Expression bracketed() {
        if (tokens.skipOperator("(")) {
            if (tokens.skipOperator(")")) {
                return new Expression.TupleOf(List.of());
            }
            Expression inside = expressions.tuple();
            tokens.expectOperator(")");
            return inside;
        }
        if (tokens.skipOperator("[")) {
            List<Expression> elements = new ArrayList<>();
            while (more(elements.isEmpty(), "]")) {
                elements.add(expressions.expression());
            }
            return new Expression.ListOf(elements);
        }
        if (tokens.skipOperator("{")) {
            List<Expression.Entry> entries = new ArrayList<>();
            while (more(entries.isEmpty(), "}")) {
                Expression key = expressions.expression();
                tokens.expectOperator(":");
                entries.add(new Expression.Entry(key, expressions.expression()));
            }
            return new Expression.DictOf(entries);
        }
        throw tokens.expected("an expression");
    }

    /** Takes commas and the end of a list; whether another element comes. */
    private boolean more(boolean first, String close) {
        if (!first && !tokens.current().isOperator(close)) {
            tokens.expectOperator(",");
        }
        return !tokens.skipOperator(close);
    }

    /** Attributes, subscripts and calls. */
    Expression postfixed(Expression start) {
        Expression node = start;
        while (true) {
            if (tokens.skipOperator(".")) {
                node = attribute(node);
            } else if (tokens.skipOperator("[")) {
                node = subscript(node);
            } else if (tokens.current().isOperator("(")) {
                node = new Expression.Call(node, given());
            } else {
                return node;
            }
        }
    }

    private Expression attribute(Expression node) {
        if (tokens.current().kind() == Token.Kind.INTEGER) {
            Value index = Numbers.whole(tokens.next());
            return new Expression.Index(node, new Expression.Literal(index));
        }
        return new Expression.Attribute(node, tokens.expect(Token.Kind.NAME).text());
    }

    private Expression subscript(Expression node) {
        Expression from = tokens.current().isOperator(":") ? null : expressions.expression();
        if (from != null && tokens.skipOperator("]")) {
            return new Expression.Index(node, from);
        }
        tokens.expectOperator(":");
        Expression to = bound();
        Expression step = tokens.skipOperator(":") ? bound() : null;
        tokens.expectOperator("]");
        return new Expression.Slice(node, from, to, step);
    }

    private @Nullable Expression bound() {
        boolean absent = tokens.current().isOperator(":") || tokens.current().isOperator("]");
        return absent ? null : expressions.expression();
    }

    /** Filters, tests, and calls of what they give. */
    Expression filtered(Expression start) {
        Expression node = start;
        while (true) {
            if (tokens.skipOperator("|")) {
                String name = dotted();
                node = new Expression.Filtered(node, name, optionallyGiven());
            } else if (tokens.skipName("is")) {
                node = test(node);
            } else if (tokens.current().isOperator("(")) {
                node = new Expression.Call(node, given());
            } else {
                return node;
            }
        }
    }

    private Expression test(Expression node) {
        boolean negated = tokens.skipName("not");
        String name = dotted();
        Expression.Given given =
                tokens.current().isOperator("(")
                        ? given()
                        : startsArgument()
                                ? new Expression.Given(List.of(postfixed(primary())), Map.of())
                                : Expression.Given.NOTHING;
        Expression tested = new Expression.Tested(node, name, given);
        return negated ? new Expression.Not(tested) : tested;
    }

    /** Whether what follows the name of a test is its argument, written without parentheses. */
    private boolean startsArgument() {
        Token token = tokens.current();
        return switch (token.kind()) {
            case NAME ->
                    switch (token.text()) {
                        case "else", "or", "and" -> false;
                        case "is" -> throw tokens.expected("no second 'is'");
                        default -> true;
                    };
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> token.text().equals("[") || token.text().equals("{");
            case DATA, VARIABLE_BEGIN, VARIABLE_END, BLOCK_BEGIN, BLOCK_END, END -> false;
        };
    }

    String dotted() {
        StringBuilder name = new StringBuilder(tokens.expect(Token.Kind.NAME).text());
        while (tokens.skipOperator(".")) {
            name.append('.').append(tokens.expect(Token.Kind.NAME).text());
        }
        return name.toString();
    }

    Expression.Given optionallyGiven() {
        return tokens.current().isOperator("(") ? given() : Expression.Given.NOTHING;
    }

    private Expression.Given given() {
        tokens.expectOperator("(");
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (more(positional.isEmpty() && named.isEmpty(), ")")) {
            if (tokens.current().kind() == Token.Kind.NAME && tokens.ahead().isOperator("=")) {
                String name = tokens.next().text();
                tokens.next();
                if (named.put(name, expressions.expression()) != null) {
                    throw tokens.expected("each argument once, '" + name + "' comes twice");
                }
            } else if (named.isEmpty()) {
                positional.add(expressions.expression());
            } else {
                throw tokens.expected("an argument with its name");
            }
        }
        return new Expression.Given(positional, named);
    }
}
