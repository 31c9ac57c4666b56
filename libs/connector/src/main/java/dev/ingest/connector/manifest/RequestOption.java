package dev.ingest.connector.manifest;

import java.util.List;
import java.util.Locale;

/** Where a value goes in a request. A path of several fields is for JSON bodies only. */
public record RequestOption(Place place, List<Interpolated> fields) implements PageTarget {
    public enum Place {
        REQUEST_PARAMETER,
        HEADER,
        BODY_DATA,
        BODY_JSON;

        String spelling() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static RequestOption parse(Component component) {
        Place place = component
                .choice("inject_into", Place.class, Place::spelling)
                .orElseThrow(() -> component.error("inject_into", "is missing (expected one)"));
        List<Interpolated> fields = component.templates("field_path");
        if (fields.isEmpty()) {
            fields = List.of(component.requiredTemplate("field_name"));
        } else if (place != Place.BODY_JSON && fields.size() > 1) {
            throw component.error("field_path", "has several fields (expected so only with inject_into body_json)");
        }
        return new RequestOption(place, fields);
    }
}
