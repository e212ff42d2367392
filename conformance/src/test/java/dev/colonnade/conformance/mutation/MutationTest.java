// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.colonnade.conformance.CaseResult;
import dev.colonnade.conformance.Conformance;
import dev.colonnade.conformance.ConformanceListener;
import dev.colonnade.conformance.ConformanceOptions;
import dev.colonnade.conformance.Report;
import dev.colonnade.conformance.Verdict;
import dev.colonnade.conformance.skeleton.KernelTable;
import dev.colonnade.conformance.skeleton.SkeletonDevice;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.op.Reduction;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wrong backend is caught by the case that is there to catch it. */
final class MutationTest {
  static Stream<Arguments> kernels() {
    return Stream.of(
        kernel(KernelMutants.borderPixel(), "op/convolution/valid-4x4", "should be"),
        kernel(KernelMutants.lastImage(), "training/dannet-sgd-batch-5", "should be"),
        kernel(KernelMutants.lastImage(), "op/convolutionFilterGradient/valid-batch", "should be"),
        kernel(
            KernelMutants.lastTieWins(PoolOp.MaxPoolGradient.class),
            "op/maxPoolGradient/mp2-ties",
            "should be"),
        kernel(
            KernelMutants.lastTieWins(Reduction.ArgMax.class),
            "op/argMax/first-of-ties",
            "should be"),
        kernel(KernelMutants.paddingWins(), "op/maxPool/all-negative-padded", "should be"),
        kernel(KernelMutants.maximumDropsNan(), "op/reduceMax/nan-and-infinity", "should be NaN"),
        kernel(KernelMutants.tf32(), "op/matMul/12x32x64", "should be"),
        kernel(KernelMutants.tf32(), "op/fullyConnected/tanh", "fullyConnected"),
        kernel(KernelMutants.biasedSum(), "op/reduceSum/f32-4099", "normalised mean square"),
        kernel(KernelMutants.roughTanh(), "op/tanh/f32-37", "should be"),
        kernel(KernelMutants.roughTanh(), "training/mlp-sgd-batch-1", "should be"),
        kernel(KernelMutants.wrongCounter(), "op/random/uniform", "should be"),
        kernel(KernelMutants.wrongBorder(), "op/gridSample/zero-across", "should be"),
        kernel(KernelMutants.flushingMove(), "op/transpose/f32", "unchanged"),
        kernel(KernelMutants.writesOutside(), "op/exp/f32-37", "outside the buffer"),
        kernel(KernelMutants.unwritten(), "op/exp/f32-37", "unwritten"),
        kernel(KernelMutants.unsteady(), "op/reduceSum/f32-4099", "second run"),
        kernel(KernelMutants.sharedScratch(), "sessions/concurrent", "beside"));
  }

  private static Arguments kernel(KernelTable kernels, String caseName, String message) {
    return arguments(new SkeletonDevice(kernels), caseName, message);
  }

  static Stream<Arguments> geometries() {
    return Stream.of(
        kernel(GeometryMutants.oneStride(), "op/convolution/stride-3x2-unused-tail", "should be"),
        kernel(GeometryMutants.oneDilation(), "op/convolution/dilation-2x3", "should be"),
        kernel(GeometryMutants.symmetricPadding(), "op/convolution/pad-asymmetric", "should be"),
        kernel(GeometryMutants.firstGroup(), "op/convolution/groups-2", "should be"),
        kernel(GeometryMutants.firstGroup(), "op/convolution/depthwise", "should be"),
        kernel(
            GeometryMutants.gradientInTheUnusedTail(),
            "op/convolutionInputGradient/stride-3x2-unused-tail",
            "should be 0.0"),
        kernel(GeometryMutants.partialWindows(), "op/maxPool/mp2-ceil", "should be"),
        kernel(GeometryMutants.undilatedWindows(), "op/maxPool/dilated", "should be"),
        kernel(GeometryMutants.paddingCounts(), "op/averagePool/padded", "should be"),
        kernel(GeometryMutants.noTail(), "op/multiply/f32-5x13", "should be"),
        kernel(GeometryMutants.oneRow(), "op/matMul/1x10x33", "should be"),
        kernel(GeometryMutants.oneRow(), "training/mlp-sgd-batch-1", "should be"));
  }

  @Test
  void theGeometryMutantsAreWrongInTheirMutationAlone() {
    Report report =
        Conformance.run(
            new SkeletonDevice(GeometryMutants.rightLoops()),
            ConformanceOptions.DEFAULT.withCase("op/convolution/*"),
            ConformanceListener.NONE);
    assertThat(report.failures()).isEmpty();
    assertThat(report.passed()).isGreaterThan(20);
  }

  static Stream<Arguments> composites() {
    return Stream.of(
        arguments(CompositeMutants.swapsAxes(), "op/elasticDistortion/zero-square", "should be"),
        arguments(
            CompositeMutants.countsRowsOfTheBatch(),
            "distortion/elastic-does-not-depend-on-the-batch",
            "should be"),
        arguments(
            CompositeMutants.drawsRowByRow(),
            "op/displacementField/kernel-wider-than-the-image",
            "should be"),
        arguments(CompositeMutants.cutsTheKernel(), "op/displacementField/odd", "should be"),
        arguments(CompositeMutants.turnsAnticlockwise(), "op/affineGrid/square", "should be"),
        arguments(CompositeMutants.biasAlongTheLastAxis(), "op/biasAdd/maps", "should be"),
        arguments(CompositeMutants.forgetsDecay(), "op/sgdStep/matrix-decay", "should be"),
        arguments(
            CompositeMutants.keepsVelocity(), "op/momentumStep/matrix", "result 1 of momentumStep"),
        arguments(
            CompositeMutants.overflowingSoftmax(),
            "op/softmaxCrossEntropy/logits-that-overflow-exp",
            "should be"),
        arguments(CompositeMutants.denseTable(), "op/tableConvolution/random-table", "should be"));
  }

  static Stream<Arguments> protocol() {
    return Stream.of(
        arguments(ProtocolMutants.staleReads(), "variables/swap", "should be"),
        arguments(
            ProtocolMutants.ignoresTheMathMode(),
            "math-modes/those-declared-and-no-others",
            "TF32 succeeds"),
        arguments(
            ProtocolMutants.earlyAssignments(),
            "variables/read-node-behind-the-assignment",
            "output a"),
        arguments(ProtocolMutants.skipsFeedSlices(), "steps/mlp-2-rate-constant", "of step 1"),
        arguments(ProtocolMutants.skipsFeedSlices(), "training/mlp-sgd-batch-5", "should be"),
        arguments(ProtocolMutants.dropsTheLastAssignment(), "steps/mlp-7-all-stacked", "7 steps"),
        arguments(ProtocolMutants.leaks(), "lifecycle/no-leak", "bytesInUse() is 64"),
        arguments(ProtocolMutants.closesOnce(), "lifecycle/close-twice", "closed already"),
        arguments(ProtocolMutants.reusesOutputs(), "outputs/stay-valid", "after a second"),
        arguments(ProtocolMutants.sharedStates(), "states/independent", "not trained"),
        arguments(ProtocolMutants.claimsAndRefuses(), "op/tanh/f32-37", "no kernel"),
        arguments(ProtocolMutants.claimsAndRefuses(), "training/mlp-sgd-batch-1", "claims"),
        arguments(ProtocolMutants.deniesAndRuns(), "op/tanh/f32-37", "but a program"),
        arguments(ProtocolMutants.incompleteProfile(), "profiled/mlp", "a row for each kernel"),
        arguments(ProtocolMutants.ignoresPlans(), "plan/of-another-program", "nothing was thrown"),
        arguments(
            ProtocolMutants.reportsMistakesLate(), "errors/submit-arguments", "nothing was thrown"),
        arguments(
            ProtocolMutants.keepsReferences(), "variables/write-takes-a-copy", "source changed"),
        arguments(RunMutants.claimsAndThrows(), "op/tanh/f32-37", "could not be launched"),
        arguments(
            RunMutants.claimsAndThrows(), "training/mlp-sgd-batch-1", "could not be launched"),
        arguments(RunMutants.roundsOtherwiseInALoop(), "steps/mlp-7-rate-constant", "bit for bit"),
        arguments(RunMutants.copiesInPart(), "states/copy-from", "should be"),
        arguments(RunMutants.closesNothing(), "lifecycle/use-after-close", "nothing was thrown"),
        arguments(
            RunMutants.keepsWorkUnderWay(),
            "lifecycle/close-session-with-work-under-way",
            "bytesInUse() is 4096"));
  }

  @ParameterizedTest(name = "{1}: {2}")
  @MethodSource({"kernels", "geometries", "composites", "protocol"})
  void isCaught(Device mutant, String caseName, String message) {
    ConformanceOptions options = ConformanceOptions.DEFAULT.withCase(caseName);
    Report right = Conformance.run(new SkeletonDevice(), options, ConformanceListener.NONE);
    assertThat(right.passed()).as("the right backend passes %s", caseName).isEqualTo(1);

    Report wrong = Conformance.run(mutant, options, ConformanceListener.NONE);
    assertThat(wrong.results()).hasSize(1);
    CaseResult result = wrong.results().get(0);
    assertThat(result.verdict()).isInstanceOf(Verdict.Failed.class);
    Verdict.Failed failed = (Verdict.Failed) result.verdict();
    assertThat(failed.message()).contains(message);
    assertThat(failed.replay())
        .isEqualTo("./colonnade conformance --device skeleton:0 --seed 1 --case " + caseName);
  }

  @Test
  void aHangEndsTheRunWithAReason() {
    ConformanceOptions options =
        ConformanceOptions.DEFAULT.withCase("steps/*").withTimeout(Duration.ofSeconds(1));
    Report report = Conformance.run(ProtocolMutants.hangs(), options, ConformanceListener.NONE);
    assertThat(report.results()).hasSize(1);
    assertThat(report.results().get(0).verdict())
        .isInstanceOfSatisfying(
            Verdict.Failed.class,
            failed -> assertThat(failed.message()).contains("not done after 1 s"));
    assertThat(report.aborted()).hasValueSatisfying(why -> assertThat(why).contains("not run"));
    assertThat(report.isClean()).isFalse();
  }
}
