package dev.ingest.lake;

import dev.ingest.contracts.config.ColumnType;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A form of records: the columns and how one is made. */
enum Shape {
    /** Ten columns of mixed types, about 200 bytes, a note of random letters and a key of 16 random hex digits. */
    TYPICAL(List.of(
            Column.optional("id", ColumnType.parse("string")),
            Column.optional("seq", ColumnType.parse("long")),
            Column.optional("amount", ColumnType.parse("double")),
            Column.optional("price", ColumnType.parse("decimal(10,2)")),
            Column.optional("active", ColumnType.parse("boolean")),
            Column.optional("status", ColumnType.parse("string")),
            Column.optional("country", ColumnType.parse("string")),
            Column.optional("created_at", ColumnType.parse("timestamptz")),
            Column.optional("day", ColumnType.parse("date")),
            Column.optional("note", ColumnType.parse("string")))),
    NARROW(List.of(
            Column.optional("k", ColumnType.parse("long")),
            Column.optional("v", ColumnType.parse("double")),
            Column.optional("f", ColumnType.parse("boolean")))),
    /** Every text has escapes and characters beyond ASCII. */
    ESCAPES(List.of(
            Column.optional("id", ColumnType.parse("long")),
            Column.optional("title", ColumnType.parse("string")),
            Column.optional("body", ColumnType.parse("string")))),
    /** Three fields and two nested values, kept as JSON. */
    NESTED(List.of(
            Column.optional("id", ColumnType.parse("long")),
            Column.optional("status", ColumnType.parse("string")),
            Column.optional("customer", ColumnType.parse("json")),
            Column.optional("lines", ColumnType.parse("json")),
            Column.optional("total", ColumnType.parse("double"))));

    final List<Column> columns;

    Shape(List<Column> columns) {
        this.columns = columns;
    }

    private String record(Random random, int i) {
        return switch (this) {
            case TYPICAL ->
                ("{\"id\":\"%016x\",\"seq\":%d,\"amount\":%d.%02d,\"price\":%d.%02d,\"active\":%b,\"status\":\"%s\",\"country\":\"%s\","
                                + "\"created_at\":\"2026-%02d-%02dT%02d:%02d:%02d.%03dZ\",\"day\":\"2026-%02d-%02d\",\"note\":\"%s\"}")
                        .formatted(
                                random.nextLong(),
                                i,
                                random.nextInt(100_000),
                                random.nextInt(100),
                                random.nextInt(10_000),
                                random.nextInt(100),
                                random.nextBoolean(),
                                List.of("new", "paid", "shipped", "returned").get(random.nextInt(4)),
                                List.of("DE", "AT", "FR", "IT", "US", "GB", "PL").get(random.nextInt(7)),
                                1 + random.nextInt(12),
                                1 + random.nextInt(28),
                                random.nextInt(24),
                                random.nextInt(60),
                                random.nextInt(60),
                                random.nextInt(1000),
                                1 + random.nextInt(12),
                                1 + random.nextInt(28),
                                letters(random, random.nextInt(20)));
            case NARROW -> "{\"k\":%d,\"v\":%d.%d,\"f\":%b}".formatted(i, random.nextInt(1000), random.nextInt(10), random.nextBoolean());
            case ESCAPES ->
                "{\"id\":%d,\"title\":\"\\\"%s\\\" \\u00fcber\\/%s\",\"body\":\"%s\\n%s €\\t%s\"}"
                        .formatted(i, letters(random, 8), letters(random, 5), letters(random, 30), letters(random, 30), letters(random, 30));
            case NESTED ->
                ("{\"id\":%d,\"status\":\"%s\",\"customer\":{\"name\":\"%s\",\"address\":{\"city\":\"%s\",\"zip\":%d}},"
                                + "\"lines\":[{\"sku\":\"%s\",\"n\":%d},{\"sku\":\"%s\",\"n\":%d}],\"total\":%d.5}")
                        .formatted(
                                i,
                                List.of("new", "paid", "shipped").get(random.nextInt(3)),
                                letters(random, 10),
                                letters(random, 8),
                                random.nextInt(99_999),
                                letters(random, 8),
                                random.nextInt(9),
                                letters(random, 8),
                                random.nextInt(9),
                                random.nextInt(1000));
        };
    }

    /** Messages of about 900 KB with so many records in all. */
    Batch batch(int records) {
        return batch(records, 1);
    }

    /** @param seed another one gives other records */
    Batch batch(int records, int seed) {
        var random = new Random(seed);
        var messages = new ArrayList<Message>();
        var page = new ByteArrayOutputStream();
        for (int i = 0; i < records; i++) {
            page.writeBytes(record(random, i).getBytes(StandardCharsets.UTF_8));
            page.write('\n');
            if (page.size() > 900_000 || i == records - 1) {
                messages.add(new Message(new Position("T", 0, messages.size()), Op.APPEND, page.toByteArray()));
                page.reset();
            }
        }
        return new Batch(messages);
    }

    private static String letters(Random random, int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
