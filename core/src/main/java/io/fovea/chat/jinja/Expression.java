package io.fovea.chat.jinja;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** What has a value. */
sealed interface Expression {

    record Literal(Value value) implements Expression {}

    record Name(String name) implements Expression {}

    record ListOf(List<Expression> elements) implements Expression {}

    record TupleOf(List<Expression> elements) implements Expression {}

    record DictOf(List<Entry> entries) implements Expression {}

    /** One pair of a dict literal. */
    record Entry(Expression key, Expression value) {}

    /** {@code of.name}. */
    record Attribute(Expression of, String name) implements Expression {}

    /** {@code of[key]}. */
    record Index(Expression of, Expression key) implements Expression {}

    /** {@code of[from:to:step]}; null where nothing is written. */
    record Slice(
            Expression of,
            @Nullable Expression from,
            @Nullable Expression to,
            @Nullable Expression step)
            implements Expression {}

    record Call(Expression callee, Given given) implements Expression {}

    /** {@code input | name(...)}. */
    record Filtered(Expression input, String name, Given given) implements Expression {}

    /** {@code input is name(...)}. */
    record Tested(Expression input, String name, Given given) implements Expression {}

    /** The arguments of a call as they are written. */
    record Given(List<Expression> positional, Map<String, Expression> named) {

        static final Given NOTHING = new Given(List.of(), Map.of());
    }

    /** {@code -operand} or {@code +operand}. */
    record Signed(boolean minus, Expression operand) implements Expression {}

    /** Arithmetic by its operator: {@code + - * / // % **}. */
    record Binary(String operator, Expression left, Expression right) implements Expression {}

    /** {@code a ~ b ~ c}. */
    record Joined(List<Expression> parts) implements Expression {}

    /** {@code first < second < third}: all must hold. */
    record Compared(Expression first, List<Comparison> comparisons) implements Expression {}

    /** An operator of a comparison ({@code == != < <= > >= in}, {@code not in}) and its right. */
    record Comparison(String operator, Expression right) {}

    record And(Expression left, Expression right) implements Expression {}

    record Or(Expression left, Expression right) implements Expression {}

    record Not(Expression operand) implements Expression {}

    /** {@code then if condition else otherwise}; undefined without an else. */
    record Conditional(Expression condition, Expression then, @Nullable Expression otherwise)
            implements Expression {}
}
