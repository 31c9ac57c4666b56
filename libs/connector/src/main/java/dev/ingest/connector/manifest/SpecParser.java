package dev.ingest.connector.manifest;

import dev.ingest.expression.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The specification of the configuration. */
final class SpecParser {
    private static final Map<String, Component.Parser<Spec>> SPECS = Map.of("Spec", SpecParser::spec);
    private static final Map<String, Component.Parser<Component>> NORMALIZATIONS =
            Map.of("ConfigNormalizationRules", normalization -> normalization);
    private static final Map<String, Component.Parser<Consent>> FLOWS = Map.of("AuthFlow", ConsentParser::parse);

    private SpecParser() {}

    static Spec parse(Component source) {
        return source.child("spec").map(child -> child.by(SPECS)).orElse(Spec.NONE);
    }

    private static Spec spec(Component spec) {
        Value given = spec.value("connection_specification").orElse(Value.NONE);
        Optional<Component> rules = spec.child("config_normalization_rules").map(child -> child.by(NORMALIZATIONS));
        return new Spec(
                given instanceof Value.Dict schema ? schema : Value.emptyDict(),
                spec.text("documentation_url"),
                spec.child("advanced_auth").map(flow -> flow.by(FLOWS)),
                rules.map(ConfigRuleParser::all).orElse(List.of()),
                rules.map(ConfigRuleParser::validations).orElse(List.of()));
    }
}
