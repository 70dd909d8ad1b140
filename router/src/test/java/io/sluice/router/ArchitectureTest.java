package io.sluice.router;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of the data plane, and its house rules. */
class ArchitectureTest {
    private static final JavaClasses ROUTER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sluice.router");

    @Test
    void packagesDependDownwardsOnly() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("root")
                .definedBy("io.sluice.router")
                .layer("admin")
                .definedBy("io.sluice.router.admin")
                .layer("explain")
                .definedBy("io.sluice.router.explain")
                .layer("live")
                .definedBy("io.sluice.router.live")
                .layer("exchange")
                .definedBy("io.sluice.router.exchange..")
                .layer("grpc")
                .definedBy("io.sluice.router.grpc")
                .layer("snapshot")
                .definedBy("io.sluice.router.snapshot")
                .layer("route")
                .definedBy("io.sluice.router.route..")
                .layer("observe")
                .definedBy("io.sluice.router.observe")
                .layer("log")
                .definedBy("io.sluice.router.log")
                .layer("trace")
                .definedBy("io.sluice.router.trace")
                .layer("header")
                .definedBy("io.sluice.router.header")
                .layer("policy")
                .definedBy("io.sluice.router.policy..")
                .layer("authz")
                .definedBy("io.sluice.router.authz")
                .layer("listen")
                .definedBy("io.sluice.router.listen")
                .layer("passthrough")
                .definedBy("io.sluice.router.passthrough")
                .layer("upstream")
                .definedBy("io.sluice.router.upstream..")
                .layer("tls")
                .definedBy("io.sluice.router.tls")
                .layer("h1")
                .definedBy("io.sluice.router.http.h1")
                .layer("h2")
                .definedBy("io.sluice.router.http.h2..")
                .layer("telemetry")
                .definedBy("io.sluice.router.telemetry..")
                .layer("http")
                .definedBy("io.sluice.router.http")
                .layer("loop")
                .definedBy("io.sluice.router.loop")
                .layer("failure")
                .definedBy("io.sluice.router.failure")
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("admin")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("explain")
                .mayOnlyBeAccessedByLayers("root", "admin", "live")
                .whereLayer("live")
                .mayOnlyBeAccessedByLayers("root", "admin")
                .whereLayer("exchange")
                .mayOnlyBeAccessedByLayers("root", "explain")
                .whereLayer("grpc")
                .mayOnlyBeAccessedByLayers("exchange")
                .whereLayer("listen")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("snapshot")
                .mayOnlyBeAccessedByLayers("root", "explain", "exchange")
                .whereLayer("passthrough")
                .mayOnlyBeAccessedByLayers("root", "snapshot", "listen")
                .whereLayer("route")
                .mayOnlyBeAccessedByLayers("root", "explain", "exchange", "snapshot", "passthrough")
                .whereLayer("observe")
                .mayOnlyBeAccessedByLayers("root", "exchange", "snapshot")
                .whereLayer("log")
                .mayOnlyBeAccessedByLayers("root", "admin", "exchange", "observe")
                .whereLayer("trace")
                .mayOnlyBeAccessedByLayers("root", "exchange", "observe")
                .whereLayer("header")
                .mayOnlyBeAccessedByLayers(
                        "root", "explain", "exchange", "snapshot", "observe", "route", "log", "trace")
                .whereLayer("policy")
                .mayOnlyBeAccessedByLayers("root", "explain", "exchange", "snapshot", "route")
                .whereLayer("authz")
                .mayOnlyBeAccessedByLayers("exchange", "route")
                .whereLayer("upstream")
                .mayOnlyBeAccessedByLayers(
                        "root", "explain", "exchange", "snapshot", "observe", "route", "authz", "passthrough")
                .whereLayer("h1")
                .mayOnlyBeAccessedByLayers("root", "explain", "exchange", "listen", "upstream")
                .whereLayer("h2")
                .mayOnlyBeAccessedByLayers("root", "exchange", "listen", "upstream")
                .whereLayer("tls")
                .mayOnlyBeAccessedByLayers("root", "explain", "snapshot", "listen", "upstream", "passthrough")
                .whereLayer("telemetry")
                .mayOnlyBeAccessedByLayers(
                        "root", "admin", "live", "explain", "exchange", "snapshot", "route", "upstream", "passthrough")
                .check(ROUTER);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.sluice.router.(**)").should().beFreeOfCycles().check(ROUTER);
    }

    @Test
    void theDataPlaneHasNeverHeardOfManifests() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.sluice.watcher..", "io.sluice.cli..", "com.fasterxml.jackson..", "io.fabric8..")
                .check(ROUTER);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl|Common|Misc|Base)$")
                .check(ROUTER);
    }

    @Test
    void everyPackageTeachesItself() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith(org.jspecify.annotations.NullMarked.class)
                .check(ROUTER);
    }

    @Test
    void packagesStaySmall() {
        Map<String, Long> sizes = ROUTER.stream()
                .filter(JavaClass::isTopLevelClass)
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(25));
    }
}
