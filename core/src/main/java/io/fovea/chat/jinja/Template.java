package io.fovea.chat.jinja;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A template that was read; immutable, for any thread. */
public final class Template {

    private final List<Statement> statements;

    private Template(List<Statement> statements) {
        this.statements = statements;
    }

    /**
     * Reads a template.
     *
     * @throws JinjaError naming line, what was expected and what was found
     */
    public static Template parse(String text) {
        return new Template(StatementParser.parse(text));
    }

    /**
     * Runs the template; {@code strftime_now} is the time of this machine.
     *
     * @param values by name: texts, numbers, truths, lists and maps of them, null
     * @throws JinjaError where the template asks for what is not there, refuses its values, or does
     *     not come to an end
     */
    public String render(Map<String, ?> values) {
        return render(values, LocalDateTime::now);
    }

    /** As {@link #render(Map)} with a clock of one's own. */
    public String render(Map<String, ?> values, Supplier<LocalDateTime> clock) {
        Map<String, Value> global = new HashMap<>(Functions.all(clock));
        values.forEach((name, value) -> global.put(name, Values.of(value)));
        try {
            return new Renderer(new Budget()).render(statements, Variables.of(global).inside());
        } catch (StackOverflowError e) {
            throw new JinjaError("a value of the template is nested without end");
        }
    }
}
