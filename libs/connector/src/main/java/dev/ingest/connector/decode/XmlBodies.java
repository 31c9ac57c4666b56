package dev.ingest.connector.decode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** An XML document as one object (see {@link XmlObject}). */
final class XmlBodies {
    private XmlBodies() {}

    static Bodies open(Response response, DecodeOptions options) throws IOException {
        byte[] bytes = JsonBodies.whole(response.body(), options);
        try {
            XMLStreamReader reader = reader(bytes, response, options);
            return Bodies.of(List.of(new Body.Built(XmlObject.read(reader))));
        } catch (XMLStreamException invalid) {
            if (options.lenient()) {
                return Bodies.of(List.of(Body.EMPTY));
            }
            throw new DecodeException(
                    "is not XML at character " + invalid.getLocation().getCharacterOffset(), invalid);
        }
    }

    /** No external entities, no document types: a response is text from outside. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    private static XMLStreamReader reader(byte[] bytes, Response response, DecodeOptions options)
            throws XMLStreamException {
        Optional<String> type = response.contentType();
        // The field's own runtime takes text without a declared encoding for Latin-1, whatever the document says.
        Optional<Charset> charset = type.flatMap(JsonBodies::charset)
                .or(() -> type.filter(text -> options.lenient() && text.contains("text"))
                        .map(text -> StandardCharsets.ISO_8859_1));
        return charset.isPresent()
                ? factory().createXMLStreamReader(new StringReader(new String(bytes, charset.get())))
                : factory().createXMLStreamReader(new ByteArrayInputStream(bytes));
    }
}
