package io.sluice.benchmarks;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
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

class ArchitectureTest {
    private static final JavaClasses BENCHMARKS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sluice.benchmarks");

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.sluice.benchmarks.(**)").should().beFreeOfCycles().check(BENCHMARKS);
    }

    @Test
    void proxiesAreComparedFromOutside() {
        noClasses()
                .that(resideInAPackage("io.sluice.benchmarks.[peer|load|figures|report|process|netty|everything]"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.sluice.router..", "io.sluice.table..")
                .check(BENCHMARKS);
    }

    @Test
    void arithmeticKnowsNoProxy() {
        noClasses()
                .that(resideInAPackage("io.sluice.benchmarks.figures"))
                .should()
                .dependOnClassesThat(resideInAPackage("io.sluice.benchmarks..")
                        .and(JavaClass.Predicates.resideOutsideOfPackage("io.sluice.benchmarks.figures")))
                .check(BENCHMARKS);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl|Common|Misc|Base)$")
                .check(BENCHMARKS);
    }

    @Test
    void packagesStaySmall() {
        Map<String, Long> sizes = BENCHMARKS.stream()
                .filter(JavaClass::isTopLevelClass)
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(25));
    }
}
