package io.fovea.chat.jinja;

/** What {@code value is name(...)} asks. */
@FunctionalInterface
interface Check {
    boolean holds(Value value, Arguments arguments);
}
