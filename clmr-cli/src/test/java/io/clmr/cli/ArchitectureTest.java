package io.clmr.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The arrows between the modules, and who alone may print and exit. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.clmr");

    /** What takes the locale of the machine unless it is given one. */
    private static final Set<String> LOCALES_CALLS = Set.of(
            "java.lang.String.format",
            "java.lang.String.formatted",
            "java.lang.String.toLowerCase",
            "java.lang.String.toUpperCase",
            "java.io.PrintStream.printf",
            "java.io.PrintStream.format",
            "java.io.PrintWriter.printf",
            "java.io.PrintWriter.format",
            "java.text.NumberFormat.getInstance",
            "java.text.NumberFormat.getNumberInstance",
            "java.text.NumberFormat.getPercentInstance",
            "java.time.format.DateTimeFormatter.ofPattern",
            "java.util.Locale.getDefault");

    private static final Set<String> LOCALES_OWN = Set.of(
            "java.util.Formatter",
            "java.util.Scanner",
            "java.text.Collator",
            "java.text.SimpleDateFormat",
            "java.text.MessageFormat");

    @Test
    void modulesUseOnlyWhatTheyMay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.clmr..")
                .layer("base")
                .definedBy("io.clmr.base..")
                .layer("encoder")
                .definedBy("io.clmr.encoder..")
                .layer("core")
                .definedBy("io.clmr.core..")
                .layer("augment")
                .definedBy("io.clmr.augment..")
                .layer("data")
                .definedBy("io.clmr.data..")
                .layer("tarsos")
                .definedBy("io.clmr.tarsos..")
                .layer("train")
                .definedBy("io.clmr.train..")
                .layer("eval")
                .definedBy("io.clmr.eval..")
                .layer("lab")
                .definedBy("io.clmr.lab..")
                .layer("cli")
                .definedBy("io.clmr.cli..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("base")
                .mayOnlyBeAccessedByLayers("core", "augment", "data", "tarsos", "train", "eval", "lab", "cli")
                .whereLayer("tarsos")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("lab")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("train")
                .mayOnlyBeAccessedByLayers("lab", "cli")
                .whereLayer("eval")
                .mayOnlyBeAccessedByLayers("lab", "cli")
                .whereLayer("augment")
                .mayOnlyBeAccessedByLayers("tarsos", "train", "cli")
                .whereLayer("core")
                .mayOnlyBeAccessedByLayers("train", "eval", "lab", "cli")
                .whereLayer("encoder")
                .mayOnlyBeAccessedByLayers("core", "eval")
                .whereLayer("data")
                .mayOnlyBeAccessedByLayers("train", "eval", "lab", "cli")
                .check(CLASSES);
    }

    @Test
    void tensorsStayInCoreTrainAndEval() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.clmr.base..",
                        "io.clmr.encoder..",
                        "io.clmr.augment..",
                        "io.clmr.data..",
                        "io.clmr.tarsos..")
                .should()
                .dependOnClassesThat(resideInAPackage("ai.djl.."))
                .check(CLASSES);
    }

    @Test
    void ffmpegStaysInData() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.clmr.data..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.bytedeco.."))
                .check(CLASSES);
    }

    @Test
    void gplStaysInTarsos() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.clmr.tarsos..")
                .should()
                .dependOnClassesThat(resideInAPackage("be.tarsos.."))
                .check(CLASSES);
    }

    /** What {@code clmr-spark} itself uses is watched by a test of its own, as no module depends on it. */
    @Test
    void sparkStaysOut() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "scala..", "io.clmr.spark..")
                .check(CLASSES);
    }

    @Test
    void librariesNeverPrint() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.clmr.cli..")
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(CLASSES);
    }

    @Test
    void onlyProgramsExit() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(AfterCrash.class.getName()) // a program of its own, for the launcher
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    /** Numbers, dates and letters are the same on every machine. */
    @Test
    void nothingDependsOnTheLocale() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe("takes no locale", ArchitectureTest::dependsOnTheLocale))
                .orShould()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "a class of the locale", used -> LOCALES_OWN.contains(used.getName())))
                .check(CLASSES);
    }

    private static boolean dependsOnTheLocale(JavaMethodCall call) {
        String method = call.getTargetOwner().getName() + "." + call.getName();
        boolean given =
                call.getTarget().getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Locale.class));
        return !given && LOCALES_CALLS.contains(method);
    }

    @Test
    void onlyTheCommandLineKnowsArgumentsAndYaml() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.clmr.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "com.fasterxml.jackson.dataformat.yaml..", "ch.qos.logback..")
                .check(CLASSES);
    }

    @Test
    void libraryPackagesHaveNoCycles() {
        com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices()
                .matching("io.clmr.cli.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
