package dev.ingest.lake.upkeep;

import java.util.regex.Pattern;

/** What the name of a file tells, as Iceberg's catalogs give them: {@code 00012-<uuid>.metadata.json}. */
public final class MetadataFiles {

    private static final Pattern FIRST = Pattern.compile("00000-.*");

    private MetadataFiles() {}

    /**
     * Whether a file is the metadata of a table that something happened to after it was made. What a creation writes that nobody
     * heard of afterwards was never a table.
     */
    public static boolean isLived(String location) {
        String name = location.substring(location.lastIndexOf('/') + 1);
        return name.endsWith(".metadata.json") && !FIRST.matcher(name).matches();
    }
}
