package io.fovea.chat.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Tokens to expressions. From loose to tight: conditional, or, and, not, comparisons, {@code + -},
 * {@code ~}, {@code * / // %}, {@code **}, signs, then filters and tests.
 */
final class ExpressionParser {

    private static final Set<String> COMPARING = Set.of("==", "!=", "<", "<=", ">", ">=");

    private final TokenStream tokens;
    private final PrimaryParser primaries;

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
        this.primaries = new PrimaryParser(tokens, this);
    }

    /** One expression. */
    Expression expression() {
        tokens.enter();
        Expression read = or();
        while (tokens.skipName("if")) {
            Expression condition = or();
            Expression otherwise = tokens.skipName("else") ? expression() : null;
            read = new Expression.Conditional(condition, read, otherwise);
        }
        tokens.leave();
        return read;
    }

    /** One expression, or several with commas between: a tuple. */
    Expression tuple() {
        return tuple(this::expression);
    }

    /** As {@link #tuple()} where a following {@code if} belongs to the statement. */
    Expression tupleWithoutConditional() {
        return tuple(this::or);
    }

    private Expression tuple(Supplier<Expression> one) {
        Expression first = one.get();
        if (!tokens.current().isOperator(",")) {
            return first;
        }
        List<Expression> elements = new ArrayList<>(List.of(first));
        while (tokens.skipOperator(",") && !endsTuple()) {
            elements.add(one.get());
        }
        return new Expression.TupleOf(elements);
    }

    private boolean endsTuple() {
        Token token = tokens.current();
        return switch (token.kind()) {
            case VARIABLE_END, BLOCK_END, END -> true;
            case OPERATOR -> token.text().equals(")");
            case DATA, VARIABLE_BEGIN, BLOCK_BEGIN, NAME, STRING, INTEGER, FLOAT -> false;
        };
    }

    Expression or() {
        Expression left = and();
        while (tokens.skipName("or")) {
            left = new Expression.Or(left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (tokens.skipName("and")) {
            left = new Expression.And(left, not());
        }
        return left;
    }

    private Expression not() {
        if (!tokens.skipName("not")) {
            return comparison();
        }
        tokens.enter();
        Expression operand = not();
        tokens.leave();
        return new Expression.Not(operand);
    }

    private Expression comparison() {
        Expression first = sum();
        List<Expression.Comparison> comparisons = new ArrayList<>();
        for (String operator = comparing(); operator != null; operator = comparing()) {
            comparisons.add(new Expression.Comparison(operator, sum()));
        }
        return comparisons.isEmpty() ? first : new Expression.Compared(first, comparisons);
    }

    /** Takes the operator of a comparison; null where none stands. */
    private @Nullable String comparing() {
        Token token = tokens.current();
        if (token.kind() == Token.Kind.OPERATOR && COMPARING.contains(token.text())) {
            return tokens.next().text();
        }
        if (tokens.skipName("in")) {
            return "in";
        }
        if (token.isName("not") && tokens.ahead().isName("in")) {
            tokens.next();
            tokens.next();
            return "not in";
        }
        return null;
    }

    private Expression sum() {
        return leftToRight(Set.of("+", "-"), this::joined);
    }

    private Expression joined() {
        Expression first = product();
        if (!tokens.current().isOperator("~")) {
            return first;
        }
        List<Expression> parts = new ArrayList<>(List.of(first));
        while (tokens.skipOperator("~")) {
            parts.add(product());
        }
        return new Expression.Joined(parts);
    }

    private Expression product() {
        return leftToRight(Set.of("*", "/", "//", "%"), this::power);
    }

    private Expression power() {
        return leftToRight(Set.of("**"), this::signed);
    }

    private Expression leftToRight(Set<String> operators, Supplier<Expression> operand) {
        Expression left = operand.get();
        while (tokens.current().kind() == Token.Kind.OPERATOR
                && operators.contains(tokens.current().text())) {
            left = new Expression.Binary(tokens.next().text(), left, operand.get());
        }
        return left;
    }

    private Expression signed() {
        return primaries.filtered(unfiltered());
    }

    private Expression unfiltered() {
        boolean minus = tokens.current().isOperator("-");
        if (!minus && !tokens.current().isOperator("+")) {
            return primaries.postfixed(primaries.primary());
        }
        tokens.next();
        tokens.enter();
        Expression operand = unfiltered();
        tokens.leave();
        return primaries.postfixed(new Expression.Signed(minus, operand));
    }
}
