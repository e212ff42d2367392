// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.conformance.ReferenceBackends;
import dev.colonnade.conformance.oracle.OracleBuilder;
import dev.colonnade.conformance.oracle.OracleProgram;
import dev.colonnade.conformance.oracle.OracleTensor;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.Primitive;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.models.network.Entries;
import dev.colonnade.models.network.Optimizer;
import dev.colonnade.models.network.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Points in several math modes: what a device refuses, and from where on a result is wrong. */
class MathModesTest {
  private static MeasureTask.PointTask point(String math) {
    return new MeasureTask.PointTask(
        "s",
        new TreeMap<>(),
        new TreeMap<>(),
        "1x4x4-3N-2N",
        null,
        null,
        1,
        "train-step",
        math,
        1,
        2,
        1,
        1,
        1_000_000,
        null);
  }

  @Test
  void aModeThatTheDeviceRefusesIsAFailureInItsWordsAndTheOthersAreMeasured() {
    List<BenchmarkRecord> records = new ArrayList<>();
    MeasureTask task =
        new MeasureTask(
            "skeleton:0",
            "run",
            "default",
            0,
            Stream.of("TF32", "STRICT_FP32", "BF16").map(MathModesTest::point).toList(),
            2000,
            false);
    new Measuring(
            task,
            ReferenceBackends.device("skeleton:0").orElseThrow(),
            records::add,
            progress -> {})
        .run();
    assertThat(records).hasSize(3);
    assertRefused(records.get(0), "TF32");
    assertThat(records.get(1))
        .isInstanceOfSatisfying(
            MeasurementRecord.class,
            record -> assertThat(record.workload().mathMode()).isEqualTo("STRICT_FP32"));
    assertRefused(records.get(2), "BF16");
  }

  private static void assertRefused(BenchmarkRecord record, String mode) {
    assertThat(record)
        .isInstanceOfSatisfying(
            FailureRecord.class,
            failure -> {
              assertThat(failure.failure()).isEqualTo(FailureRecord.Kind.UNSUPPORTED);
              assertThat(failure.mathMode()).isEqualTo(Measured.of(mode));
              assertThat(failure.reason())
                  .isEqualTo(
                      "the skeleton computes in STRICT_FP32 with F32 storage only, not in "
                          + mode
                          + " with F32");
              assertThat(failure.remedy().describe()).contains("--math");
            });
  }

  @Test
  void theLimitFollowsTheRoundoff() {
    assertThat(OracleCheck.wrongFrom(MathMode.STRICT_FP32)).isEqualTo(1e-4);
    assertThat(OracleCheck.wrongFrom(MathMode.TF32)).isEqualTo(0x1p-7);
    assertThat(OracleCheck.wrongFrom(MathMode.BF16)).isEqualTo(0x1p-4);
  }

  /**
   * The nets of the studies that are light enough to be compared; in the first a pool's maximum
   * changes its place in TF32 already.
   */
  @ParameterizedTest
  @CsvSource({
    "1x29x29-20C4-MP2-40C5-MP3-150N-10N, 1",
    "1x29x29-20C4-MP2-40C5-MP3-150N-10N, 2",
    "3x32x32-20C5-MP2-20C5-MP2-20C4-MP2-300N-100N-10N, 1",
    "1x29x29-1000N-500N-10N, 1",
  })
  void roundedOperandsStayBelowTheLimitAndAWrongGradientDoesNot(String net, int batch) {
    MeasuredNet measured = MeasuredNet.of(net, batch);
    List<Double> exact = changes(measured, new OracleBuilder());
    for (MathMode mode : MathMode.values()) {
      double rounded = error(exact, changes(measured, new RoundedOperands(mode)));
      assertThat(rounded).as(mode.name()).isPositive().isLessThan(OracleCheck.wrongFrom(mode) / 3);
    }
    assertThat(error(exact, changes(measured, new ReversedFilterGradient())))
        .isGreaterThan(OracleCheck.wrongFrom(MathMode.BF16));
  }

  private static List<Double> changes(MeasuredNet measured, OracleBuilder evaluator) {
    Program program =
        Program.of(
            Entries.train(
                "train",
                measured.network(),
                measured.data(),
                new Optimizer.Sgd(0),
                measured.batch(),
                false));
    OracleProgram oracle = new OracleProgram(program, evaluator);
    measured.initialValues().forEach((name, value) -> oracle.write(program.variable(name), value));
    HostTensor indices = HostTensor.zeros(TensorType.i32(1, measured.batch()));
    for (int i = 0; i < measured.batch(); i++) {
      indices.set(i, i);
    }
    oracle.submit(
        "train",
        new Feeds()
            .stacked(Entries.INDICES, indices)
            .constant(Entries.RATE, HostTensor.scalar(MeasuredNet.RATE)),
        1);
    List<Double> changes = new ArrayList<>();
    for (Parameter parameter : measured.network().parameters()) {
      OracleTensor after = oracle.read(parameter.variable());
      HostTensor before = measured.initialValues().get(parameter.variable().name());
      for (int i = 0; i < after.size(); i++) {
        changes.add(after.get(i) - before.getDouble(i));
      }
    }
    return changes;
  }

  private static double error(List<Double> wanted, List<Double> got) {
    double squares = 0;
    double wantedSquares = 0;
    for (int i = 0; i < wanted.size(); i++) {
      double difference = wanted.get(i) - got.get(i);
      squares += difference * difference;
      wantedSquares += wanted.get(i) * wanted.get(i);
    }
    return squares / wantedSquares;
  }

  /** Products of operands rounded to the mode's precision, all else in double precision. */
  private static final class RoundedOperands extends OracleBuilder {
    private final MathMode mode;

    RoundedOperands(MathMode mode) {
      this.mode = mode;
    }

    @Override
    protected OracleTensor primitive(Primitive op, List<OracleTensor> operands) {
      return op instanceof MatMul || op instanceof ConvolutionOp
          ? super.primitive(op, operands.stream().map(this::rounded).toList())
          : super.primitive(op, operands);
    }

    private OracleTensor rounded(OracleTensor operand) {
      OracleTensor rounded = operand.copy();
      for (int i = 0; i < rounded.size(); i++) {
        double value = rounded.get(i);
        if (value != 0) {
          double unit = Math.scalb(2 * mode.unitRoundoff(), Math.getExponent(value));
          rounded.set(i, Math.rint(value / unit) * unit);
        }
      }
      return rounded;
    }
  }

  /** The gradient of filters, and of fully connected weights, comes back to front. */
  private static final class ReversedFilterGradient extends OracleBuilder {
    @Override
    protected OracleTensor primitive(Primitive op, List<OracleTensor> operands) {
      OracleTensor result = super.primitive(op, operands);
      boolean gradient =
          op instanceof ConvolutionOp.ConvolutionFilterGradient
              || (op instanceof MatMul product && product.transposeA());
      if (gradient) {
        OracleTensor right = result.copy();
        for (int i = 0; i < result.size(); i++) {
          result.set(i, right.get(result.size() - 1 - i));
        }
      }
      return result;
    }
  }
}
