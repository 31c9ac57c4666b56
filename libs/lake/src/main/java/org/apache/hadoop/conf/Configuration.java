package org.apache.hadoop.conf;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** String settings, as parquet-java's codecs and writers ask for them. */
public class Configuration implements Iterable<Map.Entry<String, String>> {

    private final Map<String, String> settings = new TreeMap<>();

    public Configuration() {}

    public Configuration(boolean ignored) {}

    public Configuration(Configuration other) {
        settings.putAll(other.settings);
    }

    public @Nullable String get(String name) {
        return settings.get(name);
    }

    public String get(String name, String absent) {
        return settings.getOrDefault(name, absent);
    }

    public @Nullable String getTrimmed(String name) {
        String value = settings.get(name);
        return value == null ? null : value.trim();
    }

    public String getTrimmed(String name, String absent) {
        String value = getTrimmed(name);
        return value == null ? absent : value;
    }

    public boolean getBoolean(String name, boolean absent) {
        String value = getTrimmed(name);
        return value == null ? absent : Boolean.parseBoolean(value);
    }

    public int getInt(String name, int absent) {
        String value = getTrimmed(name);
        return value == null ? absent : Integer.parseInt(value);
    }

    public long getLong(String name, long absent) {
        String value = getTrimmed(name);
        return value == null ? absent : Long.parseLong(value);
    }

    public void set(String name, String value) {
        settings.put(name, value);
    }

    public void setBoolean(String name, boolean value) {
        settings.put(name, Boolean.toString(value));
    }

    public void setInt(String name, int value) {
        settings.put(name, Integer.toString(value));
    }

    public void setLong(String name, long value) {
        settings.put(name, Long.toString(value));
    }

    public void unset(String name) {
        settings.remove(name);
    }

    public ClassLoader getClassLoader() {
        return Configuration.class.getClassLoader();
    }

    @Override
    public Iterator<Map.Entry<String, String>> iterator() {
        return Map.copyOf(settings).entrySet().iterator();
    }
}
