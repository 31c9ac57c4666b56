package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomTransformation;
import dev.ingest.connector.manifest.Transformation.AddedField;
import dev.ingest.connector.manifest.Transformation.ValueType;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Transformations. */
final class TransformationParser {
    private static final Map<String, Component.Parser<Transformation>> TRANSFORMATIONS = Map.of(
            "AddFields", TransformationParser::addFields,
            "RemoveFields", TransformationParser::removeFields,
            "KeysToLower", component -> new Transformation.KeysToLower(),
            "KeysToSnakeCase", component -> new Transformation.KeysToSnakeCase(),
            "KeysReplace",
                    component -> new Transformation.KeysReplace(
                            component.requiredTemplate("old"), component.requiredTemplate("new")),
            "FlattenFields", component -> new Transformation.FlattenFields(component.flag("flatten_lists", true)),
            "DpathFlattenFields", TransformationParser::dpathFlatten,
            "CustomTransformation",
                    component -> new Transformation.Custom(component.extension(CustomTransformation.class)));
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
        return new Transformation.AddFields(fields, condition(component));
    }

    /** An empty condition is none. */
    private static Optional<Interpolated> condition(Component component) {
        return component
                .text("condition")
                .filter(text -> !text.isEmpty())
                .flatMap(text -> component.template("condition"));
    }

    private static Transformation dpathFlatten(Component component) {
        component.required("field_path");
        Optional<Component> keys = component.child("key_transformation");
        return new Transformation.DpathFlattenFields(
                component.templates("field_path"),
                component.flag("delete_origin_value", false),
                component.flag("replace_record", false),
                keys.flatMap(transformation -> transformation.template("prefix")),
                keys.flatMap(transformation -> transformation.template("suffix")));
    }

    private static AddedField field(Component component) {
        List<String> path = component.list("path").stream().map(Python::str).toList();
        if (path.isEmpty()) {
            throw component.error("path", "is empty (expected names of fields)");
        }
        return new AddedField(
                path,
                component.requiredTemplate("value"),
                component.choice("value_type", ValueType.class, Component::lower));
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
        return new Transformation.RemoveFields(List.copyOf(pointers), condition(component));
    }
}
