// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.conformance.ConformanceCase;
import dev.colonnade.conformance.Level;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Primitive;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.op.composite.BiasAdd;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The suite leaves no operation out. */
final class SuiteTest {
  private static final Set<String> OPERATIONS =
      Suite.all().stream().flatMap(one -> one.operation().stream()).collect(Collectors.toSet());

  @Test
  void everyPrimitiveHasCases() {
    List<String> names = new ArrayList<>();
    leaves(Primitive.class, names);
    assertThat(names).hasSizeGreaterThan(45);
    assertThat(OPERATIONS).containsAll(names);
  }

  private static void leaves(Class<?> type, List<String> names) {
    if (type == StructuralOp.class) {
      // Constants, feeds, reads and assignments are in every program.
      return;
    }
    Class<?>[] permitted = type.getPermittedSubclasses();
    if (permitted == null) {
      names.add(
          Character.toLowerCase(type.getSimpleName().charAt(0))
              + type.getSimpleName().substring(1));
      return;
    }
    for (Class<?> each : permitted) {
      leaves(each, names);
    }
  }

  @Test
  void everyCompositeOfCoreHasCases() throws Exception {
    List<String> names = new ArrayList<>();
    for (String simple : classesBeside(BiasAdd.class)) {
      Class<?> type = Class.forName(BiasAdd.class.getPackageName() + "." + simple);
      if (Composite.class.isAssignableFrom(type)) {
        names.add(Character.toLowerCase(simple.charAt(0)) + simple.substring(1));
      }
    }
    assertThat(names).hasSizeGreaterThan(8);
    assertThat(OPERATIONS).containsAll(names);
  }

  private static List<String> classesBeside(Class<?> type) throws IOException, URISyntaxException {
    URL location = type.getResource(type.getSimpleName() + ".class");
    assertThat(location).isNotNull();
    URI uri = location.toURI();
    if (uri.getScheme().equals("jar")) {
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return names(jar.provider().getPath(uri).getParent());
      }
    }
    return names(Path.of(uri).getParent());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.contains("-"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .toList();
    }
  }

  @Test
  void levelsComeInOrderAndNoneIsEmpty() {
    List<Level> levels = Suite.all().stream().map(ConformanceCase::level).toList();
    assertThat(levels).isSorted();
    assertThat(levels).contains(Level.values());
  }

  @Test
  void namesNeedNoQuotingInAShell() {
    assertThat(Suite.all()).allSatisfy(one -> assertThat(one.name()).matches("[A-Za-z0-9/.-]+"));
  }
}
