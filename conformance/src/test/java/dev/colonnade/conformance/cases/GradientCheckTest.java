// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.conformance.CaseFailure;
import dev.colonnade.conformance.TestContexts;
import dev.colonnade.conformance.skeleton.SkeletonDevice;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Central differences find wrong gradient rules, which no backend could bring to light. */
final class GradientCheckTest {
  /** What is wrong with a rule for {@code a * tanh(b)}. */
  enum Mistake {
    NONE,
    /** The gradient of a lacks the factor tanh(b). */
    FACTOR,
    /** The gradient of b is off by a thousandth. */
    SLIGHT,
    /** The operands' gradients come in the wrong order. */
    SWAPPED,
    /** b is said to have no influence. */
    MISSING
  }

  private record Product(Mistake mistake) implements Composite {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      return List.of(operands.get(0));
    }

    @Override
    public <V extends Operand> List<V> decompose(OpBuilder<V> b, List<V> operands) {
      return List.of(b.multiply(operands.get(0), b.tanh(operands.get(1))));
    }

    @Override
    public <V extends Operand> Optional<List<Optional<V>>> gradient(
        OpBuilder<V> b, List<V> operands, List<V> results, List<V> resultGradients) {
      V dy = resultGradients.get(0);
      V tanh = b.tanh(operands.get(1));
      V da = b.multiply(dy, tanh);
      V slope = b.subtract(b.constant(1f), b.multiply(tanh, tanh));
      V db = b.multiply(b.multiply(dy, operands.get(0)), slope);
      return Optional.of(
          switch (mistake) {
            case NONE -> List.of(Optional.of(da), Optional.of(db));
            case FACTOR -> List.of(Optional.of(dy), Optional.of(db));
            case SLIGHT -> List.of(Optional.of(da), Optional.of(b.multiply(db, 1.001f)));
            case SWAPPED -> List.of(Optional.of(db), Optional.of(da));
            case MISSING -> List.of(Optional.of(da), Optional.empty());
          });
    }
  }

  private static GradientCheck check(Mistake mistake) {
    return new GradientCheck(
        TestContexts.of(new SkeletonDevice(), "gradient/product/" + mistake),
        new Product(mistake),
        List.of(Input.f32(3, 4), Input.f32(3, 4)));
  }

  @Test
  void aRightRulePasses() {
    assertThatCode(() -> check(Mistake.NONE).checkRule()).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aWrongRuleIsCaught(Mistake mistake) {
    GradientCheck check = check(mistake);
    assertThatThrownBy(check::checkRule)
        .isInstanceOf(CaseFailure.class)
        .hasMessageContaining("central differences give");
  }
}
