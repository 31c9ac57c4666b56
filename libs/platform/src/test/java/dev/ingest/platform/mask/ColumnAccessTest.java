package dev.ingest.platform.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.MaskingPolicySpec;
import dev.ingest.contracts.config.MaskingPolicySpec.Mask;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnAccessTest {
    private static final Map<String, Map<String, Mask>> POLICY = Map.of(
            "email", Map.of("analyst", Mask.SHA256, "tenant-admin", Mask.CLEAR),
            "ip", Map.of("analyst", Mask.REDACT, "tenant-viewer", Mask.IP),
            "ssn", Map.of("tenant-admin", Mask.REDACT),
            "secret", Map.of());

    private static final List<ColumnSpec> DECLARED = List.of(
            new ColumnSpec("id", "long", true),
            new ColumnSpec("Email", "string", false, true),
            new ColumnSpec("phone", "string", false, true));

    @ParameterizedTest
    @ValueSource(strings = {"tenant-admin", "tenant-viewer", "analyst"})
    void aPersonalColumnIsHiddenFromEveryRoleThatNoPolicyNames(String role) {
        var without = new ColumnAccess(Optional.empty(), DECLARED, Set.of(role));
        assertThat(without.mask("email")).isEmpty();
        assertThat(without.mask("PHONE")).isEmpty();
        assertThat(without.mask("id")).contains(Mask.CLEAR);
        assertThat(access(role).mask("phone")).as("a policy of other columns").isEmpty();
    }

    @Test
    void aColumnThatThePolicyDoesNotNameIsClear() {
        assertThat(access("analyst").mask("amount")).contains(Mask.CLEAR);
        assertThat(new ColumnAccess(Optional.empty(), List.of(), Set.of("analyst")).mask("email"))
                .contains(Mask.CLEAR);
    }

    @Test
    void aPersonalColumnIsSeenAsTheRoleSaysAndByNoOther() {
        assertThat(access("analyst").mask("email")).contains(Mask.SHA256);
        assertThat(access("tenant-admin").mask("email")).contains(Mask.CLEAR);
        assertThat(access("tenant-viewer").mask("email")).isEmpty();
        assertThat(access("analyst").mask("ssn")).isEmpty();
        assertThat(access("analyst", "tenant-admin", "tenant-viewer").mask("secret"))
                .isEmpty();
    }

    @Test
    void ofSeveralRolesTheMostPermissiveCounts() {
        assertThat(access("analyst", "tenant-admin").mask("email")).contains(Mask.CLEAR);
        assertThat(access("analyst", "tenant-viewer").mask("ip")).contains(Mask.IP);
        assertThat(access("analyst", "unknown").mask("ip")).contains(Mask.REDACT);
    }

    @Test
    void caseOpensNoBackDoor() {
        assertThat(access("analyst").mask("EMAIL")).contains(Mask.SHA256);
        var twice = Map.of("Email", Map.of("analyst", Mask.CLEAR), "EMAIL", Map.of("analyst", Mask.REDACT));
        assertThat(access(twice, "analyst").mask("email")).contains(Mask.REDACT);
    }

    @Test
    void aColumnNamedTwiceIsHiddenIfOneOfThemHidesIt() {
        Map<String, Map<String, Mask>> twice = Map.of("Email", Map.of("analyst", Mask.CLEAR), "EMAIL", Map.of());
        assertThat(access(twice, "analyst").mask("email")).isEmpty();
    }

    private static ColumnAccess access(String... roles) {
        return access(POLICY, roles);
    }

    private static ColumnAccess access(Map<String, Map<String, Mask>> columns, String... roles) {
        return new ColumnAccess(
                Optional.of(new MaskingPolicySpec("demo", new TableRef("a", "b"), columns)), DECLARED, Set.of(roles));
    }
}
