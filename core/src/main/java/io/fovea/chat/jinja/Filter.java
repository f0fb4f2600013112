package io.fovea.chat.jinja;

/** What {@code value | name(...)} does. */
@FunctionalInterface
interface Filter {
    Value apply(Value input, Arguments arguments);
}
