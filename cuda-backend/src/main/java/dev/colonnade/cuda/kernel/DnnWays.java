// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.cuda.dnn.Algorithm;
import dev.colonnade.cuda.dnn.AlgorithmFilter;
import dev.colonnade.cuda.dnn.ConvolutionProblem;
import dev.colonnade.cuda.dnn.DataType;
import dev.colonnade.cuda.dnn.Direction;
import dev.colonnade.cuda.dnn.Dnn;
import dev.colonnade.cuda.dnn.DnnGraph;
import dev.colonnade.cuda.dnn.GraphConvolution;
import dev.colonnade.cuda.part.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Convolutions and their gradients by cuDNN: by its functions of one convolution each, and by its
 * operation graphs, which can hold bias and activation too. Both are asked for several layouts and
 * operand formats.
 */
final class DnnWays {
  private static final String FUNCTIONS = "cudnn ";
  private static final String GRAPHS = "cudnn graph ";
  private static final String FUSED = "/fused";

  /** Of what cuDNN's heuristics propose for a graph, its favourites; each may take a second. */
  private static final int MOST_ENGINES = 3;

  private final Libraries libraries;
  private final TrainingKernels training;
  private final ConversionKernels conversions;

  DnnWays(Libraries libraries, TrainingKernels training, ConversionKernels conversions) {
    this.libraries = libraries;
    this.training = training;
    this.conversions = conversions;
  }

  /** Adds the ways to compute a convolution, with a bias and an activation behind it if wanted. */
  void add(Ways ways, Call call, ConvolutionOp op, Optional<Activation> layer) {
    if (!ConvolutionProblem.isSymmetric(op.geometry())) {
      ways.refuse("cudnn", "it pads opposite sides alike, which this convolution does not");
      return;
    }
    if (call.mathMode() == MathMode.STRICT_FP32) {
      // Seen in what cuDNN 9.24 plans for compute capability 9.0: as much workspace as both images.
      ways.refuse("cudnn nhwc", "without tensor cores it turns images to NCHW itself");
    }
    libraries
        .dnn()
        .ifPresentOrElse(
            dnn -> functions(ways, call, op, layer, dnn),
            () -> ways.refuse("cudnn", libraries.whyNot(Part.CUDNN, "cuDNN is missing")));
    libraries
        .dnnGraph()
        .ifPresentOrElse(
            dnn -> graphs(ways, call, op, layer, dnn),
            () ->
                ways.refuse(
                    "cudnn graph", libraries.whyNot(Part.CUDNN_GRAPH, "cuDNN 9 is missing")));
  }

  private void functions(
      Ways ways, Call call, ConvolutionOp op, Optional<Activation> layer, Dnn dnn) {
    for (DnnVariant variant : DnnVariant.ofFunctions(call.mathMode())) {
      String prefix = FUNCTIONS + variant.text() + " ";
      ConvolutionProblem problem = DnnConvolution.problem(call, op, variant);
      ways.ask(
          prefix.strip(),
          () -> {
            AlgorithmFilter filter = filter(call, variant);
            for (Algorithm algorithm : algorithms(call, op, dnn, problem, prefix)) {
              filter
                  .refusal(algorithm)
                  .ifPresentOrElse(
                      reason -> ways.refuse(prefix + algorithm.text(), reason),
                      () ->
                          ways.offer(own -> run(own, op, layer, variant, dnn, algorithm, prefix)));
            }
          });
    }
  }

  private static AlgorithmFilter filter(Call call, DnnVariant variant) {
    return new AlgorithmFilter(variant.mode(), call.deterministic(), Libraries.MOST_WORKSPACE);
  }

  /** Measured by cuDNN itself; or the one that a plan asks for, as a plan is not measured. */
  private static List<Algorithm> algorithms(
      Call call, ConvolutionOp op, Dnn dnn, ConvolutionProblem problem, String prefix) {
    Direction direction = DnnConvolution.direction(op);
    Optional<String> planned = call.plannedAlgorithm();
    if (planned.isEmpty()) {
      return call.trials().find(dnn, problem, direction);
    }
    return planned.filter(text -> text.startsWith(prefix)).stream()
        .flatMap(text -> Algorithm.parse(direction, text.substring(prefix.length())).stream())
        .map(algorithm -> algorithm.withWorkspace(dnn.workspaceBytes(problem, algorithm)))
        .toList();
  }

  private Made run(
      Call call,
      ConvolutionOp op,
      Optional<Activation> layer,
      DnnVariant variant,
      Dnn dnn,
      Algorithm algorithm,
      String prefix) {
    DnnConvolution of = new DnnConvolution(call, op, variant, conversions);
    long bytes = algorithm.workspaceBytes();
    Optional<Buffer> workspace = workspace(call, bytes);
    List<Instruction> instructions =
        of.around((context, addresses, stream) ->
            dnn.run(
                of.problem(),
                algorithm,
                new Dnn.Addresses(
                    addresses.of(of.x()),
                    addresses.of(of.w()),
                    addresses.of(of.y()),
                    workspace.map(addresses::of).orElse(0L),
                    bytes),
                1f,
                0f,
                stream));
    return made(call, of, layer, false, prefix + algorithm.text(), instructions);
  }

  private void graphs(
      Ways ways, Call call, ConvolutionOp op, Optional<Activation> layer, DnnGraph dnn) {
    for (DnnVariant variant : DnnVariant.ofGraphs(call.mathMode())) {
      graphs(ways, call, op, layer, dnn, variant, false);
      if (layer.isPresent()) {
        graphs(ways, call, op, layer, dnn, variant, true);
      }
    }
  }

  private void graphs(
      Ways ways,
      Call call,
      ConvolutionOp op,
      Optional<Activation> layer,
      DnnGraph dnn,
      DnnVariant variant,
      boolean fused) {
    String prefix = GRAPHS + variant.text() + (fused ? FUSED : "") + " ";
    ConvolutionProblem problem = DnnConvolution.problem(call, op, variant);
    GraphConvolution graph =
        fused
            ? new GraphConvolution(
                problem, Direction.FORWARD, true, layer.orElseThrow(), DataType.FLOAT)
            : GraphConvolution.plain(problem, DnnConvolution.direction(op));
    ways.ask(
        prefix.strip(),
        () -> {
          for (DnnGraph.Engine engine : engines(call, dnn, graph, filter(call, variant), prefix)) {
            ways.offer(own -> run(own, op, layer, variant, dnn, graph, engine, prefix));
          }
        });
  }

  private static List<DnnGraph.Engine> engines(
      Call call, DnnGraph dnn, GraphConvolution graph, AlgorithmFilter filter, String prefix) {
    Optional<String> planned = call.plannedAlgorithm();
    if (planned.isEmpty()) {
      return dnn.engines(graph, filter, MOST_ENGINES);
    }
    return planned.filter(text -> text.startsWith(prefix)).stream()
        .map(text -> dnn.prepare(graph, text.substring(prefix.length())))
        .toList();
  }

  private Made run(
      Call call,
      ConvolutionOp op,
      Optional<Activation> layer,
      DnnVariant variant,
      DnnGraph dnn,
      GraphConvolution graph,
      DnnGraph.Engine engine,
      String prefix) {
    DnnConvolution of = new DnnConvolution(call, op, variant, conversions);
    Optional<Buffer> workspace = workspace(call, engine.workspaceBytes());
    Optional<Buffer> bias = graph.hasBias() ? Optional.of(call.operand(2)) : Optional.empty();
    List<Instruction> instructions =
        of.around((context, addresses, stream) ->
            dnn.run(
                graph,
                engine,
                new DnnGraph.Addresses(
                    addresses.of(of.x()),
                    addresses.of(of.w()),
                    addresses.of(of.y()),
                    bias.map(addresses::of).orElse(0L),
                    workspace.map(addresses::of).orElse(0L)),
                stream));
    return made(call, of, layer, graph.hasBias(), prefix + engine.name(), instructions);
  }

  private static Optional<Buffer> workspace(Call call, long bytes) {
    return bytes > 0 ? Optional.of(call.workspace(DType.U8, bytes)) : Optional.empty();
  }

  private Made made(
      Call call,
      DnnConvolution of,
      Optional<Activation> layer,
      boolean fused,
      String algorithm,
      List<Instruction> instructions) {
    List<Instruction> all = new ArrayList<>(instructions);
    if (layer.isPresent() && !fused) {
      all.add(
          training.biasActivation(call, call.result(0), call.resultType().shape(), layer.get()));
    }
    String name = DnnConvolution.name(of.direction(), layer.isPresent());
    return new Made(name, algorithm, List.of(), all);
  }
}
