package io.fovea.chat.jinja;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** Numbers as they are written, and arithmetic by Python's rules; whole numbers have 64 bits. */
final class Numbers {

    private Numbers() {}

    static Value whole(Token token) {
        String text = token.text().replace("_", "").toLowerCase(Locale.ROOT);
        try {
            if (text.startsWith("0x")) {
                return new Value.Whole(Long.parseLong(text.substring(2), 16));
            }
            if (text.startsWith("0o")) {
                return new Value.Whole(Long.parseLong(text.substring(2), 8));
            }
            if (text.startsWith("0b")) {
                return new Value.Whole(Long.parseLong(text.substring(2), 2));
            }
            return new Value.Whole(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new JinjaError(
                    "expected a whole number of 64 bits, got " + token.text(), token.line());
        }
    }

    static Value real(Token token) {
        return new Value.Real(Double.parseDouble(token.text().replace("_", "")));
    }

    /** A whole number or truth as a number; null for anything else. */
    static @Nullable Long asWhole(Value value) {
        return switch (value) {
            case Value.Whole(long number) -> number;
            case Value.Truth truth -> truth == Value.Truth.TRUE ? 1L : 0L;
            default -> null;
        };
    }

    /** Any number as a double; null for anything else. */
    static @Nullable Double asReal(Value value) {
        if (value instanceof Value.Real(double number)) {
            return number;
        }
        Long whole = asWhole(value);
        return whole == null ? null : Double.valueOf(whole);
    }

    /** Arithmetic of two numbers; null where one of them is none. */
    static @Nullable Value arithmetic(String operator, Value left, Value right) {
        Long a = asWhole(left);
        Long b = asWhole(right);
        try {
            if (a != null && b != null) {
                return whole(operator, a, b);
            }
        } catch (ArithmeticException e) {
            throw new JinjaError("a whole number outgrows 64 bits");
        }
        Double x = asReal(left);
        Double y = asReal(right);
        return x == null || y == null ? null : new Value.Real(real(operator, x, y));
    }

    private static Value whole(String operator, long a, long b) {
        return switch (operator) {
            case "+" -> new Value.Whole(Math.addExact(a, b));
            case "-" -> new Value.Whole(Math.subtractExact(a, b));
            case "*" -> new Value.Whole(Math.multiplyExact(a, b));
            case "//" -> new Value.Whole(Math.floorDiv(a, nonZero(b)));
            case "%" -> new Value.Whole(Math.floorMod(a, nonZero(b)));
            case "**" -> b < 0 ? new Value.Real(Math.pow(a, b)) : new Value.Whole(power(a, b));
            default -> new Value.Real((double) a / nonZero(b));
        };
    }

    private static double real(String operator, double x, double y) {
        return switch (operator) {
            case "+" -> x + y;
            case "-" -> x - y;
            case "*" -> x * y;
            case "//" -> Math.floor(x / nonZero(y));
            case "%" -> modulo(x, nonZero(y));
            case "**" -> Math.pow(x, y);
            default -> x / nonZero(y);
        };
    }

    private static double modulo(double x, double y) {
        double rest = x % y;
        return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest;
    }

    private static long power(long a, long exponent) {
        if (a == 0 || a == 1) {
            return exponent == 0 ? 1 : a;
        }
        if (a == -1) {
            return exponent % 2 == 0 ? 1 : -1;
        }
        long result = 1;
        for (long i = 0; i < exponent; i++) {
            result = Math.multiplyExact(result, a);
        }
        return result;
    }

    private static long nonZero(long divisor) {
        if (divisor == 0) {
            throw new JinjaError("division by zero");
        }
        return divisor;
    }

    private static double nonZero(double divisor) {
        if (divisor == 0) {
            throw new JinjaError("division by zero");
        }
        return divisor;
    }
}
