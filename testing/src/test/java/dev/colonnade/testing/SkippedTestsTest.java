// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SkippedTestsTest {

  /**
   * Not a test of ours: the run inside the test below selects it, Surefire's name pattern does not.
   */
  static class Examples {
    @Test
    void runs() {}

    @Test
    @Disabled("the device has no such operation")
    void disabled() {}

    @Test
    void aborted() {
      assumeTrue(false, "no GPU in this machine");
    }
  }

  @Test
  void eachSkippedTestIsPrintedWithItsReason() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    LauncherFactory.create(
            LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build())
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Examples.class))
                .build(),
            new SkippedTests(out));
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .satisfiesExactlyInAnyOrder(
            line ->
                assertThat(line)
                    .startsWith("SKIPPED SkippedTestsTest$Examples.disabled: ")
                    .contains("the device has no such operation"),
            line ->
                assertThat(line)
                    .startsWith("SKIPPED SkippedTestsTest$Examples.aborted: ")
                    .contains("no GPU in this machine"));
  }

  @Test
  void itIsFoundByJunit() {
    assertThat(ServiceLoader.load(TestExecutionListener.class))
        .anyMatch(SkippedTests.class::isInstance);
  }
}
