package dev.ingest.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** contracts ← expression ← connector; egress ← connector, lake; contracts ← lake; contracts ← platform; lake and platform ← destination; services use libs, never each other. */
class DirectionsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().importPaths(Modules.classes());

    /** For each module, the modules of ours that it may use besides itself. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("contracts", List.of()),
            Map.entry("egress", List.of()),
            Map.entry("expression", List.of("contracts")),
            Map.entry("connector", List.of("contracts", "egress", "expression")),
            Map.entry("lake", List.of("contracts", "egress")),
            Map.entry("platform", List.of("contracts")),
            Map.entry("destination", List.of("contracts", "egress", "lake", "platform")),
            Map.entry("tools", List.of("contracts", "egress", "expression", "connector")),
            Map.entry("local", List.of("contracts")),
            Map.entry("testkit", List.of()),
            Map.entry("scheduler", List.of("contracts", "egress", "expression", "connector", "platform")),
            Map.entry(
                    "executor",
                    List.of("contracts", "egress", "expression", "connector", "platform", "lake", "destination")),
            Map.entry("writer", List.of("contracts", "lake", "platform", "destination")),
            Map.entry("gateway", List.of("contracts", "expression", "connector", "platform")),
            Map.entry("masking", List.of("contracts", "lake", "platform", "destination")));

    private static ArchRule usesOnly(String module, List<String> allowed) {
        String[] ours = allowed.stream().map(DirectionsTest::packages).toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(packages(module))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.ingest..")
                        .and(not(resideInAPackage(packages(module))))
                        .and(not(resideInAnyPackage(ours))));
    }

    private static String packages(String module) {
        return "dev.ingest." + module + "..";
    }

    @Test
    void everyModuleUsesOnlyWhatTheArchitectureAllows() {
        MAY_USE.forEach((module, allowed) ->
                usesOnly(module, allowed).allowEmptyShould(true).check(CLASSES));
    }

    @Test
    void everyModuleHasItsRule() {
        assertThat(CLASSES.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.startsWith("dev.ingest."))
                        .map(name -> name.split("\\.", -1)[2])
                        .distinct())
                .isSubsetOf(MAY_USE.keySet());
    }

    @Test
    void hotPathsKnowNoFramework() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        packages("contracts"),
                        packages("egress"),
                        packages("expression"),
                        packages("connector"),
                        packages("lake"),
                        packages("gateway.feature"),
                        packages("gateway.online"),
                        packages("gateway.query"),
                        packages("gateway.querylog"),
                        packages("gateway.envelope"),
                        packages("gateway.time"),
                        packages("platform.mask"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.quarkus..", "jakarta..", "io.smallrye..", "io.vertx.."))
                .check(CLASSES);
    }

    @Test
    void packagesAreNamedAfterWhatTheyAreAbout() {
        noClasses()
                .that()
                .resideInAPackage("dev.ingest..")
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..manager..", "..dto..")
                .check(CLASSES);
    }

    @Test
    void aRuleThatIsBrokenFails() {
        var broken = new ClassFileImporter().importClasses(DirectionsTest.class, Modules.class, Modules.class);
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("dev.ingest.architecture")
                .should()
                .dependOnClassesThat(resideInAPackage("com.tngtech.."));
        assertThatThrownBy(() -> rule.check(broken)).isInstanceOf(AssertionError.class);
    }
}
