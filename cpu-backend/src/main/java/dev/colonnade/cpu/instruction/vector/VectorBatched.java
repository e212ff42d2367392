// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.vector;

import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.instruction.Made;
import dev.colonnade.cpu.kernel.batched.BatchedConvolution;
import dev.colonnade.cpu.kernel.batched.BatchedFilterGradient;
import dev.colonnade.cpu.kernel.batched.BatchedMaxPool;
import dev.colonnade.cpu.kernel.batched.BlockConversion;
import dev.colonnade.cpu.kernel.batched.FewTapsGradient;
import dev.colonnade.cpu.kernel.convolution.ConvolutionShape;
import dev.colonnade.cpu.kernel.elementwise.Epilogue;
import dev.colonnade.cpu.layout.BatchedOp;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.Optional;

/** Operations on activations with the images innermost. */
final class VectorBatched {
  private static final String PRODUCTS = "tap panels";
  private static final int WORTH_A_THREAD = 16_384;

  private VectorBatched() {}

  static Made of(BatchedOp batched, Call call, WorkerTeam team) {
    return switch (batched) {
      case BatchedOp.ToBatchInnermost op ->
          Made.of(op.name(), "vector", conversion(call, true, team));
      case BatchedOp.FromBatchInnermost op ->
          Made.of(op.name(), "vector", conversion(call, false, team));
      case BatchedOp.BatchedConvolutionLayer op -> {
        ConvolutionShape shape = forwardShape(op.geometry(), call);
        Epilogue epilogue = VectorConvolution.epilogue(op.activation());
        yield Made.of(
            op.name(),
            PRODUCTS,
            convolution(BatchedConvolution.forward(shape, epilogue, team), call, true));
      }
      case BatchedOp.BatchedConvolution op -> {
        ConvolutionShape shape = forwardShape(op.geometry(), call);
        yield Made.of(
            op.name(),
            PRODUCTS,
            convolution(BatchedConvolution.forward(shape, Epilogue.IDENTITY, team), call, false));
      }
      case BatchedOp.BatchedInputGradient op -> {
        ConvolutionShape shape =
            VectorConvolution.shape(op.geometry(), op.inputShape(), call.operandType(1).shape());
        yield Made.of(
            op.name(),
            PRODUCTS,
            convolution(BatchedConvolution.inputGradient(shape, team), call, false));
      }
      case BatchedOp.BatchedFilterGradient op -> {
        ConvolutionShape shape =
            VectorConvolution.shape(
                op.geometry(), BatchedOp.logical(call.operandType(0).shape()), op.filterShape());
        yield FewTapsGradient.suits(shape)
            ? Made.of(op.name(), "image sums", fewTaps(new FewTapsGradient(shape, team), call))
            : Made.of(
                op.name(), PRODUCTS, filterGradient(new BatchedFilterGradient(shape, team), call));
      }
      case BatchedOp.BatchedPool op ->
          Made.of(op.pool().name(), "vector", pool(op.pool(), Optional.empty(), call, team));
      case BatchedOp.BatchedPooledTanhGradient op ->
          Made.of(op.name(), "vector", pool(op.pool(), Optional.of(op.activation()), call, team));
    };
  }

  private static ConvolutionShape forwardShape(ConvolutionGeometry geometry, Call call) {
    return VectorConvolution.shape(
        geometry, BatchedOp.logical(call.operandType(0).shape()), call.operandType(1).shape());
  }

  private static Instruction conversion(Call call, boolean to, WorkerTeam team) {
    Shape logical = to ? call.operandType(0).shape() : call.resultType(0).shape();
    Shape physical = to ? call.resultType(0).shape() : call.operandType(0).shape();
    int channels = logical.dimension(1);
    int pixels = logical.dimension(2) * logical.dimension(3);
    int planes = physical.dimension(0) * channels;
    int elements = (int) logical.elementCount();
    int x = call.operand(0);
    int y = call.result(0);
    return new Spans(team, planes, Math.max(1, WORTH_A_THREAD / (elements / planes))) {
      @Override
      void span(Frame frame, int from, int end) {
        float[] source = frame.floats(x);
        float[] target = frame.floats(y);
        if (to) {
          BlockConversion.toBlocks(
              from, end, channels, pixels, source, frame.offset(x), target, frame.offset(y));
        } else {
          BlockConversion.fromBlocks(
              from, end, channels, pixels, source, frame.offset(x), target, frame.offset(y));
        }
      }
    };
  }

  private static Instruction convolution(BatchedConvolution kernel, Call call, boolean biased) {
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

  private static Instruction fewTaps(FewTapsGradient kernel, Call call) {
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

  private static Instruction filterGradient(BatchedFilterGradient kernel, Call call) {
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

  private static Instruction pool(
      PoolOp pool, Optional<ScaledTanhGradient> activation, Call call, WorkerTeam team) {
    Shape physical = call.operandType(0).shape();
    Shape planes = Shape.of(physical.dimension(0), 1, physical.dimension(1), physical.dimension(2));
    int pixelSize = physical.dimension(3) * physical.dimension(4);
    float slope = activation.map(f -> f.amplitude() * f.slope()).orElse(1f);
    float curvature = activation.map(f -> f.slope() / f.amplitude()).orElse(0f);
    BatchedMaxPool kernel =
        new BatchedMaxPool(
            VectorPooling.shape(pool.geometry(), planes), pixelSize, slope, curvature, team);
    int x = call.operand(0);
    int y = call.result(0);
    if (pool instanceof PoolOp.MaxPool) {
      return frame ->
          kernel.forward(frame.floats(x), frame.offset(x), frame.floats(y), frame.offset(y));
    }
    int dy = call.operand(1);
    return frame ->
        kernel.gradient(
            frame.floats(x),
            frame.offset(x),
            frame.floats(dy),
            frame.offset(dy),
            frame.floats(y),
            frame.offset(y));
  }
}
