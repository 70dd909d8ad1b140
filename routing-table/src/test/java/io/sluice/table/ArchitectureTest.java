package io.sluice.table;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import org.junit.jupiter.api.Test;

/** The language between both planes is values alone. */
class ArchitectureTest {
    private static final JavaClasses TABLE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sluice.table");

    @Test
    void everythingIsARecordAnEnumOrASealedType() {
        DescribedPredicate<JavaClass> value = DescribedPredicate.describe(
                "a record, an enum or a sealed interface",
                type -> type.isRecord()
                        || type.isEnum()
                        || type.isAnonymousClass()
                        || (type.isInterface() && type.reflect().isSealed())
                        || type.getModifiers().contains(JavaModifier.SYNTHETIC)
                        || type.getSimpleName().equals("package-info"));
        classes().should(ArchCondition.from(value)).check(TABLE);
    }

    @Test
    void itKnowsOnlyTheJavaPlatform() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.sluice.table..",
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "java.net..",
                        "org.jspecify..")
                .check(TABLE);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.sluice.table.(**)").should().beFreeOfCycles().check(TABLE);
    }
}
