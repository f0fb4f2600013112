package io.fovea.chat.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives expressions their values. */
final class Evaluator {

    private final Budget budget;

    Evaluator(Budget budget) {
        this.budget = budget;
    }

    /**
     * The value of an expression.
     *
     * @throws JinjaError when it has none
     */
    Value value(Expression expression, Variables variables) {
        budget.enter();
        Value value = switched(expression, variables);
        switch (value) {
            case Value.Text(String text) -> {
                Budget.checkLength(text.length());
                budget.text(text.length());
            }
            case Value.Items(List<Value> elements) -> {
                Budget.checkLength(elements.size());
                budget.list(elements.size());
            }
            default -> budget.step();
        }
        budget.leave();
        return value;
    }

    boolean isTrue(Expression expression, Variables variables) {
        return Values.isTrue(value(expression, variables));
    }

    private Value switched(Expression expression, Variables variables) {
        return switch (expression) {
            case Expression.Literal(Value value) -> value;
            case Expression.Name(String name) -> variables.get(name);
            case Expression.ListOf(List<Expression> elements) ->
                    weighed(new Value.Items(values(elements, variables)));
            case Expression.TupleOf(List<Expression> elements) ->
                    weighed(new Value.Tuple(values(elements, variables)));
            case Expression.DictOf(List<Expression.Entry> entries) -> dict(entries, variables);
            case Expression.Attribute(Expression of, String name) ->
                    Members.attribute(value(of, variables), name);
            case Expression.Index(Expression of, Expression key) ->
                    Members.item(value(of, variables), value(key, variables));
            case Expression.Slice slice ->
                    Members.slice(
                            value(slice.of(), variables),
                            bound(slice.from(), variables),
                            bound(slice.to(), variables),
                            bound(slice.step(), variables));
            case Expression.Call(Expression callee, Expression.Given given) ->
                    called(value(callee, variables), arguments(given, variables));
            case Expression.Filtered(Expression input, String name, Expression.Given given) ->
                    Filters.named(name).apply(value(input, variables), arguments(given, variables));
            case Expression.Tested(Expression input, String name, Expression.Given given) ->
                    tested(input, name, given, variables);
            case Expression.Signed(boolean minus, Expression operand) ->
                    Operators.signed(minus, value(operand, variables));
            case Expression.Binary(String operator, Expression left, Expression right) ->
                    Operators.arithmetic(operator, value(left, variables), value(right, variables));
            case Expression.Joined(List<Expression> parts) -> joined(parts, variables);
            case Expression.Compared compared -> compared(compared, variables);
            case Expression.And(Expression left, Expression right) -> {
                Value first = value(left, variables);
                yield Values.isTrue(first) ? value(right, variables) : first;
            }
            case Expression.Or(Expression left, Expression right) -> {
                Value first = value(left, variables);
                yield Values.isTrue(first) ? first : value(right, variables);
            }
            case Expression.Not(Expression operand) -> Value.Truth.of(!isTrue(operand, variables));
            case Expression.Conditional conditional -> chosen(conditional, variables);
        };
    }

    private Value weighed(Value value) {
        budget.list(Values.weight(value));
        return value;
    }

    private List<Value> values(List<Expression> expressions, Variables variables) {
        List<Value> values = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            values.add(value(expression, variables));
        }
        return values;
    }

    private Value dict(List<Expression.Entry> entries, Variables variables) {
        Map<Value, Value> made = new LinkedHashMap<>();
        for (Expression.Entry entry : entries) {
            Value key = value(entry.key(), variables);
            boolean hashable = !(key instanceof Value.Items) && !(key instanceof Value.Dict);
            if (!hashable) {
                throw new JinjaError("the keys of a dict cannot change, got " + Values.kind(key));
            }
            made.put(key, value(entry.value(), variables));
        }
        return weighed(new Value.Dict(made));
    }

    private Value bound(@Nullable Expression expression, Variables variables) {
        return expression == null ? Value.None.NONE : value(expression, variables);
    }

    /** The values of arguments. */
    Arguments arguments(Expression.Given given, Variables variables) {
        Map<String, Value> named = new LinkedHashMap<>();
        List<Value> positional = values(given.positional(), variables);
        given.named().forEach((name, expression) -> named.put(name, value(expression, variables)));
        return new Arguments(positional, named);
    }

    private static Value called(Value callee, Arguments arguments) {
        return switch (callee) {
            case Value.Function(String ignored, Value.Body body) -> body.call(arguments);
            case Value.Undefined missing -> throw missing.error();
            default -> throw new JinjaError(Values.kind(callee) + " cannot be called");
        };
    }

    private Value tested(
            Expression input, String name, Expression.Given given, Variables variables) {
        Value value = value(input, variables);
        return Value.Truth.of(Checks.named(name).holds(value, arguments(given, variables)));
    }

    private Value joined(List<Expression> parts, Variables variables) {
        StringBuilder text = new StringBuilder();
        for (Expression part : parts) {
            text.append(PythonText.of(value(part, variables)));
            Budget.checkLength(text.length());
        }
        return Values.text(text.toString());
    }

    private Value compared(Expression.Compared compared, Variables variables) {
        Value left = value(compared.first(), variables);
        for (Expression.Comparison comparison : compared.comparisons()) {
            Value right = value(comparison.right(), variables);
            if (!Operators.compared(comparison.operator(), left, right)) {
                return Value.Truth.FALSE;
            }
            left = right;
        }
        return Value.Truth.TRUE;
    }

    private Value chosen(Expression.Conditional conditional, Variables variables) {
        if (isTrue(conditional.condition(), variables)) {
            return value(conditional.then(), variables);
        }
        Expression otherwise = conditional.otherwise();
        return otherwise == null
                ? new Value.Undefined("an 'if' without an 'else' did not hold")
                : value(otherwise, variables);
    }
}
