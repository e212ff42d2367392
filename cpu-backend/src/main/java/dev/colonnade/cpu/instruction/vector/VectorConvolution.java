// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.vector;

import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.composite.ConvolutionBiasActivation;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.instruction.Made;
import dev.colonnade.cpu.kernel.convolution.ConvolutionFilterGradient;
import dev.colonnade.cpu.kernel.convolution.ConvolutionForward;
import dev.colonnade.cpu.kernel.convolution.ConvolutionInputGradient;
import dev.colonnade.cpu.kernel.convolution.ConvolutionShape;
import dev.colonnade.cpu.kernel.elementwise.Epilogue;
import dev.colonnade.cpu.team.WorkerTeam;

/**
 * Convolution and its gradients as packed matrix products with the unfolding done while packing.
 */
final class VectorConvolution {
  private static final String ALGORITHM = "implicit-gemm";

  private VectorConvolution() {}

  static Made of(ConvolutionOp convolution, Call call, WorkerTeam team) {
    Shape first = call.operandType(0).shape();
    Shape second = call.operandType(1).shape();
    Shape result = call.resultType(0).shape();
    Instruction instruction =
        switch (convolution) {
          case ConvolutionOp.Convolution(ConvolutionGeometry geometry) ->
              forward(call, shape(geometry, first, second), Epilogue.IDENTITY, false, team);
          case ConvolutionOp.ConvolutionInputGradient op ->
              inputGradient(call, shape(op.geometry(), result, second), team);
          case ConvolutionOp.ConvolutionFilterGradient op ->
              filterGradient(call, shape(op.geometry(), first, result), team);
        };
    return Made.of(convolution.name(), ALGORITHM, instruction);
  }

  static Made of(ConvolutionBiasActivation op, Call call, WorkerTeam team) {
    ConvolutionShape shape =
        shape(op.geometry(), call.operandType(0).shape(), call.operandType(1).shape());
    return Made.of(
        op.name(), ALGORITHM, forward(call, shape, epilogue(op.activation()), true, team));
  }

  /** What the kernels call a layer's activation. */
  static Epilogue epilogue(Activation activation) {
    return switch (activation) {
      case Activation.Identity() -> Epilogue.IDENTITY;
      case Activation.Relu() -> Epilogue.of(dev.colonnade.cpu.kernel.elementwise.Activation.RELU);
      case Activation.Tanh() -> Epilogue.of(dev.colonnade.cpu.kernel.elementwise.Activation.TANH);
      case Activation.Sigmoid() ->
          Epilogue.of(dev.colonnade.cpu.kernel.elementwise.Activation.SIGMOID);
      case Activation.ScaledTanh(float amplitude, float slope) ->
          Epilogue.scaledTanh(amplitude, slope);
    };
  }

  /** The sizes of a convolution from its geometry and the logical shapes of x and the filter. */
  static ConvolutionShape shape(ConvolutionGeometry geometry, Shape x, Shape filter) {
    return new ConvolutionShape(
        x.dimension(0),
        x.dimension(1),
        x.dimension(2),
        x.dimension(3),
        filter.dimension(0),
        filter.dimension(2),
        filter.dimension(3),
        geometry.strideHeight(),
        geometry.strideWidth(),
        geometry.padTop(),
        geometry.padBottom(),
        geometry.padLeft(),
        geometry.padRight(),
        geometry.dilationHeight(),
        geometry.dilationWidth(),
        geometry.groups());
  }

  private static Instruction forward(
      Call call, ConvolutionShape shape, Epilogue epilogue, boolean biased, WorkerTeam team) {
    ConvolutionForward kernel = new ConvolutionForward(shape, epilogue, team);
    int x = call.operand(0);
    int filter = call.operand(1);
    int bias = biased ? call.operand(2) : -1;
    int y = call.result(0);
    int workspace = call.floatWorkspace(kernel.workspaceSize());
    return frame ->
        kernel.run(
            frame.floats(x),
            frame.offset(x),
            frame.floats(filter),
            frame.offset(filter),
            bias < 0 ? null : frame.floats(bias),
            bias < 0 ? 0 : frame.offset(bias),
            frame.floats(y),
            frame.offset(y),
            frame.floats(workspace),
            frame.offset(workspace));
  }

  private static Instruction inputGradient(Call call, ConvolutionShape shape, WorkerTeam team) {
    ConvolutionInputGradient kernel = new ConvolutionInputGradient(shape, team);
    int dy = call.operand(0);
    int filter = call.operand(1);
    int dx = call.result(0);
    int workspace = call.floatWorkspace(kernel.workspaceSize());
    return frame ->
        kernel.run(
            frame.floats(dy),
            frame.offset(dy),
            frame.floats(filter),
            frame.offset(filter),
            frame.floats(dx),
            frame.offset(dx),
            frame.floats(workspace),
            frame.offset(workspace));
  }

  private static Instruction filterGradient(Call call, ConvolutionShape shape, WorkerTeam team) {
    ConvolutionFilterGradient kernel = new ConvolutionFilterGradient(shape, team);
    int x = call.operand(0);
    int dy = call.operand(1);
    int dw = call.result(0);
    int workspace = call.floatWorkspace(kernel.workspaceSize());
    return frame ->
        kernel.run(
            frame.floats(x),
            frame.offset(x),
            frame.floats(dy),
            frame.offset(dy),
            frame.floats(dw),
            frame.offset(dw),
            frame.floats(workspace),
            frame.offset(workspace));
  }
}
