package dev.ingest.connector.read;

import dev.ingest.connector.http.ResponseHead;
import dev.ingest.expression.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Link} header (RFC 8288) as templates see it: {@code headers.link.next.url}. */
final class LinkHeader {
    private static final Pattern LINK = Pattern.compile("<([^<>]*)>([^<]*)");
    private static final Pattern PARAMETER = Pattern.compile(";\\s*([\\w*-]+)\\s*=\\s*\"?([^\";,]*)\"?");

    private LinkHeader() {}

    /** The response's headers, with {@code link} replaced by its links by relation. */
    static Value headers(ResponseHead response) {
        Value.Dict headers = response.headerValues();
        headers.entries().put(Value.of("link"), links(response.header("link").orElse("")));
        return headers;
    }

    private static Value links(String header) {
        Map<String, Value> links = new LinkedHashMap<>();
        Matcher link = LINK.matcher(header);
        while (link.find()) {
            Map<String, Value> parts = new LinkedHashMap<>();
            parts.put("url", Value.of(link.group(1)));
            Matcher parameter = PARAMETER.matcher(link.group(2));
            while (parameter.find()) {
                parts.put(parameter.group(1), Value.of(parameter.group(2).strip()));
            }
            Value relation = parts.getOrDefault("rel", parts.get("url"));
            links.put(relation instanceof Value.Str(var name) ? name : link.group(1), Value.dict(parts));
        }
        return Value.dict(links);
    }
}
