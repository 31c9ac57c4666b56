package dev.ingest.gateway.fuzz;

import java.util.List;
import java.util.Random;

/** Values for columns, as JSON: many that fit their type, many that nearly do. One seed makes the same always. */
public final class Values {
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "é€",
            "\\ud800",
            "\\ude00\\ud83d",
            "\\ud83d\\ude00",
            "\\u0000",
            "AQID",
            "AQI",
            "2024-02-29",
            "2023-02-29",
            "+999999999-12-31",
            "-999999999-01-01",
            "+12024-01-01",
            "0000-01-01",
            "2024-01-15T10:30:00Z",
            "2024-01-15T10:30Z",
            "2024-01-15 10:30:00.123456789+02",
            "2024-01-15t10:30:00z",
            "2024-01-15T10:30:00+18:30",
            "+200000-01-15T10:30:00Z",
            "+999999999-12-31T00:00:00Z",
            "10:30",
            "10:30:00.123456789",
            "24:00:00",
            "123e4567-e89b-12d3-a456-426614174000",
            "123E4567-E89B-12D3-A456-426614174000",
            "1-1-1-1-1");
    private static final List<String> OTHERS = List.of("true", "false", "null", "{}", "[]", "[null]", "{\"\":[{}]}");
    private static final String DIGITS = "0123456789";

    private final Random random;

    public Values(long seed) {
        this.random = new Random(seed);
    }

    /** @param type a column's; nested ones get objects and arrays of their shape more often than not */
    public String of(String type) {
        if (random.nextInt(5) > 0) {
            if (type.startsWith("list<")) {
                return "[" + any(2) + "," + any(2) + "]";
            }
            if (type.startsWith("map<")) {
                return "{\"a\":" + number() + "," + text() + ":" + number() + "}";
            }
            if (type.startsWith("struct<")) {
                return "{\"a\":%s,\"b\":[%s],\"c\":{\"d\":%s,\"e\":%s}}".formatted(text(), any(2), text(), text());
            }
        }
        return any(0);
    }

    private String any(int depth) {
        return switch (random.nextInt(depth > 3 ? 6 : 8)) {
            case 0, 1, 2 -> number();
            case 3, 4 -> text();
            case 5 -> OTHERS.get(random.nextInt(OTHERS.size()));
            case 6 -> "[" + any(depth + 1) + "]";
            default -> "{" + text() + ":" + any(depth + 1) + "}";
        };
    }

    private String text() {
        return '"' + TEXTS.get(random.nextInt(TEXTS.size())) + '"';
    }

    private String number() {
        var number = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
        number.append(random.nextInt(3) == 0 ? "0" : 1 + random.nextInt(9) + digits(length()));
        if (random.nextInt(3) == 0) {
            number.append('.').append(random.nextInt(10)).append(digits(length()));
        }
        if (random.nextInt(3) == 0) {
            number.append(random.nextBoolean() ? 'e' : 'E')
                    .append(List.of("", "+", "-").get(random.nextInt(3)))
                    .append(random.nextInt(10))
                    .append(random.nextInt(4) == 0 ? digits(random.nextInt(13)) : "");
        }
        return number.toString();
    }

    private int length() {
        return random.nextInt(40) == 0 ? 980 + random.nextInt(40) : random.nextInt(random.nextInt(4) == 0 ? 40 : 4);
    }

    private String digits(int count) {
        var digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(DIGITS.charAt(random.nextInt(10)));
        }
        return digits.toString();
    }
}
