// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.op.Activation;
import dev.colonnade.cuda.dnn.AlgorithmFilter;
import dev.colonnade.cuda.dnn.ConvolutionProblem;
import dev.colonnade.cuda.dnn.DataType;
import dev.colonnade.cuda.dnn.Direction;
import dev.colonnade.cuda.dnn.DnnGraph;
import dev.colonnade.cuda.dnn.GraphConvolution;
import dev.colonnade.cuda.dnn.Layout;
import dev.colonnade.cuda.dnn.NumericalNote;
import dev.colonnade.cuda.driver.Context;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A stand-in for cuDNN's operation graphs that computes what a graph says, at once. Of its three
 * engines one uses tensor cores and one is not deterministic; it has none for the gradient of a
 * bfloat16 filter in NCHW.
 */
final class HostDnnGraph implements DnnGraph {
  private static final long WORKSPACE = 128;
  private static final List<Engine> ENGINES =
      List.of(
          new Engine("3:1=2,5=7", WORKSPACE, List.of(NumericalNote.TENSOR_CORE)),
          new Engine("4:", WORKSPACE, List.of(NumericalNote.NONDETERMINISTIC)),
          new Engine("5:2=-1", WORKSPACE, List.of()));

  private final Context context;
  private final Set<List<Object>> ready = new HashSet<>();

  HostDnnGraph(Context context) {
    this.context = context;
  }

  @Override
  public String version() {
    return "emulated";
  }

  @Override
  public List<Engine> engines(GraphConvolution graph, AlgorithmFilter filter, int most) {
    if (graph.operands() == DataType.BFLOAT16
        && graph.direction() == Direction.BACKWARD_FILTER
        && graph.problem().layout() == Layout.NCHW) {
      throw new BackendException("emulated cuDNN has no engine for " + graph);
    }
    List<Engine> allowed =
        ENGINES.stream().filter(engine -> filter.refusal(engine).isEmpty()).limit(most).toList();
    allowed.forEach(engine -> ready.add(List.of(graph, engine.name())));
    return allowed;
  }

  @Override
  public Engine prepare(GraphConvolution graph, String name) {
    ready.add(List.of(graph, name));
    return ENGINES.stream()
        .filter(engine -> engine.name().equals(name))
        .map(engine -> new Engine(name, engine.workspaceBytes(), List.of()))
        .findFirst()
        .orElseThrow(() -> new BackendException("emulated cuDNN has no engine " + name));
  }

  @Override
  public void run(GraphConvolution graph, Engine engine, Addresses at, long stream) {
    if (!ready.contains(List.of(graph, engine.name())) || at.workspace() == 0) {
      throw new IllegalStateException(engine + " of " + graph + " was not made ready");
    }
    context.synchronize(stream);
    ConvolutionProblem p = graph.problem();
    // What lies in memory as bfloat16 needs no rounding; binary32 goes through tensor cores.
    boolean bfloat16 = graph.operands() == DataType.BFLOAT16;
    MathMode mode = bfloat16 ? MathMode.STRICT_FP32 : p.mathMode();
    HostNumbers x = new HostNumbers(at.x(), bfloat16, mode);
    HostNumbers w = new HostNumbers(at.w(), bfloat16, mode);
    HostNumbers y = new HostNumbers(at.y(), bfloat16, mode);
    switch (graph.direction()) {
      case FORWARD -> {
        HostNumbers result = HostNumbers.floats(at.y());
        HostConvolution convolution = new HostConvolution(p, x, w, result);
        convolution.run(Direction.FORWARD);
        follow(graph, convolution, result, at.bias());
      }
      case BACKWARD_DATA ->
          new HostConvolution(p, HostNumbers.floats(at.x()), w, y).run(graph.direction());
      case BACKWARD_FILTER ->
          new HostConvolution(p, x, HostNumbers.floats(at.w()), y).run(graph.direction());
    }
  }

  /** Bias and activation. */
  private static void follow(
      GraphConvolution graph, HostConvolution convolution, HostNumbers y, long biasAddress) {
    if (!graph.hasBias()) {
      return;
    }
    ConvolutionProblem p = graph.problem();
    HostNumbers bias = HostNumbers.floats(biasAddress);
    int places = p.outputHeight() * p.outputWidth();
    for (int n = 0; n < p.n(); n++) {
      for (int m = 0; m < p.m(); m++) {
        for (int place = 0; place < places; place++) {
          int i = convolution.index(n, p.m(), places, m, place);
          y.set(i, activated(graph.activation(), y.get(i) + (double) bias.get(m)));
        }
      }
    }
  }

  private static double activated(Activation activation, double x) {
    return switch (activation) {
      case Activation.Identity() -> x;
      case Activation.Relu() -> Math.max(x, 0);
      case Activation.Tanh() -> Math.tanh(x);
      case Activation.Sigmoid() -> 1 / (1 + Math.exp(-x));
      case Activation.ScaledTanh(float amplitude, float slope) -> amplitude * Math.tanh(slope * x);
    };
  }

  @Override
  public void close() {}
}
