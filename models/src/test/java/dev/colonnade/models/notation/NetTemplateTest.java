// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetTemplateTest {

  @Test
  void bindsVariablesAndArithmetic() {
    NetTemplate template =
        NetTemplate.parse("1x32x32-{M}C{K}-MP2-{2*M}C3-{ (M + 2) * 3 - 1 }N-{M/4}N");

    assertThat(template.variables()).containsExactly("K", "M");
    assertThat(template.bind(Map.of("M", 8, "K", 5))).hasToString("1x32x32-8C5-MP2-16C3-29N-2N");
    assertThat(template).hasToString("1x32x32-{M}C{K}-MP2-{2*M}C3-{ (M + 2) * 3 - 1 }N-{M/4}N");
  }

  @Test
  void minusAndDivisionGroupFromTheLeft() {
    assertThat(NetTemplate.parse("{100-10-5}-{64/4/2}").expand(Map.of())).isEqualTo("85-8");
  }

  @Test
  void aPlainNetStringIsATemplateWithoutVariables() {
    NetTemplate template = NetTemplate.parse("841-1000-500-10");

    assertThat(template.variables()).isEmpty();
    assertThat(template.bind(Map.of())).hasToString("841-1000-500-10");
  }

  @Test
  void theCaseOfVariablesCounts() {
    assertThat(NetTemplate.parse("1x5x5-{m}C2-{M}N").bind(Map.of("m", 3, "M", 4)))
        .hasToString("1x5x5-3C2-4N");
  }

  @Test
  void valuesMustMatchTheVariables() {
    NetTemplate template = NetTemplate.parse("1x5x5-{M}N");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> template.bind(Map.of()))
        .withMessageContaining("needs values for [M], but was given {}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> template.bind(Map.of("M", 1, "K", 2)))
        .withMessageContaining("{K=2, M=1}");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1x5x5-{M      | 8  | ends too early
          1x5x5-{}N     | 7  | unexpected '}'
          1x5x5-{M+}N   | 9  | unexpected '}'
          1x5x5-{M M}N  | 9  | unexpected 'M'
          1x5x5-{(M}N   | 9  | unexpected '}'
          1x5x5-{M}4N   | 9  | unexpected '4'
          1x5x5-4{M}N   | 7  | unexpected '{'
          1x5x5-{M}Q    | 9  | unexpected 'Q'
          1x5x5-{M}-MP2}| 13 | unexpected '}'
          1x5x5-{99999999999}N | 7 | number larger than
          """)
  void grammarIsCheckedBeforeValuesAreKnown(String text, int position, String problem) {
    NotationException e =
        catchThrowableOfType(NotationException.class, () -> NetTemplate.parse(text));

    assertThat(e).isNotNull();
    assertThat(e.problem()).contains(problem);
    assertThat(e.position()).isEqualTo(position);
  }

  @Test
  void deepNestingIsRefusedAndNotOverflown() {
    String text = "1x5x5-{" + "(".repeat(10_000) + "M" + ")".repeat(10_000) + "}N";

    assertThat(catchThrowableOfType(NotationException.class, () -> NetTemplate.parse(text)))
        .hasMessageContaining("nested too deeply");
    String sum = "1x5x5-{M" + "+M".repeat(10_000) + "}N";
    assertThat(catchThrowableOfType(NotationException.class, () -> NetTemplate.parse(sum)))
        .hasMessageContaining("expression too long");
  }

  @Test
  void resultsThatAreNoWholeNumbersPointIntoTheTemplate() {
    NotationException division = failure("1x5x5-{M/2}N", 3);
    assertThat(division.problem()).isEqualTo("3 / 2 is not a whole number");
    assertThat(division.position()).isEqualTo(8);

    assertThat(failure("1x5x5-{M/(M-3)}N", 3).problem()).isEqualTo("3 / 0 is not a whole number");
    NotationException negative = failure("1x5x5-{M-4}N", 3);
    assertThat(negative.problem()).isEqualTo("{M-4} is -1");
    assertThat(negative.position()).isEqualTo(6);
    assertThat(failure("1x5x5-{M*M*M*M*M*M}N", 1_000_000).problem()).contains("is too large");
  }

  @Test
  void aNetThatDoesNotFitPointsIntoTheBoundString() {
    NotationException e = failure("1x5x5-{M}C{2*M}-10N", 3);

    assertThat(e.source()).isEqualTo("1x5x5-3C6-10N");
    assertThat(e.problem()).isEqualTo("kernel 6x6 is larger than its 5x5 input at layer 1 (3C6)");
  }

  private static NotationException failure(String template, int m) {
    NotationException e =
        catchThrowableOfType(
            NotationException.class, () -> NetTemplate.parse(template).bind(Map.of("M", m)));
    assertThat(e).isNotNull();
    return e;
  }
}
