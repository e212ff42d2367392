// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.vector;

import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cpu.execute.FilterPanels;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.instruction.Made;
import dev.colonnade.cpu.kernel.batched.BatchedConvolution;
import dev.colonnade.cpu.kernel.batched.BatchedFilterGradient;
import dev.colonnade.cpu.kernel.batched.BatchedMaxPool;
import dev.colonnade.cpu.kernel.batched.BlockConversion;
import dev.colonnade.cpu.kernel.batched.FewTapsGradient;
import dev.colonnade.cpu.kernel.channelslast.ChannelsLastFilterGradient;
import dev.colonnade.cpu.kernel.channelslast.ChannelsLastForward;
import dev.colonnade.cpu.kernel.channelslast.ChannelsLastInputGradient;
import dev.colonnade.cpu.kernel.convolution.ConvolutionShape;
import dev.colonnade.cpu.kernel.elementwise.Epilogue;
import dev.colonnade.cpu.layout.BatchedOp;
import dev.colonnade.cpu.layout.Filters;
import dev.colonnade.cpu.layout.StepOp;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.Optional;

/** Operations on activations in blocks of images. */
final class VectorBatched {
  private static final String PRODUCTS = "tap panels";
  private static final String ROWS = "pixel rows";
  private static final String PLANES = "planes";
  private static final int WORTH_A_THREAD = 16_384;

  private VectorBatched() {}

  static Made of(BatchedOp batched, Call call, WorkerTeam team) {
    return switch (batched) {
      case BatchedOp.ToBlocks op -> Made.of(op.name(), "vector", conversion(call, true, team));
      case BatchedOp.FromBlocks op -> Made.of(op.name(), "vector", conversion(call, false, team));
      case BatchedOp.PackFilter op ->
          Made.of(op.name(), "plain", filter(call, Filters.panels(op.filterShape()), true));
      case BatchedOp.UnpackFilter op ->
          Made.of(op.name(), "plain", filter(call, Filters.panels(op.filterShape()), false));
      case BatchedOp.BatchedConvolutionLayer op ->
          forward(op, op.geometry(), op.filterShape(), epilogue(op), true, call, team);
      case BatchedOp.BatchedConvolution op ->
          forward(op, op.geometry(), op.filterShape(), Epilogue.IDENTITY, false, call, team);
      case BatchedOp.BatchedInputGradient op -> {
        ConvolutionShape shape =
            VectorConvolution.shape(op.geometry(), op.inputShape(), op.filterShape());
        yield isSingle(call.operandType(0).shape())
            ? Made.of(
                op.name(), ROWS, inputGradient(new ChannelsLastInputGradient(shape, team), call))
            : Made.of(
                op.name(),
                PRODUCTS,
                convolution(BatchedConvolution.inputGradient(shape, team), call, false));
      }
      case BatchedOp.BatchedFilterGradient op -> {
        Shape x = call.operandType(0).shape();
        ConvolutionShape shape =
            VectorConvolution.shape(op.geometry(), BatchedOp.logical(x), op.filterShape());
        if (isSingle(x)) {
          yield Made.of(
              op.name(), ROWS, filterGradient(new ChannelsLastFilterGradient(shape, team), call));
        }
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

  /** A filter's gradient and its step at once. */
  static Made of(StepOp.FilterStep op, Call call, WorkerTeam team) {
    ConvolutionShape shape =
        VectorConvolution.shape(
            op.geometry(), BatchedOp.logical(call.operandType(0).shape()), op.filterShape());
    ChannelsLastFilterGradient kernel = new ChannelsLastFilterGradient(shape, team);
    int x = call.operand(0);
    int dy = call.operand(1);
    int w = call.operand(2);
    int rate = call.operand(3);
    int y = call.result(0);
    int workspace = call.floatWorkspace(kernel.stepWorkspaceSize());
    return Made.of(
        op.name(),
        ROWS,
        frame ->
            kernel.step(
                frame.floats(rate)[frame.offset(rate)],
                op.decay(),
                frame.floats(x),
                frame.offset(x),
                frame.floats(dy),
                frame.offset(dy),
                frame.floats(w),
                frame.offset(w),
                frame.floats(y),
                frame.offset(y),
                frame.floats(workspace),
                frame.offset(workspace)));
  }

  private static boolean isSingle(Shape physical) {
    return physical.dimension(physical.rank() - 1) == 1;
  }

  private static Epilogue epilogue(BatchedOp.BatchedConvolutionLayer op) {
    return VectorConvolution.epilogue(op.activation());
  }

  private static Made forward(
      BatchedOp op,
      ConvolutionGeometry geometry,
      Shape filter,
      Epilogue epilogue,
      boolean biased,
      Call call,
      WorkerTeam team) {
    Shape x = call.operandType(0).shape();
    boolean channelsFirst = x.rank() == 4;
    ConvolutionShape shape =
        VectorConvolution.shape(geometry, channelsFirst ? x : BatchedOp.logical(x), filter);
    if (!isSingle(call.resultType(0).shape())) {
      return Made.of(
          op.name(),
          PRODUCTS,
          convolution(BatchedConvolution.forward(shape, epilogue, team), call, biased));
    }
    return Made.of(
        op.name(),
        channelsFirst ? PLANES : ROWS,
        single(new ChannelsLastForward(shape, epilogue, channelsFirst, team), call, biased));
  }

  private static Instruction filter(Call call, FilterPanels panels, boolean pack) {
    int x = call.operand(0);
    int y = call.result(0);
    return frame -> {
      if (pack) {
        panels.pack(frame.floats(x), frame.offset(x), frame.floats(y), frame.offset(y));
      } else {
        panels.unpack(frame.floats(x), frame.offset(x), frame.floats(y), frame.offset(y));
      }
    };
  }

  private static Instruction conversion(Call call, boolean to, WorkerTeam team) {
    Shape logical = to ? call.operandType(0).shape() : call.resultType(0).shape();
    Shape physical = to ? call.resultType(0).shape() : call.operandType(0).shape();
    int channels = logical.dimension(1);
    int pixels = logical.dimension(2) * logical.dimension(3);
    boolean single = isSingle(physical);
    int items = single ? physical.dimension(0) : physical.dimension(0) * channels;
    int elements = (int) logical.elementCount();
    int x = call.operand(0);
    int y = call.result(0);
    return new Spans(
        team, items, Math.max(1, WORTH_A_THREAD / Math.max(1, elements / Math.max(1, items)))) {
      @Override
      void span(Frame frame, int from, int end) {
        float[] source = frame.floats(x);
        int sourceAt = frame.offset(x);
        float[] target = frame.floats(y);
        int targetAt = frame.offset(y);
        if (single) {
          int rows = to ? channels : pixels;
          int columns = to ? pixels : channels;
          BlockConversion.turnImages(from, end, rows, columns, source, sourceAt, target, targetAt);
        } else if (to) {
          BlockConversion.toBlocks(from, end, channels, pixels, source, sourceAt, target, targetAt);
        } else {
          BlockConversion.fromBlocks(
              from, end, channels, pixels, source, sourceAt, target, targetAt);
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

  private static Instruction single(ChannelsLastForward kernel, Call call, boolean biased) {
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

  private static Instruction filterGradient(ChannelsLastFilterGradient kernel, Call call) {
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

  private static Instruction inputGradient(ChannelsLastInputGradient kernel, Call call) {
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
