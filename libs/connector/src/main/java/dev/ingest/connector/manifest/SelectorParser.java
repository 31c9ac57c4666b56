package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomRecordExtractor;
import dev.ingest.connector.extension.CustomRecordFilter;
import dev.ingest.expression.Value;
import java.util.Map;
import java.util.Optional;

/** Record selectors: extractors, filters, normalisation. */
final class SelectorParser {
    private static final Map<String, Component.Parser<Extractor>> EXTRACTORS = Map.of(
            "DpathExtractor",
            SelectorParser::dpath,
            "CustomRecordExtractor",
            component -> new Extractor.Custom(component.extension(CustomRecordExtractor.class)));
    private static final Map<String, Component.Parser<Extractor>> DOWNLOAD_EXTRACTORS = Map.of(
            "DpathExtractor", SelectorParser::dpath,
            "CustomRecordExtractor",
                    component -> new Extractor.Custom(component.extension(CustomRecordExtractor.class)),
            "ResponseToFileExtractor", component -> new Extractor.CsvFile(component.flag("preserve_na_values", false)));
    private static final Map<String, Component.Parser<RecordFilter>> FILTERS = Map.of(
            "RecordFilter",
            SelectorParser::condition,
            "CustomRecordFilter",
            component -> new RecordFilter.Custom(component.extension(CustomRecordFilter.class)));
    private static final Map<String, Component.Parser<Extractor.Expander>> EXPANDERS =
            Map.of("RecordExpander", SelectorParser::expander);

    private enum OnNoRecords {
        SKIP,
        EMIT_PARENT
    }

    private SelectorParser() {}

    static RecordSelector parse(Component component, boolean clientSide) {
        Map<String, Component.Parser<RecordSelector>> selectors =
                Map.of("RecordSelector", selector -> selector(selector, clientSide));
        return component.by(selectors);
    }

    /** An extractor of an asynchronous retriever, which may also take a response as a file. */
    static Extractor download(Component extractor) {
        return extractor.by(DOWNLOAD_EXTRACTORS);
    }

    static Extractor extractor(Component extractor) {
        return extractor.by(EXTRACTORS);
    }

    private static RecordSelector selector(Component selector, boolean clientSide) {
        return new RecordSelector(
                extractor(selector.requiredChild("extractor")),
                selector.child("record_filter").map(filter -> filter.<RecordFilter>by(FILTERS)),
                selector.flag("transform_before_filtering", clientSide),
                castToSchema(selector));
    }

    /** A filter without a condition keeps nothing: an empty text counts as false. */
    private static RecordFilter condition(Component filter) {
        return new RecordFilter.Condition(
                filter.template("condition").orElseGet(() -> filter.template("condition", Value.EMPTY)));
    }

    private static Extractor dpath(Component extractor) {
        extractor.required("field_path");
        return new Extractor.Dpath(
                extractor.templates("field_path"),
                extractor.child("record_expander").map(child -> child.<Extractor.Expander>by(EXPANDERS)));
    }

    private static Extractor.Expander expander(Component expander) {
        expander.required("expand_records_from_field");
        OnNoRecords otherwise = expander.choice("on_no_records", OnNoRecords.class, Component::lower)
                .orElse(OnNoRecords.SKIP);
        return new Extractor.Expander(
                expander.templates("expand_records_from_field"),
                expander.flag("remain_original_record", false),
                otherwise == OnNoRecords.EMIT_PARENT);
    }

    private static boolean castToSchema(Component selector) {
        Optional<Value> normalization = selector.value("schema_normalization");
        if (normalization.isPresent() && normalization.get() instanceof Value.Dict) {
            Component custom = selector.requiredChild("schema_normalization");
            throw new ManifestException(custom.path(), "type " + custom.type() + " is not supported");
        }
        String given = selector.text("schema_normalization").orElse("None");
        return switch (given) {
            case "None" -> false;
            case "Default" -> true;
            default ->
                throw selector.error("schema_normalization", "is '" + given + "' (expected one of None, Default)");
        };
    }
}
