// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.RunMode;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PlanCheckTest {
  private static final Plan.Key OWN =
      new Plan.Key("p1", "cpu:0 Some Processor", Map.of("threads", "2"), "STRICT_FP32");

  private static void refused(Plan.Key given, String message) {
    assertThatThrownBy(() -> PlanCheck.requireKey(given, OWN))
        .isInstanceOf(BackendException.class)
        .hasMessage("the plan was made for " + message + "; compile without it to make a new one");
  }

  @Test
  void anEqualKeyPasses() {
    Plan.Key equal = new Plan.Key("p1", OWN.device(), Map.of("threads", "2"), OWN.options());
    assertThatCode(() -> PlanCheck.requireKey(equal, OWN)).doesNotThrowAnyException();
  }

  @Test
  void theFirstDifferenceIsNamed() {
    refused(new Plan.Key("p2", "other", OWN.versions(), OWN.options()), "program p2, this is p1");
    refused(
        new Plan.Key("p1", "other", OWN.versions(), "TF32"),
        "device other, this is cpu:0 Some Processor");
    refused(
        new Plan.Key("p1", OWN.device(), Map.of(), "TF32"), "options TF32, these are STRICT_FP32");
    refused(
        new Plan.Key("p1", OWN.device(), Map.of("threads", "4"), OWN.options()),
        "versions {threads=4}, these are {threads=2}");
  }

  @Test
  void optionsThatChangeKernelsAreInTheKeyAndRunModesAreNot() {
    String options = PlanCheck.options(CompileOptions.DEFAULT);
    assertThat(PlanCheck.options(CompileOptions.DEFAULT.withRun(RunMode.GUARDED)))
        .isEqualTo(options);
    assertThat(PlanCheck.options(CompileOptions.DEFAULT.withMath(MathMode.TF32)))
        .isNotEqualTo(options);
  }
}
