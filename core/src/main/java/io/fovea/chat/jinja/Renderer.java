package io.fovea.chat.jinja;

import java.util.ArrayList;
import java.util.List;

/** Does what statements say, and writes. */
final class Renderer {

    /** How a body ended. */
    private enum Ended {
        DONE,
        BREAK,
        CONTINUE
    }

    private final Budget budget;
    private final Evaluator evaluator;

    Renderer(Budget budget) {
        this.budget = budget;
        this.evaluator = new Evaluator(budget);
    }

    /** Runs a template. */
    String render(List<Statement> statements, Variables variables) {
        StringBuilder out = new StringBuilder();
        run(statements, variables, out);
        return out.toString();
    }

    private Ended run(List<Statement> statements, Variables variables, StringBuilder out) {
        budget.enter();
        for (Statement statement : statements) {
            try {
                budget.step();
                Ended ended = one(statement, variables, out);
                Budget.checkLength(out.length());
                if (ended != Ended.DONE) {
                    budget.leave();
                    return ended;
                }
            } catch (JinjaError e) {
                throw e.at(statement.line());
            }
        }
        budget.leave();
        return Ended.DONE;
    }

    private Ended one(Statement statement, Variables variables, StringBuilder out) {
        return switch (statement) {
            case Statement.Data(String text, int ignored) -> written(text, out);
            case Statement.Output(Expression value, int ignored) ->
                    written(PythonText.of(evaluator.value(value, variables)), out);
            case Statement.If conditional -> choose(conditional, variables, out);
            case Statement.For loop -> loop(loop, variables, out);
            case Statement.Set(Statement.Target target, Expression value, int ignored) ->
                    assign(target, evaluator.value(value, variables), variables);
            case Statement.SetBlock block -> setBlock(block, variables);
            case Statement.Macro macro -> {
                variables.set(macro.name(), function(macro, variables));
                yield Ended.DONE;
            }
            case Statement.Generation(List<Statement> body, int ignored) ->
                    run(body, variables.inside(), out);
            case Statement.Break ignored -> Ended.BREAK;
            case Statement.Continue ignored -> Ended.CONTINUE;
        };
    }

    private static Ended written(String text, StringBuilder out) {
        out.append(text);
        return Ended.DONE;
    }

    private Ended choose(Statement.If conditional, Variables variables, StringBuilder out) {
        for (Statement.Branch branch : conditional.branches()) {
            if (evaluator.isTrue(branch.condition(), variables)) {
                return run(branch.body(), variables, out);
            }
        }
        return run(conditional.otherwise(), variables, out);
    }

    /** As in Jinja2, {@code else} also comes where every turn was broken off. */
    private Ended loop(Statement.For loop, Variables variables, StringBuilder out) {
        Value over = evaluator.value(loop.over(), variables);
        List<Value> elements = kept(loop, Values.needElements(over, "for"), variables);
        boolean anyDone = false;
        for (int i = 0; i < elements.size(); i++) {
            budget.turn();
            Variables inside = variables.inside();
            inside.set("loop", LoopFields.at(elements, i));
            assign(loop.target(), elements.get(i), inside);
            Ended ended = run(loop.body(), inside, out);
            anyDone |= ended == Ended.DONE;
            if (ended == Ended.BREAK) {
                break;
            }
        }
        return anyDone ? Ended.DONE : run(loop.otherwise(), variables.inside(), out);
    }

    private List<Value> kept(Statement.For loop, List<Value> elements, Variables variables) {
        Expression filter = loop.filter();
        if (filter == null) {
            return List.copyOf(elements);
        }
        List<Value> kept = new ArrayList<>();
        for (Value element : elements) {
            budget.turn();
            Variables inside = variables.inside();
            assign(loop.target(), element, inside);
            if (evaluator.isTrue(filter, inside)) {
                kept.add(element);
            }
        }
        return kept;
    }

    private Ended setBlock(Statement.SetBlock block, Variables variables) {
        StringBuilder inside = new StringBuilder();
        run(block.body(), variables.inside(), inside);
        Value value = Values.text(inside.toString());
        for (Statement.Filter filter : block.filters()) {
            Arguments arguments = evaluator.arguments(filter.given(), variables);
            value = Filters.named(filter.name()).apply(value, arguments);
        }
        return assign(block.target(), value, variables);
    }

    private Ended assign(Statement.Target target, Value value, Variables variables) {
        switch (target) {
            case Statement.Target.Variable(String name) -> variables.set(name, value);
            case Statement.Target.Field(String name, String field) -> {
                Value holder = variables.get(name);
                if (!(holder instanceof Value.Fields(var fields, boolean open)) || !open) {
                    throw new JinjaError(
                            "'"
                                    + name
                                    + "."
                                    + field
                                    + "' can be set of a namespace only, got "
                                    + Values.kind(holder));
                }
                fields.put(field, value);
            }
            case Statement.Target.Unpacked(List<Statement.Target> targets) -> {
                List<Value> elements = Values.needElements(value, "unpacking");
                if (elements.size() != targets.size()) {
                    throw new JinjaError(
                            "expected "
                                    + targets.size()
                                    + " values to unpack, got "
                                    + elements.size());
                }
                for (int i = 0; i < targets.size(); i++) {
                    assign(targets.get(i), elements.get(i), variables);
                }
            }
        }
        return Ended.DONE;
    }

    private Value function(Statement.Macro macro, Variables around) {
        String[] names =
                macro.parameters().stream().map(Statement.Parameter::name).toArray(String[]::new);
        return new Value.Function(
                macro.name(),
                arguments -> {
                    Arguments.Bound bound = arguments.bind("the macro " + macro.name(), names);
                    Variables inside = around.inside();
                    for (Statement.Parameter parameter : macro.parameters()) {
                        Value given = bound.get(parameter.name());
                        Expression otherwise = parameter.otherwise();
                        if (given == null && otherwise != null) {
                            given = evaluator.value(otherwise, inside);
                        }
                        inside.set(
                                parameter.name(),
                                given != null
                                        ? given
                                        : new Value.Undefined(
                                                "parameter '"
                                                        + parameter.name()
                                                        + "' was not provided"));
                    }
                    return Values.text(render(macro.body(), inside));
                });
    }
}
