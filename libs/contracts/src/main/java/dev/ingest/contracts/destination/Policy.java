package dev.ingest.contracts.destination;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An IAM policy, in the order in which it is shown. */
public record Policy(List<Statement> statements) {
    public Policy {
        statements = List.copyOf(statements);
    }

    /**
     * One statement.
     *
     * @param sid its name, which a failed check tells
     * @param allowed whether it allows or denies
     * @param principal whom it is about, by {@code AWS}; empty in a role's own policy
     * @param actions such as {@code s3:GetObject}
     * @param resources ARNs; empty in a trust policy
     * @param conditions operator, then key, then value or values
     */
    public record Statement(
            String sid,
            boolean allowed,
            String principal,
            List<String> actions,
            List<String> resources,
            Map<String, Map<String, Object>> conditions) {
        public Statement {
            actions = List.copyOf(actions);
            resources = List.copyOf(resources);
            conditions = Map.copyOf(conditions);
        }

        static Statement allow(String sid, List<String> actions, List<String> resources) {
            return new Statement(sid, true, "", actions, resources, Map.of());
        }

        Statement only(String operator, String key, Object value) {
            return new Statement(sid, allowed, principal, actions, resources, Map.of(operator, Map.of(key, value)));
        }

        Statement to(String whom) {
            return new Statement(sid, allowed, whom, actions, resources, conditions);
        }

        private Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("Sid", sid);
            json.put("Effect", allowed ? "Allow" : "Deny");
            if (!principal.isEmpty()) {
                json.put("Principal", principal.equals("*") ? "*" : Map.of("AWS", principal));
            }
            json.put("Action", actions);
            if (!resources.isEmpty()) {
                json.put("Resource", resources);
            }
            if (!conditions.isEmpty()) {
                json.put("Condition", conditions);
            }
            return json;
        }
    }

    /** As AWS takes it, once it is written as JSON. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Version", "2012-10-17");
        json.put("Statement", statements.stream().map(Statement::json).toList());
        return json;
    }

    /** Characters of that JSON, without spaces: AWS takes no more than a number of them. Nothing in it needs an escape. */
    public int length() {
        return length(json());
    }

    private static int length(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                                .mapToInt(entry -> length(entry.getKey()) + length(entry.getValue()) + ",:".length())
                                .sum()
                        + "{}".length()
                        - Math.min(1, map.size());
            case List<?> list ->
                list.stream().mapToInt(each -> length(each) + ",".length()).sum()
                        + "[]".length()
                        - Math.min(1, list.size());
            default -> value.toString().length() + "''".length();
        };
    }
}
