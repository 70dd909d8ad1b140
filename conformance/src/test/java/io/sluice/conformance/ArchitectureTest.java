package io.sluice.conformance;

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

/** A black box stays one only while the runner cannot see into it. */
class ArchitectureTest {
    private static final JavaClasses CONFORMANCE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sluice.conformance");

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.sluice.conformance.(**)")
                .should()
                .beFreeOfCycles()
                .check(CONFORMANCE);
    }

    @Test
    void theRunnerHasNeverHeardOfTheRoutersClasses() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.sluice.router..", "io.sluice.watcher..", "io.sluice.table..", "io.sluice.cli..")
                .check(CONFORMANCE);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl|Common|Misc|Base)$")
                .check(CONFORMANCE);
    }

    @Test
    void packagesStaySmall() {
        Map<String, Long> sizes = CONFORMANCE.stream()
                .filter(JavaClass::isTopLevelClass)
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(25));
    }
}
