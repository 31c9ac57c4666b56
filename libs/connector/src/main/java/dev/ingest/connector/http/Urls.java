package dev.ingest.connector.http;

import dev.ingest.egress.Egress;
import dev.ingest.expression.Python;
import dev.ingest.expression.UrlText;
import dev.ingest.expression.Value;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Addresses: joined as Python's {@code urljoin} does, with query parameters as its HTTP client adds them. */
final class Urls {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*", Pattern.DOTALL);
    private static final Pattern ORIGIN = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*).*", Pattern.DOTALL);

    private Urls() {}

    /** A base and a path below it: the base keeps its own path, whatever slashes lie between. */
    static String below(String base, String path) {
        String relative = path.replaceFirst("^/+", "");
        return relative.isEmpty() ? base : join(base.endsWith("/") ? base : base + "/", relative);
    }

    /** An absolute target wins; one with a leading slash starts at the host; others start at the base's folder. */
    static String join(String base, String target) {
        if (target.isEmpty() || SCHEME.matcher(target).matches()) {
            return target.isEmpty() ? base : target;
        }
        var origin = ORIGIN.matcher(base);
        if (!origin.matches()) {
            throw new ReadException(
                    ReadException.Kind.CONFIG, "base address has no scheme and host (expected https://host/path)");
        }
        if (target.startsWith("//")) {
            return base.substring(0, base.indexOf(':') + 1) + target;
        }
        if (target.startsWith("/")) {
            return origin.group(1) + target;
        }
        String withoutQuery = base.replaceFirst("[?#].*$", "");
        if (target.startsWith("?")) {
            return withoutQuery + target;
        }
        int lastSlash = withoutQuery.lastIndexOf('/');
        boolean hasPath = lastSlash > origin.group(1).length() - 1;
        String folder = hasPath ? withoutQuery.substring(origin.group(1).length(), lastSlash) : "";
        return origin.group(1) + withoutEmptySegments(folder + "/" + target);
    }

    /** Joining merges slashes that follow each other, also those that the path itself had. */
    private static String withoutEmptySegments(String pathAndQuery) {
        String path = pathAndQuery.replaceFirst("[?#].*$", "");
        return path.replaceAll("/{2,}", "/") + pathAndQuery.substring(path.length());
    }

    static String encoded(String url) {
        return UrlText.quote(url, "!#$%&'()*+,/:;=?@[]~").replaceAll("%(?![0-9a-fA-F]{2})", "%25");
    }

    /** Lenient, as HTTP clients are: what may not stand in an address is percent-encoded. */
    static URI parse(String url) {
        String encoded = encoded(url.strip());
        try {
            URI uri = new URI(brackets(encoded));
            // Only where there are dot segments: normalising also merges slashes, which a path may mean.
            uri = encoded.contains("/.") ? uri.normalize() : uri;
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!web || uri.getHost() == null || uri.getUserInfo() != null) {
                throw new ReadException(
                        ReadException.Kind.CONFIG,
                        "address with scheme '" + uri.getScheme() + "' and host '" + uri.getHost()
                                + "' (expected http or https, a host, and no user name)");
            }
            return uri;
        } catch (URISyntaxException invalid) {
            throw new ReadException(
                    ReadException.Kind.CONFIG, "address is not valid at character " + invalid.getIndex(), invalid);
        }
    }

    /** Square brackets are for the host only; in a path they are encoded, in a query they may stay. */
    private static String brackets(String url) {
        int path = url.indexOf('/', url.indexOf("://") + 3);
        int end = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
        if (path < 0 || end < path) {
            return url;
        }
        String encoded = url.substring(path, end).replace("[", "%5B").replace("]", "%5D");
        return url.substring(0, path) + encoded + url.substring(end);
    }

    /** Scheme, host and port, in one spelling. */
    static String origin(URI address) {
        return address.getScheme().toLowerCase(Locale.ROOT) + "://"
                + address.getHost().toLowerCase(Locale.ROOT) + ":" + Egress.port(address);
    }

    /** Whether what one address may see the other may see as well: it is the same origin, or the same host now encrypted. */
    static boolean isSafeFrom(URI from, URI to) {
        boolean encrypted = origin(from).startsWith("http:")
                && Egress.port(from) == HTTP
                && origin(to).startsWith("https:")
                && Egress.port(to) == HTTPS;
        return origin(from).equals(origin(to)) || encrypted && from.getHost().equalsIgnoreCase(to.getHost());
    }

    /** Adds parameters; one whose first value the address already has is not repeated. */
    static String withQuery(String url, Map<String, Value> parameters) {
        int hash = url.indexOf('#');
        String address = hash < 0 ? url : url.substring(0, hash);
        Map<String, String> present = present(address);
        List<String> added = new ArrayList<>();
        parameters.forEach((name, value) -> {
            if (!Python.str(value).equals(present.get(name))) {
                for (Value one : value instanceof Value.Items(var several) ? several : List.of(value)) {
                    if (!(one instanceof Value.None)) {
                        added.add(UrlText.quotePlus(name) + "=" + UrlText.quotePlus(Python.str(one)));
                    }
                }
            }
        });
        return append(address, String.join("&", added));
    }

    static String append(String address, String query) {
        if (query.isEmpty()) {
            return address;
        }
        boolean open = address.endsWith("?") || address.endsWith("&");
        return address + (open ? "" : address.contains("?") ? "&" : "?") + query;
    }

    /** The first value of each name; blank ones do not count. */
    private static Map<String, String> present(String address) {
        Map<String, String> present = new HashMap<>();
        int mark = address.indexOf('?');
        if (mark >= 0) {
            for (String pair : address.substring(mark + 1).split("&")) {
                String[] parts = pair.split("=", 2);
                if (parts.length == 2 && !parts[1].isEmpty()) {
                    present.putIfAbsent(decode(parts[0]), decode(parts[1]));
                }
            }
        }
        return present;
    }

    private static String decode(String pair) {
        try {
            return URLDecoder.decode(pair, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return pair;
        }
    }
}
