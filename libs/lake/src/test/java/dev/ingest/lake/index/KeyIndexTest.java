package dev.ingest.lake.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyIndexTest {
    private static final long MANY = 600_000;
    private static final long PLENTY = 1L << 30;

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();

    @Test
    void keysAreFoundAmongManyWithTheirPlacesCursorsAndIdentities() {
        try (KeyIndex index = index(PLENTY)) {
            index.build("a", MANY, builder -> {
                for (long row = 0; row < MANY; row++) {
                    builder.add(
                            fingerprint(row), row, "key " + row, row % 2 == 0 ? row : null, row % 3 == 0 ? row : null);
                }
            });

            List<Object> wanted = List.of("key 0", "key 3", "key 599998", "key 600000");
            assertThat(found(
                            index,
                            "a",
                            wanted,
                            key -> fingerprint(Long.parseLong(key.toString().substring(4)))))
                    .containsExactlyInAnyOrder("0 key 0 0 0", "3 key 3 null 3", "599998 key 599998 599998 null");
        }
    }

    /** Fingerprints are a hint: real keys decide. */
    @Test
    void keysThatShareAFingerprintAreToldApart() {
        List<Object> kinds = List.of(
                1,
                1L,
                "1",
                "",
                new UUID(0, 1),
                Arrays.asList(1L, "1"),
                Arrays.asList(1L, null),
                Arrays.asList("1", "1"),
                Arrays.asList("11", ""));
        try (KeyIndex index = index(PLENTY)) {
            index.build("a", kinds.size(), builder -> {
                for (int row = 0; row < kinds.size(); row++) {
                    builder.add(-7, row, kinds.get(row), kinds.get(row), null);
                }
            });
            for (int row = 0; row < kinds.size(); row++) {
                assertThat(found(index, "a", List.of(kinds.get(row)), _ -> -7))
                        .containsExactly("%d %s %2$s null".formatted(row, kinds.get(row)));
            }
            assertThat(found(index, "a", List.of("11"), _ -> -7)).isEmpty();
        }
    }

    @Test
    void keyThatAFileHoldsTwiceIsToldTwice() {
        try (KeyIndex index = index(PLENTY)) {
            index.build("a", 2, builder -> {
                builder.add(5, 0, "k", null, null);
                builder.add(5, 1, "k", null, null);
            });
            assertThat(found(index, "a", List.of("k"), _ -> 5)).hasSize(2);
        }
    }

    @Test
    void fileIsDueWhenItIsReadForTheSecondTime() {
        try (KeyIndex index = index(PLENTY)) {
            assertThat(index.isDue("a", 100)).isFalse();
            assertThat(index.isDue("a", 100)).isTrue();
        }
        try (KeyIndex none = KeyIndex.none()) {
            assertThat(none.pays(1_000_000_000, 1)).isFalse();
        }
    }

    @Test
    void fewRowsForEachKeyAreReadRatherThanLookedUp() {
        try (KeyIndex index = index(PLENTY)) {
            assertThat(index.pays(499_999, 1)).isFalse();
            assertThat(index.pays(500_000, 100_000)).isTrue();
            assertThat(index.pays(500_000, 100_001)).isFalse();
        }
    }

    @Test
    void fileThatIsTooLargeForTheBudgetIsToldOfAndNeverDueAgain() throws IOException {
        try (KeyIndex index = index(1000)) {
            index.build("a", 100, builder -> add(builder, 100));
            assertThat(told)
                    .singleElement()
                    .asString()
                    .startsWith("a is not indexed: ")
                    .contains("more than 1,000 bytes");
            assertThat(found(index, "a", List.of("k1"), _ -> 1)).isNull();
            assertThat(index.isDue("a", 1)).isFalse();
            assertThat(index.isDue("a", 1)).isFalse();
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void diskThatFailsIsToldOfAndLeavesNothing() throws IOException {
        Files.writeString(folder.resolve("keys"), "no folder");
        KeyIndex index = index(PLENTY);
        index.build("a", 100, builder -> add(builder, 100));
        assertThat(told).singleElement().asString().startsWith("a is not indexed: ");
        assertThat(index.isDue("a", 1)).isFalse();
    }

    @Test
    void fileThatCannotBeEndedLeavesNothing() throws IOException {
        try (KeyIndex index = index(PLENTY)) {
            // in place of the file to be written, when its parts are
            Files.createDirectories(folder.resolve("keys").resolve("0"));
            index.build("a", 100, builder -> add(builder, 100));
            assertThat(told).singleElement().asString().startsWith("a is not indexed: ");
            assertThat(left()).isEmpty();
        }
        assertThat(folder.resolve("keys")).doesNotExist();
    }

    @Test
    void fileMakesRoomOnlyWhenOthersWereNeededMuchMoreSinceItWas() throws IOException {
        try (KeyIndex index = index(7_000)) {
            index.build("old", 100, builder -> add(builder, 100));
            index.build("new", 100, builder -> add(builder, 100));
            assertThat(found(index, "old", List.of("k1"), _ -> 1)).hasSize(1);
            assertThat(found(index, "new", List.of("k1"), _ -> 1)).as("no room").isNull();

            index.build("little", 1, builder -> add(builder, 1));
            for (int use = 0; use < 30; use++) {
                assertThat(found(index, "little", List.of("k0"), _ -> 0)).hasSize(1);
            }
            index.build("new", 100, builder -> add(builder, 100));
            assertThat(found(index, "new", List.of("k1"), _ -> 1)).hasSize(1);
            assertThat(found(index, "old", List.of("k1"), _ -> 1)).isNull();
            assertThat(left()).hasSize(2);
        }
        assertThat(left()).isEmpty();
    }

    private KeyIndex index(long bytesMax) {
        return new KeyIndex(folder.resolve("keys"), bytesMax, told::add);
    }

    private static void add(IndexBuilder builder, int rows) throws IOException {
        for (int row = 0; row < rows; row++) {
            builder.add(row, row, "k" + row, null, null);
        }
    }

    /** Row by row: place, key, cursor, identity; null where the file is not indexed. */
    private static @org.jspecify.annotations.Nullable List<String> found(
            KeyIndex index, String name, List<Object> keys, java.util.function.ToLongFunction<Object> fingerprint) {
        var rows = new ArrayList<String>();
        boolean indexed = index.look(
                name,
                Wanted.of(keys, fingerprint),
                (position, key, cursor, id) -> rows.add("%d %s %s %s".formatted(position, key, cursor, id)));
        return indexed ? rows : null;
    }

    private List<Path> left() throws IOException {
        if (!Files.exists(folder.resolve("keys"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.resolve("keys"))) {
            return files.toList();
        }
    }

    private static long fingerprint(long row) {
        return row * 0x9E3779B97F4A7C15L;
    }
}
