package io.fovea.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.fovea.data.sets.DataFormat;
import io.fovea.data.sets.DataFormats;
import io.fovea.language.LanguageFamilies;
import io.fovea.language.LanguageFamily;
import io.fovea.language.LanguageModel;
import io.fovea.language.LanguageModels;
import io.fovea.model.ModelFamilies;
import io.fovea.model.ModelFamily;
import io.fovea.model.images.ImageProcessor;
import io.fovea.model.images.ImageProcessors;
import io.fovea.perception.PerceptionHead;
import io.fovea.perception.PerceptionHeads;
import io.fovea.projector.Projector;
import io.fovea.projector.Projectors;
import io.fovea.vision.VisionTower;
import io.fovea.vision.VisionTowers;

import org.junit.jupiter.api.Test;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The law of the house, line by line: see ARCHITECTURE.md, "Packages". */
class ArchitectureTest {

    private static final String ROOT = "io.fovea.";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.fovea");

    @Test
    void everyPackageHasARow() {
        TreeSet<String> unknown = new TreeSet<>();
        CLASSES.forEach(type -> unknown.add(packageOf(type)));
        unknown.removeAll(Law.rows().keySet());
        assertThat(unknown)
                .as("packages without a row in Law (and in the table of ARCHITECTURE.md)")
                .isEmpty();
    }

    @Test
    void rowsImportLowerRanksOnly() {
        Law.rows()
                .forEach(
                        (name, row) ->
                                assertThat(row.mayImport())
                                        .as("what %s may import stands upstream of it", name)
                                        .allSatisfy(
                                                other ->
                                                        assertThat(Law.rows().get(other))
                                                                .isNotNull()
                                                                .extracting(Law.Row::rank)
                                                                .satisfies(
                                                                        rank ->
                                                                                assertThat(rank)
                                                                                        .isLessThan(
                                                                                                row
                                                                                                        .rank()))));
    }

    @Test
    void packagesImportWhatTheirRowSays() {
        List<String> broken =
                CLASSES.stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .filter(ArchitectureTest::forbidden)
                        .map(Dependency::getDescription)
                        .distinct()
                        .sorted()
                        .toList();
        assertThat(broken).as("imports that the law does not allow").isEmpty();
    }

    private static boolean forbidden(Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (!target.getPackageName().startsWith("io.fovea")) {
            return false;
        }
        String from = packageOf(dependency.getOriginClass());
        String to = packageOf(target);
        Law.Row row = Law.rows().get(from);
        return !from.equals(to) && (row == null || !row.mayImport().contains(to));
    }

    private static String packageOf(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(ROOT) ? name.substring(ROOT.length()) : name;
    }

    @Test
    void noPackageIsInACycle() {
        slices().matching("io.fovea.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void librariesHaveAHome() {
        Map<String, List<String>> homes =
                Map.of(
                        "org.bytedeco..", List.of("tensor"),
                        "ai.djl..", List.of("tokenizer"),
                        "com.twelvemonkeys..", List.of("image"),
                        "com.drew..", List.of("image"),
                        "javax.imageio..", List.of("image", "data.scenes"),
                        "picocli..", List.of("cli"),
                        "me.tongfei..", List.of("cli"),
                        "net.razorvine..", List.of("data.sets"),
                        "org.knowm..", List.of("cli", "eval"),
                        "com.sun.net.httpserver..", List.of("serve"));
        homes.forEach(
                (library, rooms) ->
                        noClasses()
                                .that()
                                .resideOutsideOfPackages(
                                        rooms.stream()
                                                .map(room -> ROOT + room + "..")
                                                .toArray(String[]::new))
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(library)
                                .because("only " + rooms + " see " + library)
                                .check(CLASSES));
    }

    @Test
    void onlyConfigLooksAtRecordsByReflection() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.fovea.config")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.reflect..")
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.fovea.cli..")
                .should(ACCESS_STANDARD_STREAMS)
                .check(CLASSES);
    }

    @Test
    void namesSayWhatThingsAre() {
        classes()
                .should()
                .haveNameNotMatching(
                        ".*[.$](\\w*(Manager|Helpers?|Utils?|Impl|Base|Factory|Wrapper)|Base[A-Z]\\w*)")
                .because("such names tell what a class is to a programmer, not what it is")
                .check(CLASSES);
    }

    @Test
    void aClassCalledHeadPredictsPlaces() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Head")
                .should()
                .beAssignableTo(PerceptionHead.class)
                .check(CLASSES);
    }

    @Test
    void constructorsTakeFewerThanSevenArguments() {
        List<String> broken =
                CLASSES.stream()
                        .filter(
                                type ->
                                        !type.isRecord()
                                                && !type.isEnum()
                                                && !type.isAnonymousClass()
                                                && !type.isInterface())
                        .flatMap(type -> type.getConstructors().stream())
                        .filter(constructor -> constructor.getRawParameterTypes().size() > 6)
                        .map(JavaConstructor::getFullName)
                        .sorted()
                        .toList();
        assertThat(broken)
                .as("constructors for which a record should carry the arguments")
                .isEmpty();
    }

    @Test
    void listsAreComplete() {
        Map<Class<?>, Class<?>> listOf =
                Map.of(
                        DataFormat.class, DataFormats.class,
                        VisionTower.class, VisionTowers.class,
                        Projector.class, Projectors.class,
                        LanguageModel.class, LanguageModels.class,
                        ModelFamily.class, ModelFamilies.class,
                        LanguageFamily.class, LanguageFamilies.class,
                        PerceptionHead.class, PerceptionHeads.class,
                        ImageProcessor.class, ImageProcessors.class);
        listOf.forEach(this::listsAll);
    }

    private void listsAll(Class<?> kind, Class<?> list) {
        List<JavaClass> listed =
                CLASSES.get(list).getDirectDependenciesFromSelf().stream()
                        .map(Dependency::getTargetClass)
                        .toList();
        List<JavaClass> made =
                CLASSES.stream()
                        .filter(
                                type ->
                                        type.isAssignableTo(kind)
                                                && !type.getModifiers()
                                                        .contains(JavaModifier.ABSTRACT)
                                                && !type.isAnonymousClass())
                        .sorted(Comparator.comparing(JavaClass::getName))
                        .toList();
        assertThat(made).as("there is at least one %s", kind.getSimpleName()).isNotEmpty();
        assertThat(listed)
                .as("every %s has its line in %s", kind.getSimpleName(), list.getSimpleName())
                .containsAll(made);
    }
}
