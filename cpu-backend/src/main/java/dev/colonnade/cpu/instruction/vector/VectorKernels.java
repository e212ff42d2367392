// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.vector;

import dev.colonnade.core.backend.Support;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.op.Random;
import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.op.composite.ConvolutionBiasActivation;
import dev.colonnade.core.op.composite.FullyConnected;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.ScaledTanh;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropy;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropyGradient;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.cpu.execute.FilterPanels;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.instruction.KernelSet;
import dev.colonnade.cpu.instruction.Made;
import dev.colonnade.cpu.instruction.RangedInstruction;
import dev.colonnade.cpu.instruction.plain.PlainKernels;
import dev.colonnade.cpu.kernel.Simd;
import dev.colonnade.cpu.kernel.warmup.WarmUp;
import dev.colonnade.cpu.layout.BatchedOp;
import dev.colonnade.cpu.layout.Filters;
import dev.colonnade.cpu.layout.LayoutPass;
import dev.colonnade.cpu.layout.StepOp;
import dev.colonnade.cpu.layout.StepPass;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Vector kernels on a team of threads; plain ones for the operations that gain nothing by vectors.
 */
public final class VectorKernels implements KernelSet {
  /**
   * Name of the system property that forces the layout of convolutions in programs compiled without
   * a plan: {@code nchw}, {@code nhwc}, or {@code nhwc32n} where the batch allows.
   */
  public static final String LAYOUT_PROPERTY = "colonnade.cpu.layout";

  private final WorkerTeam team;
  private final PlainKernels plain = new PlainKernels();
  private boolean blocks;
  private boolean singles;
  private boolean logical;

  /** Kernels run by so many threads, the session's own included. */
  public VectorKernels(int threads) {
    team = new WorkerTeam(threads);
  }

  /** Vector length in bits. */
  public static int vectorBits() {
    return Simd.bits();
  }

  /** The layout asked for, if there is no plan: none, or one that there is. */
  private static Optional<String> forced() {
    Optional<String> forced = Optional.ofNullable(System.getProperty(LAYOUT_PROPERTY));
    if (forced.isPresent() && !LayoutPass.layouts().contains(forced.get())) {
      throw new IllegalArgumentException(
          "The system property "
              + LAYOUT_PROPERTY
              + " is '"
              + forced.get()
              + "'; expected one of "
              + LayoutPass.layouts()
              + ", or no such property for the layout that fits the batch.");
    }
    return forced;
  }

  @Override
  public Arranged arrange(Program lowered, Map<String, String> planned) {
    Map<String, String> layouts = new LinkedHashMap<>(planned);
    Optional<String> forced = forced();
    if (forced.isPresent()) {
      lowered.entries().keySet().forEach(entry -> layouts.putIfAbsent(entry, forced.get()));
    }
    for (Graph entry : lowered.entries().values()) {
      if (LayoutPass.computesFilters(entry)) {
        layouts.putIfAbsent(entry.name(), LOGICAL);
      }
    }
    Map<String, TensorType> kept = new LinkedHashMap<>();
    for (Graph entry : lowered.entries().values()) {
      if (!LOGICAL.equals(layouts.get(entry.name()))) {
        kept.putAll(LayoutPass.filters(entry));
      }
    }
    List<Graph> entries = new ArrayList<>();
    for (Graph entry : lowered.entries().values()) {
      Optional<String> layout = Optional.ofNullable(layouts.get(entry.name()));
      entries.add(StepPass.run(LayoutPass.run(entry, kept, layout)));
    }
    Map<String, FilterPanels> filters = new LinkedHashMap<>();
    kept.forEach((name, type) -> filters.put(name, Filters.panels(type.shape())));
    return new Arranged(entries, filters);
  }

  @Override
  public String layout(Node node) {
    return LayoutPass.layout(node);
  }

  @Override
  public Support support(Op op, List<TensorType> operands) {
    return PlainKernels.supported(op, operands);
  }

  @Override
  public Made copy(DType dtype, int count, int from, int to) {
    return plain.copy(dtype, count, from, to);
  }

  @Override
  public Made make(Call call) {
    return switch (call.op()) {
      case ConvolutionOp op -> {
        logical = true;
        yield VectorConvolution.of(op, call, team);
      }
      case ConvolutionBiasActivation op -> {
        logical = true;
        yield VectorConvolution.of(op, call, team);
      }
      case MatMul op -> VectorMatMul.of(op, call, team);
      case FullyConnected op -> VectorMatMul.of(op, call, team);
      case UnaryOp op when isFloat(call) -> vector(op, new VectorUnary(op, call, team));
      case BinaryOp op when isFloat(call) -> vector(op, VectorBinary.of(op, call, team));
      case Reduction op ->
          VectorReduction.of(op, call, team)
              .map(instruction -> vector(op, instruction))
              .orElseGet(() -> plain(call));
      case PoolOp op -> vector(op, VectorPooling.of(op, call, team));
      case ScaledTanh op -> vector(op, VectorTraining.scaledTanh(op, call, team));
      case ScaledTanhGradient op -> vector(op, VectorTraining.scaledTanhGradient(op, call, team));
      case SgdStep op -> vector(op, VectorTraining.sgd(op, call, team));
      case MomentumStep op -> vector(op, VectorTraining.momentum(op, call, team));
      case SoftmaxCrossEntropy op -> vector(op, VectorTraining.crossEntropy(call, team));
      case SoftmaxCrossEntropyGradient op ->
          vector(op, VectorTraining.crossEntropyGradient(call, team));
      case BatchedOp op -> {
        String layout = layout(call.node());
        singles |= layout.equals(LayoutPass.SINGLE);
        blocks |= !layout.equals(LayoutPass.SINGLE) && !layout.equals(LOGICAL);
        yield VectorBatched.of(op, call, team);
      }
      case StepOp.MatMulStep op -> VectorMatMul.of(op, call, team);
      case StepOp.FilterStep op -> VectorBatched.of(op, call, team);
      case Random op -> vector(op, VectorRandom.of(op, call, team));
      default -> plain(call);
    };
  }

  /** Plain loops, over the team where their items are independent. */
  private Made plain(Call call) {
    Made made = plain.make(call);
    return made.instruction() instanceof RangedInstruction ranged
        ? Made.of(made.kernel(), made.algorithm(), Spans.of(ranged, team))
        : made;
  }

  private static boolean isFloat(Call call) {
    return call.resultType(0).dtype() == DType.F32;
  }

  private static Made vector(Op op, Instruction instruction) {
    return Made.of(op.name(), "vector", instruction);
  }

  @Override
  public void warmUp() {
    WarmUp.once();
    if (logical) {
      WarmUp.logicalOnce();
    }
    if (singles) {
      WarmUp.singlesOnce();
    }
    if (blocks) {
      WarmUp.blocksOnce();
    }
  }

  @Override
  public void close() {
    team.close();
  }
}
