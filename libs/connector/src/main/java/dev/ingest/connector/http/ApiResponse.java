package dev.ingest.connector.http;

import dev.ingest.connector.extension.Reply;
import dev.ingest.connector.json.JsonDocument;
import dev.ingest.connector.json.JsonSyntaxException;
import dev.ingest.expression.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A response, read to its end. */
public record ApiResponse(ResponseHead head, byte[] body) {
    public String request() {
        return head.request();
    }

    public int status() {
        return head.status();
    }

    public Map<String, List<String>> headers() {
        return head.headers();
    }

    public boolean isError() {
        return head.isError();
    }

    public Optional<String> header(String name) {
        return head.header(name);
    }

    public Value.Dict headerValues() {
        return head.headerValues();
    }

    /** The body in UTF-8, without a byte order mark. */
    public byte[] utf8() {
        if (!head.charset().equals(StandardCharsets.UTF_8)) {
            return new String(body, head.charset()).getBytes(StandardCharsets.UTF_8);
        }
        boolean marked = body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
        return marked ? Arrays.copyOfRange(body, 3, body.length) : body;
    }

    /** What error filters see: the JSON body, or an empty mapping. */
    Value json() {
        try {
            return JsonDocument.value(utf8());
        } catch (JsonSyntaxException notJson) {
            return Value.emptyDict();
        }
    }

    /** As replacements see it. */
    Reply reply() {
        return new Reply(status(), headers(), json());
    }

    boolean isJson() {
        try {
            return JsonDocument.value(utf8()) instanceof Value;
        } catch (JsonSyntaxException notJson) {
            return false;
        }
    }

    String text() {
        return new String(body, head.charset());
    }
}
