package dev.ingest.lake.encode;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The fast path: reads records of the usual form from their own bytes onto a tape, without an object for any of them.
 *
 * <p>It rejects nothing. What is not plainly right (not JSON, a value that does not fit, a name it does not know, a column that
 * comes twice, no key) is <em>odd</em>: the record is left to the general path, which knows the reasons. So both paths agree as
 * long as whatever is read here is read there, and to the same value; a test compares them.
 */
public final class Scanner {

    private static final int ODD = Texts.ODD;

    private final Tape tape;
    private final Kind[] kinds;
    private final Field[] fields;
    private final Names names;
    private final Texts texts = new Texts();
    private final Numbers numbers = new Numbers();
    private final Values values = new Values(texts, numbers);

    /** The number of the record that a column was last seen in. */
    private final long[] seen;

    private final int required;
    private final int keys;
    private byte[] bytes = {};
    private int source = -1;
    private long record;
    private int end;
    private long cell;

    /** @param columns the column of a field by its name, -1 where there is none */
    public Scanner(Tape tape, List<Field> fields, ToIntFunction<String> columns) {
        this.tape = tape;
        this.fields = fields.toArray(Field[]::new);
        this.kinds = fields.stream().map(Field::kind).toArray(Kind[]::new);
        this.names = new Names(fields, columns);
        this.seen = new long[kinds.length];
        this.required = (int) fields.stream().filter(Field::required).count();
        this.keys = (int) fields.stream().filter(Field::key).count();
    }

    /** Goes on with these bytes, which are not to change as long as the tape is read. */
    public void open(byte[] records) {
        bytes = records;
        source = tape.source(records);
    }

    /**
     * Reads the record that starts here into a row.
     *
     * @return whether it did, and {@link #end} is then where its line ends; otherwise the tape is as it was
     */
    public boolean read(int from, boolean delete) {
        record++;
        names.begin();
        end = object(bytes, from, bytes.length, delete);
        if (end < 0) {
            tape.abandonRow();
            return false;
        }
        tape.endRow(source, delete);
        return true;
    }

    /** The index of the line feed behind the record that was read last, or where its bytes end. */
    public int end() {
        return end;
    }

    private int object(byte[] bytes, int from, int limit, boolean delete) {
        int at = Values.skipSpace(bytes, from, limit);
        if (at >= limit || bytes[at] != '{') {
            return ODD;
        }
        int needed = delete ? keys : required;
        at = Values.skipSpace(bytes, at + 1, limit);
        boolean more = at >= limit || bytes[at] != '}';
        while (more) {
            if (at >= limit || bytes[at] != '"') {
                return ODD;
            }
            int column = names.column(bytes, at + 1, limit);
            at = column == Names.ODD ? ODD : names.end();
            if (at < 0 || at >= limit) {
                return ODD;
            }
            if (bytes[at] == 'n') {
                at = Values.literalEnd(bytes, at, limit, "null");
            } else if (column >= 0) {
                at = value(column, bytes, at, limit);
                needed -= isNeeded(column, delete) ? 1 : 0;
            } else {
                // new columns are found by the general path; deletes bring none
                at = delete ? values.end(bytes, at, limit) : ODD;
            }
            if (at < 0) {
                return ODD;
            }
            at = Values.skipSpace(bytes, at, limit);
            more = at < limit && bytes[at] == ',';
            if (more) {
                at = Values.skipSpace(bytes, at + 1, limit);
            }
        }
        return at < limit && bytes[at] == '}' && needed == 0 ? lineEnd(bytes, at + 1, limit) : ODD;
    }

    private boolean isNeeded(int column, boolean delete) {
        return delete ? fields[column].key() : fields[column].required();
    }

    private static int lineEnd(byte[] bytes, int from, int limit) {
        int at = Values.skipSpace(bytes, from, limit);
        return at == limit || bytes[at] == '\n' ? at : ODD;
    }

    /** Puts a value that is not null on the tape and answers the index behind it. */
    private int value(int column, byte[] bytes, int from, int limit) {
        if (seen[column] == record) {
            return ODD;
        }
        seen[column] = record;
        int end =
                switch (kinds[column]) {
                    case TEXT -> bytes[from] == '"' ? text(bytes, from, limit) : raw(bytes, from, limit);
                    case JSON -> raw(bytes, from, limit);
                    case LONG -> whole(bytes, from, limit);
                    case INTEGER -> integer(bytes, from, limit);
                    case DOUBLE -> real(bytes, from, limit);
                    case FLOAT -> single(bytes, from, limit);
                    case BOOLEAN -> bool(bytes, from, limit);
                    case DATE, TIMESTAMP, TIME -> time(kinds[column], bytes, from, limit);
                    case DECIMAL -> decimal(fields[column], bytes, from, limit);
                    case BINARY -> binary(bytes, from, limit);
                    case OTHER -> ODD;
                };
        if (end >= 0) {
            tape.put(column, cell);
        }
        return end;
    }

    private int text(byte[] bytes, int from, int limit) {
        int quote = texts.end(bytes, from + 1, limit);
        if (quote < 0) {
            return ODD;
        }
        cell = texts.isEscaped()
                ? Texts.unescape(bytes, from + 1, quote, tape.arena())
                : Tape.inSource(from + 1, quote - from - 1);
        return cell == Texts.NONE ? ODD : quote + 1;
    }

    private int raw(byte[] bytes, int from, int limit) {
        int end = values.end(bytes, from, limit);
        cell = Tape.inSource(from, end - from);
        return end;
    }

    private int whole(byte[] bytes, int from, int limit) {
        int end = numbers.read(bytes, from, limit);
        cell = numbers.asLong();
        return end >= 0 && numbers.isLong() ? end : ODD;
    }

    private int integer(byte[] bytes, int from, int limit) {
        int end = whole(bytes, from, limit);
        return cell == (int) cell ? end : ODD;
    }

    private int real(byte[] bytes, int from, int limit) {
        int end = numbers.read(bytes, from, limit);
        if (end < 0 || numbers.isFar()) {
            return ODD;
        }
        double value = numbers.asDouble(bytes, from, end);
        cell = Double.doubleToRawLongBits(value);
        return Double.isInfinite(value) ? ODD : end;
    }

    /** Rounded once, from the text: by way of a double it would be rounded twice. */
    private int single(byte[] bytes, int from, int limit) {
        int end = numbers.read(bytes, from, limit);
        if (end < 0 || numbers.isFar()) {
            return ODD;
        }
        float value = Float.parseFloat(new String(bytes, from, end - from, StandardCharsets.ISO_8859_1)) + 0.0f;
        cell = Float.floatToRawIntBits(value);
        // what is nothing there may be something in a wider column
        return Float.isInfinite(value) || value == 0 && numbers.asDouble(bytes, from, end) != 0 ? ODD : end;
    }

    private int bool(byte[] bytes, int from, int limit) {
        cell = bytes[from] == 't' ? 1 : 0;
        return Values.literalEnd(bytes, from, limit, cell == 1 ? "true" : "false");
    }

    private int time(Kind kind, byte[] bytes, int from, int limit) {
        // no shorter text is a date or a time, and what is none is odd whatever it is
        int shortest = kind == Kind.TIME ? Times.TIME_LENGTH : Times.DATE_LENGTH;
        int quote = bytes[from] == '"' ? Texts.plainEnd(bytes, from + 1 + shortest, limit) : limit;
        if (quote >= limit || bytes[quote] != '"') {
            return ODD;
        }
        cell = kind == Kind.DATE
                ? Times.days(bytes, from + 1, quote)
                : kind == Kind.TIME ? Times.microsOfDay(bytes, from + 1, quote) : Times.micros(bytes, from + 1, quote);
        return cell == Times.ODD ? ODD : quote + 1;
    }

    private int decimal(Field field, byte[] bytes, int from, int limit) {
        boolean quoted = bytes[from] == '"';
        int end = numbers.read(bytes, quoted ? from + 1 : from, limit);
        if (end < 0 || !numbers.isDecimal(field.precision(), field.scale())) {
            return ODD;
        }
        cell = numbers.unscaled(field.scale());
        if (quoted) {
            return end < limit && bytes[end] == '"' ? end + 1 : ODD;
        }
        return end;
    }

    private int binary(byte[] bytes, int from, int limit) {
        int quote = bytes[from] == '"' ? texts.end(bytes, from + 1, limit) : ODD;
        if (quote < 0) {
            return ODD;
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(java.util.Arrays.copyOfRange(bytes, from + 1, quote));
            cell = Tape.inArena(tape.arena().put(decoded, 0, decoded.length), decoded.length);
            return quote + 1;
        } catch (IllegalArgumentException e) {
            // the general path tells the reason
            return ODD;
        }
    }
}
