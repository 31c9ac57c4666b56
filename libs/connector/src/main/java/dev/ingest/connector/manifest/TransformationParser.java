package dev.ingest.connector.manifest;

import dev.ingest.connector.manifest.Transformation.AddedField;
import dev.ingest.connector.manifest.Transformation.ValueType;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Transformations. */
final class TransformationParser {
    private static final Map<String, Component.Parser<Transformation>> TRANSFORMATIONS = Map.of(
            "AddFields", TransformationParser::addFields,
            "RemoveFields", TransformationParser::removeFields,
            "KeysToLower", component -> new Transformation.KeysToLower());
    private static final Map<String, Component.Parser<AddedField>> FIELDS =
            Map.of("AddedFieldDefinition", TransformationParser::field);

    private TransformationParser() {}

    static Transformation parse(Component component) {
        return component.by(TRANSFORMATIONS);
    }

    private static Transformation addFields(Component component) {
        List<AddedField> fields = component.children("fields").stream()
                .map(field -> field.by(FIELDS))
                .toList();
        return new Transformation.AddFields(fields, component.template("condition"));
    }

    private static AddedField field(Component component) {
        return new AddedField(
                component.templates("path"),
                component.requiredTemplate("value"),
                component.choice(
                        "value_type", ValueType.class, type -> type.name().toLowerCase(Locale.ROOT)));
    }

    private static Transformation removeFields(Component component) {
        List<List<String>> pointers = new ArrayList<>();
        for (Value pointer : component.list("field_pointers")) {
            if (!(pointer instanceof Value.Items(var parts))) {
                throw component.error(
                        "field_pointers", "holds " + Component.describe(pointer) + " (expected lists of names)");
            }
            pointers.add(parts.stream().map(Python::str).toList());
        }
        return new Transformation.RemoveFields(List.copyOf(pointers), component.template("condition"));
    }
}
