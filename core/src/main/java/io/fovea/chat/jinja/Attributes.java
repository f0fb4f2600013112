package io.fovea.chat.jinja;

import org.jspecify.annotations.Nullable;

/** What the argument {@code attribute} of a filter names: {@code "a"}, {@code "a.b"}, {@code 0}. */
final class Attributes {

    private Attributes() {}

    /** The attribute of an element; the element itself when none is named. */
    static Value of(Value element, @Nullable Value attribute) {
        if (attribute == null || attribute == Value.None.NONE) {
            return element;
        }
        Value value = element;
        for (String part : PythonText.of(attribute).split("\\.", -1)) {
            boolean digits = !part.isEmpty() && part.chars().allMatch(Character::isDigit);
            Value key =
                    digits && part.length() < 10
                            ? new Value.Whole(Long.parseLong(part))
                            : new Value.Text(part);
            value = Members.item(value, key);
        }
        return value;
    }
}
