package io.clmr.spark;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import org.junit.jupiter.api.Test;

/** The arrows of this module; those between the others are watched in {@code clmr-cli}. */
class SparkArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.clmr");

    @Test
    void thisModuleUsesEmbeddingAndWeightsAlone() {
        classes()
                .that()
                .resideInAPackage("io.clmr.spark..")
                .should()
                .onlyDependOnClassesThat(JavaClass.Predicates.resideOutsideOfPackage("io.clmr..")
                        .or(resideInAPackage("io.clmr.spark.."))
                        .or(resideInAPackage("io.clmr.eval.embed.."))
                        .or(resideInAPackage("io.clmr.core.checkpoint.."))
                        .or(resideInAPackage("io.clmr.data.audio.."))
                        .or(resideInAPackage("io.clmr.data.list.."))
                        .or(resideInAPackage("io.clmr.base..")))
                .check(CLASSES);
    }

    @Test
    void whatItUsesKnowsNothingOfSpark() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.clmr.spark..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "scala..", "io.clmr.spark..")
                .check(CLASSES);
    }

    @Test
    void onlyMainPrintsAndExits() {
        noClasses()
                .that()
                .resideInAPackage("io.clmr.spark..")
                .and()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }
}
