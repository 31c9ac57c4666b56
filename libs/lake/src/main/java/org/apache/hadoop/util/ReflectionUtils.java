package org.apache.hadoop.util;

import org.apache.hadoop.conf.Configurable;
import org.apache.hadoop.conf.Configuration;

/** Makes a codec from its class. */
public final class ReflectionUtils {

    private ReflectionUtils() {}

    public static <T> T newInstance(Class<T> type, Configuration conf) {
        try {
            T made = type.getDeclaredConstructor().newInstance();
            if (made instanceof Configurable configurable) {
                configurable.setConf(conf);
            }
            return made;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getName(), e);
        }
    }
}
