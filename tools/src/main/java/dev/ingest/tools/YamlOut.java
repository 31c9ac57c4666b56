package dev.ingest.tools;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** Documents as YAML that a reader gets the same texts from. */
final class YamlOut {
    private static final int WIDTH = 120;

    /** Breaks lines as well, and would come back as the usual break. */
    private static final Pattern UNUSUAL_BREAK = Pattern.compile("[\\r\\x{85}\\x{2028}\\x{2029}]");

    private YamlOut() {}

    static String text(Map<String, @Nullable Object> document) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        options.setWidth(WIDTH);
        options.setSplitLines(false);
        return new Yaml(new Quoting(options), options).dump(document);
    }

    private static final class Quoting extends Representer {
        Quoting(DumperOptions options) {
            super(options);
        }

        @Override
        protected Node representScalar(Tag tag, String value, ScalarStyle style) {
            boolean quoted = UNUSUAL_BREAK.matcher(value).find();
            return super.representScalar(tag, value, quoted ? ScalarStyle.DOUBLE_QUOTED : style);
        }
    }
}
