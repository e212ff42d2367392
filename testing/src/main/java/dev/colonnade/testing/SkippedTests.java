// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.testing;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Prints a line for each test that was skipped, with the reason: a test that was disabled, or one
 * whose assumption did not hold. Surefire itself only counts them. JUnit finds this listener by
 * {@link java.util.ServiceLoader}.
 */
public final class SkippedTests implements TestExecutionListener {

  private final PrintStream out;

  /** Prints to standard output. */
  public SkippedTests() {
    this(System.out);
  }

  SkippedTests(PrintStream out) {
    this.out = out;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    print(test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      print(test, result.getThrowable().map(Throwable::getMessage).orElse(null));
    }
  }

  private void print(TestIdentifier test, @Nullable String reason) {
    out.println(
        "SKIPPED "
            + name(test)
            + ": "
            + (reason == null || reason.isBlank() ? "no reason was given" : reason.strip()));
  }

  /** The class and method as they stand in the source, and what tells repetitions apart. */
  private static String name(TestIdentifier test) {
    return test.getSource()
        .map(source ->
            switch (source) {
              case MethodSource method -> {
                String simple = simpleName(method.getClassName()) + "." + method.getMethodName();
                String display = test.getDisplayName();
                yield display.startsWith(method.getMethodName()) ? simple : simple + " " + display;
              }
              case ClassSource type -> simpleName(type.getClassName());
              default -> test.getDisplayName();
            })
        .orElse(test.getDisplayName());
  }

  private static String simpleName(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
