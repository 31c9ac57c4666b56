package dev.ingest.lake;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/**
 * The floor: records are trusted to have exactly these fields in this order, and are scanned once into plain pages, which are
 * compressed and written with their headers. No checks, no nulls, no statistics, no dictionary, no footer.
 */
final class Floor {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int PAGE = 1 << 20;

    private final int[] skips;
    private final int[] kinds;
    private final byte[][] pages;
    private final int[] used;
    private final int[] values;
    private final byte[] compressed = new byte[PAGE * 3];
    private final ZstdCompressCtx zstd = new ZstdCompressCtx();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 20);
    private int bit;

    Floor(Shape shape, int level) {
        int count = shape.columns.size();
        skips = new int[count];
        kinds = new int[count];
        pages = new byte[count][PAGE + (PAGE >> 1)];
        used = new int[count];
        values = new int[count];
        for (int i = 0; i < count; i++) {
            // {"name": or ,"name":
            skips[i] = shape.columns.get(i).name().length() + 4;
            kinds[i] = switch (shape.columns.get(i).type().text()) {
                case "string" -> 0;
                case "long" -> 1;
                case "double" -> 2;
                case "boolean" -> 3;
                case "timestamptz" -> 4;
                case "date" -> 5;
                case "json" -> 6;
                default -> 7;
            };
        }
        zstd.setLevel(level);
    }

    long write(Batch batch) throws IOException {
        out.reset();
        for (Message message : batch.messages()) {
            byte[] bytes = message.ndjson();
            for (int at = 0; at < bytes.length; at++) {
                for (int column = 0; column < kinds.length; column++) {
                    at = value(column, bytes, at + skips[column]);
                }
                at++;
                while (at < bytes.length && bytes[at] != '\n') {
                    at++;
                }
            }
        }
        for (int column = 0; column < kinds.length; column++) {
            flush(column);
        }
        return out.size();
    }

    private int value(int column, byte[] bytes, int from) throws IOException {
        byte[] page = pages[column];
        int to = used[column];
        int end = from;
        switch (kinds[column]) {
            case 0 -> {
                end = quote(bytes, from + 1);
                int length = end - from - 1;
                int escape = escape(bytes, from + 1, end);
                if (escape < end) {
                    length = unescape(bytes, from + 1, end, page, to + 4);
                } else {
                    System.arraycopy(bytes, from + 1, page, to + 4, length);
                }
                INTS.set(page, to, length);
                used[column] = to + 4 + length;
                end++;
            }
            case 1 -> {
                long value = 0;
                for (; bytes[end] >= '0' && bytes[end] <= '9'; end++) {
                    value = value * 10 + bytes[end] - '0';
                }
                LONGS.set(page, to, value);
                used[column] = to + 8;
            }
            case 2, 7 -> {
                long value = 0;
                int digits = 0;
                boolean fraction = false;
                for (; bytes[end] >= '0' && bytes[end] <= '9' || bytes[end] == '.'; end++) {
                    if (bytes[end] == '.') {
                        fraction = true;
                    } else {
                        value = value * 10 + bytes[end] - '0';
                        digits += fraction ? 1 : 0;
                    }
                }
                if (kinds[column] == 7) {
                    LONGS.set(page, to, value);
                } else {
                    LONGS.set(page, to, Double.doubleToRawLongBits(digits == 2 ? value / 100.0 : value / 10.0));
                }
                used[column] = to + 8;
            }
            case 3 -> {
                end = from + (bytes[from] == 't' ? 4 : 5);
                if (bytes[from] == 't') {
                    page[to] |= (byte) (1 << bit);
                }
                bit = (bit + 1) & 7;
                used[column] = to + (bit == 0 ? 1 : 0);
            }
            case 4 -> {
                long days = days(bytes, from + 1);
                long seconds = (two(bytes, from + 12) * 60L + two(bytes, from + 15)) * 60 + two(bytes, from + 18);
                long millis = two(bytes, from + 21) * 10L + bytes[from + 23] - '0';
                LONGS.set(page, to, ((days * 86_400 + seconds) * 1000 + millis) * 1000);
                used[column] = to + 8;
                end = from + 26;
            }
            case 5 -> {
                INTS.set(page, to, days(bytes, from + 1));
                used[column] = to + 4;
                end = from + 12;
            }
            default -> {
                end = nested(bytes, from);
                INTS.set(page, to, end - from);
                System.arraycopy(bytes, from, page, to + 4, end - from);
                used[column] = to + 4 + end - from;
            }
        }
        values[column]++;
        if (used[column] >= PAGE) {
            flush(column);
        }
        return end;
    }

    private static int nested(byte[] bytes, int from) {
        int depth = 0;
        for (int at = from; ; at++) {
            byte b = bytes[at];
            if (b == '"') {
                at = quote(bytes, at + 1);
            } else if (b == '{' || b == '[') {
                depth++;
            } else if ((b == '}' || b == ']') && --depth == 0) {
                return at + 1;
            }
        }
    }

    private static int quote(byte[] bytes, int from) {
        int at = from;
        while (true) {
            while (at + 8 <= bytes.length) {
                long word = (long) LONGS.get(bytes, at);
                long q = word ^ 0x2222222222222222L;
                long b = word ^ 0x5C5C5C5C5C5C5C5CL;
                long marks = (((q - 0x0101010101010101L) & ~q) | ((b - 0x0101010101010101L) & ~b)) & 0x8080808080808080L;
                if (marks != 0) {
                    at += Long.numberOfTrailingZeros(marks) >>> 3;
                    break;
                }
                at += 8;
            }
            while (bytes[at] != '"' && bytes[at] != '\\') {
                at++;
            }
            if (bytes[at] == '"') {
                return at;
            }
            at += 2;
        }
    }

    private static int escape(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    private static int unescape(byte[] bytes, int from, int to, byte[] out, int start) {
        int end = start;
        for (int at = from; at < to; at++) {
            if (bytes[at] != '\\') {
                out[end++] = bytes[at];
            } else if (bytes[++at] != 'u') {
                out[end++] = switch (bytes[at]) {
                    case 'n' -> '\n';
                    case 't' -> '\t';
                    default -> bytes[at];
                };
            } else {
                int c = Integer.parseInt(new String(bytes, at + 1, 4, java.nio.charset.StandardCharsets.ISO_8859_1), 16);
                out[end++] = (byte) (0xC0 | c >> 6);
                out[end++] = (byte) (0x80 | c & 0x3F);
                at += 4;
            }
        }
        return end - start;
    }

    private static int days(byte[] b, int at) {
        int year = two(b, at) * 100 + two(b, at + 2);
        int month = two(b, at + 5);
        int day = two(b, at + 8);
        int y = month <= 2 ? year - 1 : year;
        int yoe = y % 400;
        int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return y / 400 * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468;
    }

    private static int two(byte[] b, int at) {
        return (b[at] - '0') * 10 + b[at + 1] - '0';
    }

    private void flush(int column) throws IOException {
        int size = used[column] + (kinds[column] == 3 && bit != 0 ? 1 : 0);
        if (values[column] == 0) {
            return;
        }
        int length = zstd.compressByteArray(compressed, 0, compressed.length, pages[column], 0, size);
        var header = new PageHeader(PageType.DATA_PAGE, size, length);
        header.setData_page_header(new DataPageHeader(values[column], Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
        Util.writePageHeader(header, out);
        out.write(compressed, 0, length);
        if (kinds[column] == 3) {
            Arrays.fill(pages[column], 0, size, (byte) 0);
            bit = 0;
        }
        used[column] = 0;
        values[column] = 0;
    }
}
