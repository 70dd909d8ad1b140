package io.sluice.watcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of the control plane, and its house rules. */
class ArchitectureTest {
    private static final JavaClasses WATCHER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sluice.watcher");

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.sluice.watcher.(**)").should().beFreeOfCycles().check(WATCHER);
    }

    @Test
    void translatorsAreFunctionsOfAdmittedManifests() {
        noClasses()
                .that()
                .resideInAPackage("..translate..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..source..", "com.fasterxml.jackson..", "java.nio.file..", "java.net..")
                .check(WATCHER);
    }

    @Test
    void theControlPlaneHasNeverHeardOfSockets() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "io.sluice.router..", "io.sluice.cli..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.Socket")
                .check(WATCHER);
    }

    @Test
    void onlyWhoReadsAClusterAndWhoWritesIntoItKnowItsClient() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.sluice.watcher.kubernetes", "io.sluice.watcher.write")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8..")
                .check(WATCHER);
    }

    /** A clock that is set forward or back by an hour hastens and delays nothing (reliability.md C14). */
    @Test
    void aClusterIsFollowedByTheClockThatNobodySets() {
        noClasses()
                .that()
                .resideInAPackage("io.sluice.watcher.kubernetes")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(WATCHER);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl|Common|Misc|Base)$")
                .check(WATCHER);
    }

    @Test
    void packagesStaySmall() {
        Map<String, Long> sizes = WATCHER.stream()
                .filter(JavaClass::isTopLevelClass)
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(25));
    }
}
