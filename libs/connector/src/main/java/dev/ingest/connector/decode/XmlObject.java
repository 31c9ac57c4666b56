package dev.ingest.connector.decode;

import dev.ingest.expression.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * An element as xmltodict makes it: attributes under {@code @name}, elements of one name as a list, text alone as text
 * and beside others under {@code #text}, an empty element as null.
 */
final class XmlObject {
    private static final int NESTING_MAX = 200;

    private final String name;
    private final Map<Value, Value> entries = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    private XmlObject(String name) {
        this.name = name;
    }

    static Value read(XMLStreamReader reader) throws XMLStreamException {
        Deque<XmlObject> open = new ArrayDeque<>();
        XmlObject document = new XmlObject("");
        open.push(document);
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                open.push(started(reader));
                checkNesting(open.size());
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                XmlObject ended = open.pop();
                open.element().add(ended.name, ended.value());
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                open.element().text.append(reader.getText());
            }
        }
        return new Value.Dict(document.entries);
    }

    private static void checkNesting(int depth) {
        if (depth > NESTING_MAX) {
            throw new DecodeException("is nested more than " + NESTING_MAX + " elements deep");
        }
    }

    private static XmlObject started(XMLStreamReader reader) {
        XmlObject element = new XmlObject(qualified(reader.getPrefix(), reader.getLocalName()));
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String attribute = qualified(reader.getAttributePrefix(i), reader.getAttributeLocalName(i));
            element.entries.put(Value.of("@" + attribute), Value.of(reader.getAttributeValue(i)));
        }
        return element;
    }

    private static String qualified(@Nullable String prefix, String local) {
        return prefix == null || prefix.isEmpty() ? local : prefix + ":" + local;
    }

    private void add(String child, Value value) {
        entries.merge(Value.of(child), value, (present, added) -> {
            if (present instanceof Value.Items(var several)) {
                several.add(added);
                return present;
            }
            return new Value.Items(new ArrayList<>(List.of(present, added)));
        });
    }

    private Value value() {
        String stripped = text.toString().strip();
        if (entries.isEmpty()) {
            return stripped.isEmpty() ? Value.NONE : Value.of(stripped);
        }
        if (!stripped.isEmpty()) {
            add("#text", Value.of(stripped));
        }
        return new Value.Dict(entries);
    }
}
