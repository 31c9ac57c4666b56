package dev.ingest.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"demo", "a", "acme-2"})
    void tenantsAreLowerCaseWords(String name) {
        assertThat(Names.tenant(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Demo", "2acme", "a/b", "a.b", "a b", "../x", "a_b"})
    void whatCouldBreakAKeyOrAPathIsNoTenant(String name) {
        assertThatThrownBy(() -> Names.tenant(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "tenant: '%s' (expected: at most 63 lower-case letters, digits and '-', starting with a letter)",
                        name);
    }

    @Test
    void tableIsParsedAtItsFirstDot() {
        assertThat(TableRef.parse("shop.orders")).isEqualTo(new TableRef("shop", "orders"));
        assertThat(new TableRef("shop", "orders").key("demo")).isEqualTo("demo/shop.orders");
        assertThatThrownBy(() -> TableRef.parse("orders")).hasMessage("table: 'orders' (expected: namespace.name)");
        assertThatThrownBy(() -> TableRef.parse("a.b.c")).hasMessageStartingWith("table: 'b.c'");
    }
}
