package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomRequester;
import dev.ingest.expression.Python;
import dev.ingest.expression.Template;
import dev.ingest.expression.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * HTTP requesters and their bodies. Which properties to query is the business of a {@code SimpleRetriever}: at any other requester
 * the language passes over {@code query_properties} and {@code fetch_properties_from_endpoint}, and so does this.
 */
final class RequesterParser {
    private static final Map<String, Component.Parser<Requester>> REQUESTERS =
            Map.of("HttpRequester", RequesterParser::http, "CustomRequester", RequesterParser::http);
    private static final Map<String, Component.Parser<RequestBody>> BODIES = Map.of(
            "RequestBodyJsonObject", body -> new RequestBody.Json(body.shape("value")),
            "RequestBodyUrlEncodedForm", body -> new RequestBody.Form(body.shape("value")),
            "RequestBodyPlainText", body -> new RequestBody.PlainText(body.requiredTemplate("value")),
            "RequestBodyGraphQL", RequesterParser::graphQl);

    private static final Pattern ADDRESS = Pattern.compile("https?://[^/?#]", Pattern.CASE_INSENSITIVE);

    private RequesterParser() {}

    static Requester parse(Component component) {
        return component.by(REQUESTERS);
    }

    private static Requester http(Component requester) {
        Optional<Interpolated> url = nonEmpty(requester, "url_base").or(() -> nonEmpty(requester, "url"));
        if (url.isEmpty()) {
            throw new ManifestException(
                    requester.path(), requester.type() + " has neither url nor url_base (expected one)");
        }
        return new Requester(
                requester.path(),
                url.get(),
                requester.template("path"),
                method(requester),
                parameters(requester),
                requester.shape("request_headers"),
                body(requester),
                requester
                        .child("authenticator")
                        .map(each -> AuthenticatorParser.parse(each, url.get()))
                        .orElseGet(Authenticator.NoAuth::new),
                requester
                        .child("error_handler")
                        .map(ErrorHandlerParser::parse)
                        .orElseGet(() -> new ErrorHandler.DefaultErrorHandler(List.of(), Optional.empty(), List.of())),
                requester.flag("use_cache", false),
                requester.type().equals("CustomRequester")
                        ? Optional.of(requester.extension(CustomRequester.class))
                        : Optional.empty());
    }

    private static Optional<Interpolated> nonEmpty(Component requester, String field) {
        Optional<Interpolated> url =
                requester.text(field).filter(text -> !text.isEmpty()).flatMap(text -> requester.template(field));
        url.map(Interpolated::template).filter(Template::isText).ifPresent(fixed -> {
            boolean isAddress = ADDRESS.matcher(fixed.source().strip()).lookingAt();
            if (requester.loading().filledIn() && !isAddress) {
                throw requester.error(
                        field, "is '" + fixed.source() + "' (expected an address like https://host/path)");
            }
        });
        return url;
    }

    private static Requester.Method method(Component requester) {
        return requester
                .choice("http_method", Requester.Method.class, Enum::name)
                .orElse(Requester.Method.GET);
    }

    private static Requester.QueryOrText parameters(Component requester) {
        Optional<Value> given = requester.value("request_parameters");
        if (given.isPresent() && given.get() instanceof Value.Str text) {
            return new Requester.QueryOrText.Text(requester.template("request_parameters", text));
        }
        if (given.isPresent() && given.get() instanceof Value.Dict(var entries)) {
            for (Value value : entries.values()) {
                if (value instanceof Value.Dict nested && nested.at("type").isPresent()) {
                    throw requester.error(
                            "request_parameters",
                            "type QueryProperties does not belong here (expected it at the requester of a SimpleRetriever)");
                }
            }
        }
        return new Requester.QueryOrText.Pairs(requester.shape("request_parameters"));
    }

    private static RequestBody body(Component requester) {
        Optional<Component> typed = requester.child("request_body");
        if (typed.isPresent()) {
            return typed.get().by(BODIES);
        }
        Optional<Value> json = requester.value("request_body_json").filter(Python::truth);
        Optional<Value> data = requester.value("request_body_data").filter(Python::truth);
        if (json.isPresent() && data.isPresent()) {
            throw requester.error("request_body_data", "is given beside request_body_json (expected only one)");
        }
        if (json.isPresent() && json.get() instanceof Value.Str text) {
            return new RequestBody.JsonText(requester.template("request_body_json", text));
        }
        if (json.isPresent()) {
            return new RequestBody.Json(requester.shape("request_body_json"));
        }
        if (data.isPresent() && data.get() instanceof Value.Str text) {
            return new RequestBody.PlainText(requester.template("request_body_data", text));
        }
        return data.isPresent() ? new RequestBody.Form(requester.shape("request_body_data")) : new RequestBody.Empty();
    }

    private static RequestBody graphQl(Component body) {
        Component query = body.part("value", "RequestBodyGraphQlQuery")
                .orElseThrow(() -> body.error("value", "is missing (expected a mapping with a query)"));
        query.requiredTemplate("query");
        Map<Value, Value> fields = new LinkedHashMap<>();
        query.fields().entries().forEach((name, value) -> {
            boolean ofTheLanguage = Python.str(name).equals(Parameters.KEY);
            if (!ofTheLanguage && !(value instanceof Value.None)) {
                fields.put(name, value);
            }
        });
        return new RequestBody.Json(query.shape(query.path(), new Value.Dict(fields)));
    }
}
