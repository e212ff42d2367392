// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.junit;

import dev.colonnade.conformance.CaseResult;
import dev.colonnade.conformance.Conformance;
import dev.colonnade.conformance.ConformanceListener;
import dev.colonnade.conformance.ConformanceOptions;
import dev.colonnade.conformance.Level;
import dev.colonnade.conformance.Report;
import dev.colonnade.conformance.Verdict;
import dev.colonnade.core.backend.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the kit as JUnit tests, grouped by level: extend it in a backend's test tree and implement
 * {@link #device}.
 *
 * <p>A case that the backend says it cannot run is skipped with the backend's reason; the last test
 * of each level says whether the level is reached.
 */
public abstract class BackendConformanceTest {
  /** For subclasses. */
  protected BackendConformanceTest() {}

  /** The device to judge; called once. */
  protected abstract Device device();

  /** What to run: everything, unless overridden. */
  protected ConformanceOptions options() {
    return ConformanceOptions.DEFAULT;
  }

  /** One test for each case, in containers by level. */
  @TestFactory
  final Stream<DynamicNode> conformance() {
    ConformanceOptions options = options();
    Report report = Conformance.run(device(), options, ConformanceListener.NONE);
    List<DynamicNode> nodes = new ArrayList<>();
    for (Level level : Level.values()) {
      if (options.level().includes(level)) {
        nodes.add(container(level, report));
      }
    }
    nodes.add(
        DynamicTest.dynamicTest(
            "the run came to its end",
            () -> Assertions.assertEquals(Optional.empty(), report.aborted())));
    return nodes.stream();
  }

  private static DynamicNode container(Level level, Report report) {
    List<DynamicNode> tests = new ArrayList<>();
    for (CaseResult result : report.results()) {
      if (result.level() == level) {
        tests.add(DynamicTest.dynamicTest(result.name(), () -> judge(result)));
      }
    }
    if (report.options().caseName().isEmpty()) {
      tests.add(
          DynamicTest.dynamicTest(
              "level " + level.id() + " is reached",
              () ->
                  Assertions.assertTrue(
                      report.reached(level),
                      () ->
                          "level "
                              + level.id()
                              + " needs every case of it and of those below to pass; see the"
                              + " failed and skipped ones")));
    }
    return DynamicContainer.dynamicContainer(level.id(), tests);
  }

  private static void judge(CaseResult result) {
    switch (result.verdict()) {
      case Verdict.Passed() -> {}
      case Verdict.Failed(String message, String replay) ->
          Assertions.fail(message + "\nreplay: " + replay);
      case Verdict.Unsupported(String reason) ->
          Assumptions.abort("the backend does not support it: " + reason);
    }
  }
}
