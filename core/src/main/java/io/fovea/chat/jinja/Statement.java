package io.fovea.chat.jinja;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What a template does; the line is for errors. */
sealed interface Statement {

    int line();

    /** Writes text as it stands. */
    record Data(String text, int line) implements Statement {}

    /** <code>{{ value }}</code>. */
    record Output(Expression value, int line) implements Statement {}

    /** The branch of the first condition that holds, else {@code otherwise}. */
    record If(List<Branch> branches, List<Statement> otherwise, int line) implements Statement {}

    record Branch(Expression condition, List<Statement> body) {}

    /**
     * A loop.
     *
     * @param filter elements for which it does not hold are left out
     * @param otherwise what is done when there is no element
     */
    record For(
            Target target,
            Expression over,
            @Nullable Expression filter,
            List<Statement> body,
            List<Statement> otherwise,
            int line)
            implements Statement {}

    record Set(Target target, Expression value, int line) implements Statement {}

    /** A set whose value is what its body writes, through filters. */
    record SetBlock(Target target, List<Filter> filters, List<Statement> body, int line)
            implements Statement {}

    record Filter(String name, Expression.Given given) {}

    record Macro(String name, List<Parameter> parameters, List<Statement> body, int line)
            implements Statement {}

    record Parameter(String name, @Nullable Expression otherwise) {}

    /** What transformers marks as said by the model; written as if the marks were not there. */
    record Generation(List<Statement> body, int line) implements Statement {}

    record Break(int line) implements Statement {}

    record Continue(int line) implements Statement {}

    /** What takes a value. */
    sealed interface Target {

        record Variable(String name) implements Target {}

        /** {@code name.field} of a namespace. */
        record Field(String name, String field) implements Target {}

        record Unpacked(List<Target> targets) implements Target {}
    }
}
