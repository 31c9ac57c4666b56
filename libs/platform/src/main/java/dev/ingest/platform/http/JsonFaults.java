package dev.ingest.platform.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a JSON text, without its values: one that stands in the wrong place may be a secret. Only a word in place of
 * one of a few known words is told.
 */
public final class JsonFaults {
    private JsonFaults() {}

    /** In words; the place within the text is the caller's to say, where it is known. */
    public static String of(JacksonException fault) {
        return switch (fault) {
            case UnrecognizedPropertyException unknown ->
                "no such field (expected: one of %s)".formatted(known(unknown));
            // what stands where one of a few words is expected is a word that is wrong
            case InvalidFormatException word
            when isEnum(word.getTargetType()) ->
                "'%.64s' (expected: %s)".formatted(word.getValue(), form(word.getTargetType()));
            // what is refused although it is a number says why
            case InvalidFormatException number
            when number.getValue() instanceof BigDecimal -> number.getOriginalMessage();
            case MismatchedInputException unfit ->
                "has another form (expected: %s)".formatted(form(unfit.getTargetType()));
            // our own constructor says what it expects
            case ValueInstantiationException refused
            when refused.getCause() != null -> String.valueOf(refused.getCause().getMessage());
            default -> "not valid JSON" + place(fault.getLocation());
        };
    }

    private static String place(@Nullable JsonLocation at) {
        return at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    }

    private static String known(UnrecognizedPropertyException unknown) {
        return Optional.ofNullable(unknown.getKnownPropertyIds()).stream()
                .flatMap(Collection::stream)
                .map(String::valueOf)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static boolean isEnum(@Nullable Class<?> target) {
        return target != null && target.isEnum();
    }

    private static String form(@Nullable Class<?> target) {
        if (target == null) {
            return "another value";
        }
        if (target.isEnum()) {
            return Arrays.stream(target.getEnumConstants()).map(String::valueOf).collect(Collectors.joining(", "));
        }
        if (target == String.class) {
            return "a string";
        }
        if (target == Boolean.class || target == boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(target) || target.isPrimitive()) {
            return "a number";
        }
        if (Collection.class.isAssignableFrom(target) || target.isArray()) {
            return "an array";
        }
        return Map.class.isAssignableFrom(target) || target.isRecord() ? "an object" : "a " + target.getSimpleName();
    }
}
