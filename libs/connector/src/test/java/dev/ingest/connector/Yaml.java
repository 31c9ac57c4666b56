package dev.ingest.connector;

/** Manifests of one stream, put together from the parts a test is about. */
final class Yaml {
    /** The router of a stream that is read once for each record of another one: {@code stream_slice.parent} is that one's id. */
    static final String PARENTS = """
            partition_router:
              type: SubstreamPartitionRouter
              parent_stream_configs:
                - type: ParentStreamConfig
                  parent_key: id
                  partition_field: parent
                  stream:
                    type: DeclarativeStream
                    name: parents
                    retriever:
                      type: SimpleRetriever
                      requester: { type: HttpRequester, url_base: "{{ config['url'] }}", path: parents }
                      record_selector: { type: RecordSelector, extractor: { type: DpathExtractor, field_path: [] } }
            """;

    private String requester = "";
    private String retriever = "";
    private String stream = "";
    private String selector = "{ type: RecordSelector, extractor: { type: DpathExtractor, field_path: [data] } }";
    private String properties = "{}";
    private String rules = "";

    static Yaml stream() {
        return new Yaml();
    }

    Yaml requester(String fields) {
        requester = fields;
        return this;
    }

    Yaml retriever(String fields) {
        retriever = fields;
        return this;
    }

    Yaml stream(String fields) {
        stream = fields;
        return this;
    }

    Yaml selector(String component) {
        selector = component;
        return this;
    }

    Yaml spec(String propertiesOfTheConfig) {
        properties = propertiesOfTheConfig;
        return this;
    }

    /** Further fields of the specification. */
    Yaml rules(String fields) {
        rules = fields;
        return this;
    }

    Connector load() {
        return Connector.load(text());
    }

    String text() {
        return """
                type: DeclarativeSource
                version: 6.0.0
                check: { type: CheckStream, stream_names: [things] }
                streams:
                  - type: DeclarativeStream
                    name: things
                %s
                    retriever:
                      type: SimpleRetriever
                %s
                      record_selector: %s
                      requester:
                        type: HttpRequester
                        %s
                %s
                spec:
                  type: Spec
                  connection_specification: { type: object, properties: %s }
                %s
                """.formatted(
                        stream.indent(4).stripTrailing(),
                        retriever.indent(6).stripTrailing(),
                        selector,
                        requester.contains("url:") ? "" : "url_base: \"{{ config['url'] }}\"",
                        requester.contains("path:") || requester.contains("url:")
                                ? requester.indent(8)
                                : ("path: things\n" + requester).indent(8),
                        properties,
                        rules.indent(2).stripTrailing());
    }
}
