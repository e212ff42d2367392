// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds the arrows of ARCHITECTURE.md: bench -> models -> core, bench -> conformance -> core, each
 * backend -> core, and nothing imports a backend. It stands in bench because bench has all modules
 * on its class path.
 */
class ArchitectureTest {

  private static final String ROOT = "dev.colonnade";

  /** What each module may use besides itself. Every other package is a backend. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "core", Set.of(),
          "conformance", Set.of("core"),
          "models", Set.of("core"),
          "bench", Set.of("core", "conformance", "models"));

  private static final Set<String> ALLOWED_TO_A_BACKEND = Set.of("core");

  private static JavaClasses production;

  @BeforeAll
  static void readClassFiles() {
    production =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // The same for a build with -Dfast, whose folder ArchUnit does not know.
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(ROOT)
            .that(resideOutsideOfPackage(ROOT + ".testing.."));
  }

  @Test
  void allModulesAreOnTheClassPath() {
    assertThat(modules()).containsAll(ALLOWED.keySet()).contains("cpu");
  }

  @TestFactory
  Stream<DynamicTest> eachModuleUsesOnlyWhatItMay() {
    return modules().stream()
        .map(module ->
            DynamicTest.dynamicTest(
                module,
                () ->
                    uses(module, ALLOWED.getOrDefault(module, ALLOWED_TO_A_BACKEND))
                        .check(production)));
  }

  /** JMH is under the GPL and stays among the tests; its scope in the build says the same. */
  @Test
  void whatIsShippedKnowsNothingOfJmh() throws IOException {
    noClasses().should().dependOnClassesThat().resideInAPackage("org.openjdk..").check(production);
    String pom = Files.readString(Path.of("pom.xml")); // tests run in the module's folder
    assertThat(pom)
        .containsPattern(
            "<artifactId>jmh-core</artifactId>\\s*(<!--[^>]*-->)?\\s*<scope>test</scope>");
  }

  /** The rule above is able to fail: bench does use core. */
  @Test
  void aForbiddenArrowIsSeen() {
    assertThat(uses("bench", Set.of("models")).evaluate(production).hasViolation()).isTrue();
  }

  /**
   * Packages of core, lowest first. Transforms stand above the SPI: lowering asks a session what it
   * supports.
   */
  @Test
  void packagesOfCoreUseOnlyLowerOnes() {
    Map<String, Set<String>> users = new LinkedHashMap<>();
    users.put("tensor", Set.of("op", "graph", "autodiff", "backend", "transform", "runtime"));
    users.put("op", Set.of("graph", "autodiff", "backend", "transform", "runtime"));
    users.put("graph", Set.of("autodiff", "backend", "transform", "runtime"));
    users.put("autodiff", Set.of("transform", "runtime"));
    users.put("backend", Set.of("transform", "runtime"));
    users.put("transform", Set.of("runtime"));
    users.put("runtime", Set.of());

    var layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String layer : users.keySet()) {
      layers = layers.layer(layer).definedBy(ROOT + ".core." + layer + "..");
    }
    for (Map.Entry<String, Set<String>> layer : users.entrySet()) {
      layers =
          layer.getValue().isEmpty()
              ? layers.whereLayer(layer.getKey()).mayNotBeAccessedByAnyLayer()
              : layers
                  .whereLayer(layer.getKey())
                  .mayOnlyBeAccessedByLayers(layer.getValue().toArray(String[]::new));
    }
    layers.check(production);

    Set<String> packagesOfCore =
        production.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(ROOT + ".core."))
            .map(name -> name.split("\\.")[3])
            .collect(Collectors.toSet());
    assertThat(users.keySet())
        .as("every package of core has its layer")
        .containsAll(packagesOfCore);
  }

  private static Set<String> modules() {
    return production.stream()
        .map(JavaClass::getPackageName)
        .map(name -> name.split("\\.")[2])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static ArchRule uses(String module, Set<String> others) {
    String[] packages =
        Stream.concat(Stream.of(module), others.stream())
            .map(name -> ROOT + "." + name + "..")
            .toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(ROOT + "." + module + "..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(packages).or(resideOutsideOfPackage(ROOT + "..")))
        .because("arrows between modules run one way, see ARCHITECTURE.md");
  }
}
