package io.fovea.config;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What reflection says about record classes: the only reflection of the project. */
final class RecordShape {

    /** The key that names which record of a sealed interface is meant. */
    static final String TYPE_KEY = "type";

    private RecordShape() {}

    /** The keys of a record, in order, with their components. */
    static Map<String, RecordComponent> components(Class<?> type) {
        Map<String, RecordComponent> components = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            components.put(Names.snake(component.getName()), component);
        }
        if (isVariant(type) && components.containsKey(TYPE_KEY)) {
            throw new IllegalStateException(
                    type.getName()
                            + " belongs to a sealed interface, so it cannot have a component called"
                            + " type");
        }
        return components;
    }

    static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** Whether a record belongs to a sealed interface, and so carries the key {@code type}. */
    static boolean isVariant(Class<?> type) {
        return Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed);
    }

    /** The records of a sealed interface by the value of their {@code type} key. */
    static Map<String, Class<?>> variants(Class<?> sealed) {
        Map<String, Class<?>> variants = new LinkedHashMap<>();
        List<Class<?>> open = new ArrayList<>(Arrays.asList(sealed.getPermittedSubclasses()));
        while (!open.isEmpty()) {
            Class<?> next = open.removeFirst();
            if (next.isSealed()) {
                open.addAll(Arrays.asList(next.getPermittedSubclasses()));
            } else if (!next.isRecord() || variants.put(variantName(next), next) != null) {
                throw new IllegalStateException(
                        "the sealed interface "
                                + sealed.getName()
                                + " needs records of different simple names, got "
                                + next.getName());
            }
        }
        return variants;
    }

    /** Whether a record of a sealed interface has a key that is called as it is itself. */
    static boolean isNamedByKey(Class<?> variant) {
        return components(variant).containsKey(variantName(variant));
    }

    static String variantName(Class<?> record) {
        return Names.kebab(record.getSimpleName());
    }

    /** The result of {@code public static T defaults()}, or null where the record has none. */
    static @Nullable Object defaults(Class<?> type) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals("defaults")
                    && method.getParameterCount() == 0
                    && Modifier.isStatic(method.getModifiers())
                    && method.getReturnType() == type) {
                return call(method, null);
            }
        }
        return null;
    }

    static @Nullable Object get(RecordComponent component, Object record) {
        return call(component.getAccessor(), record);
    }

    private static @Nullable Object call(Method method, @Nullable Object target) {
        try {
            method.setAccessible(true);
            return method.invoke(target);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot call " + method, e);
        }
    }

    /**
     * Calls the canonical constructor.
     *
     * @throws IllegalArgumentException when the constructor refuses the values
     */
    static Object construct(Class<?> type, Object[] values) {
        Class<?>[] types =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException(
                    "the constructor of " + type.getName() + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot construct " + type.getName(), e);
        }
    }
}
