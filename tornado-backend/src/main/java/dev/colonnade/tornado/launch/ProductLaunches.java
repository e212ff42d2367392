// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.launch;

import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.tornado.engine.Kernel;
import dev.colonnade.tornado.kernel.Products;
import dev.colonnade.tornado.kernel.Tiles;
import dev.colonnade.tornado.launch.ProductShape.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Launches of matrix products, convolutions and their gradients. */
final class ProductLaunches {
  private static final String PANEL = "panel";
  private static final String TILES = "tiles";
  private static final String DOT = "dot";

  /** Up to so many columns a vector of sixteen would be mostly empty. */
  private static final int FEW_COLUMNS = 3;

  /** Work-groups for each core below which the depth is divided. */
  private static final int WANTED_FOR_A_CORE = 4;

  private ProductLaunches() {}

  /** What is added and applied to the result. */
  private record Epilogue(Optional<Buffer> bias, Activation activation) {
    static final Epilogue NONE = new Epilogue(Optional.empty(), new Activation.Identity());
  }

  static Made matMul(Call call, MatMul op) {
    Shape a = call.shape(0);
    Shape b = call.shape(1);
    int rows = a.dimension(op.transposeA() ? -1 : -2);
    int depth = a.dimension(op.transposeA() ? -2 : -1);
    int columns = b.dimension(op.transposeB() ? -2 : -1);
    int batch = Math.toIntExact(a.elementCount() / ((long) rows * depth));
    ProductShape shape =
        new ProductShape(
            rows,
            columns,
            depth,
            op.transposeA() ? 1 : depth,
            op.transposeA() ? rows : 1,
            0,
            1,
            1,
            op.transposeB() ? depth : 1,
            op.transposeB() ? 1 : columns,
            0,
            0,
            1,
            1,
            Axis.POINT,
            Axis.POINT,
            columns,
            1,
            0,
            batch,
            (long) rows * depth,
            (long) depth * columns,
            (long) rows * columns,
            0);
    return make(
        call, "matmul", shape, call.operand(0), call.operand(1), call.result(0), Epilogue.NONE);
  }

  /** Output units are rows here, so that the bias is one for each row, and examples columns. */
  static Made fullyConnected(Call call, Activation activation) {
    int examples = call.shape(0).dimension(0);
    int inputs = call.shape(0).dimension(1);
    int units = call.shape(1).dimension(0);
    ProductShape shape =
        new ProductShape(
            units,
            examples,
            inputs,
            inputs,
            1,
            0,
            1,
            1,
            inputs,
            1,
            0,
            0,
            1,
            1,
            Axis.POINT,
            Axis.POINT,
            1,
            units,
            0,
            1,
            0,
            0,
            0,
            0);
    return make(
        call,
        "fully_connected",
        shape,
        call.operand(1),
        call.operand(0),
        call.result(0),
        new Epilogue(Optional.of(call.operand(2)), activation));
  }

  static Made convolution(Call call, ConvolutionOp op) {
    return switch (op) {
      case ConvolutionOp.Convolution forward ->
          forward(call, "convolution", forward.geometry(), Epilogue.NONE);
      case ConvolutionOp.ConvolutionInputGradient gradient ->
          inputGradient(call, gradient.geometry(), gradient.inputShape());
      case ConvolutionOp.ConvolutionFilterGradient gradient ->
          filterGradient(call, gradient.geometry(), gradient.filterShape());
    };
  }

  static Made biasActivation(Call call, ConvolutionGeometry geometry, Activation activation) {
    return forward(
        call,
        "convolution_bias_activation",
        geometry,
        new Epilogue(Optional.of(call.operand(2)), activation));
  }

  private static Made forward(
      Call call, String name, ConvolutionGeometry geometry, Epilogue epilogue) {
    Shape x = call.shape(0);
    Shape filter = call.shape(1);
    Shape y = call.resultType().shape();
    int groups = geometry.groups();
    int rows = y.dimension(1) / groups;
    int taps = filter.dimension(2) * filter.dimension(3);
    int places = y.dimension(2) * y.dimension(3);
    int plane = x.dimension(2) * x.dimension(3);
    ProductShape shape =
        new ProductShape(
            rows,
            Math.multiplyExact(x.dimension(0), places),
            (long) filter.dimension(1) * taps,
            (long) filter.dimension(1) * taps,
            taps,
            1,
            filter.dimension(2),
            filter.dimension(3),
            (long) x.dimension(1) * plane,
            plane,
            x.dimension(3),
            1,
            y.dimension(2),
            y.dimension(3),
            new Axis(
                geometry.strideHeight(),
                -geometry.padTop(),
                geometry.dilationHeight(),
                1,
                x.dimension(2)),
            new Axis(
                geometry.strideWidth(),
                -geometry.padLeft(),
                geometry.dilationWidth(),
                1,
                x.dimension(3)),
            places,
            (long) y.dimension(1) * places,
            1,
            groups,
            (long) rows * filter.dimension(1) * taps,
            (long) filter.dimension(1) * plane,
            (long) rows * places,
            rows);
    return make(call, name, shape, call.operand(1), call.operand(0), call.result(0), epilogue);
  }

  private static Made inputGradient(Call call, ConvolutionGeometry geometry, Shape x) {
    Shape dy = call.shape(0);
    Shape filter = call.shape(1);
    int groups = geometry.groups();
    int maps = dy.dimension(1) / groups;
    int taps = filter.dimension(2) * filter.dimension(3);
    int places = dy.dimension(2) * dy.dimension(3);
    int plane = x.dimension(2) * x.dimension(3);
    ProductShape shape =
        new ProductShape(
            filter.dimension(1),
            Math.multiplyExact(x.dimension(0), plane),
            (long) maps * taps,
            taps,
            (long) filter.dimension(1) * taps,
            1,
            filter.dimension(2),
            filter.dimension(3),
            (long) dy.dimension(1) * places,
            places,
            dy.dimension(3),
            1,
            x.dimension(2),
            x.dimension(3),
            new Axis(
                1,
                geometry.padTop(),
                -geometry.dilationHeight(),
                geometry.strideHeight(),
                dy.dimension(2)),
            new Axis(
                1,
                geometry.padLeft(),
                -geometry.dilationWidth(),
                geometry.strideWidth(),
                dy.dimension(3)),
            plane,
            (long) x.dimension(1) * plane,
            1,
            groups,
            (long) maps * filter.dimension(1) * taps,
            (long) maps * places,
            (long) filter.dimension(1) * plane,
            0);
    return make(
        call,
        "convolution_input_gradient",
        shape,
        call.operand(1),
        call.operand(0),
        call.result(0),
        Epilogue.NONE);
  }

  private static Made filterGradient(Call call, ConvolutionGeometry geometry, Shape filter) {
    Shape x = call.shape(0);
    Shape dy = call.shape(1);
    int groups = geometry.groups();
    int rows = filter.dimension(0) / groups;
    int taps = filter.dimension(2) * filter.dimension(3);
    int places = dy.dimension(2) * dy.dimension(3);
    int plane = x.dimension(2) * x.dimension(3);
    ProductShape shape =
        new ProductShape(
            rows,
            filter.dimension(1) * taps,
            (long) dy.dimension(0) * places,
            places,
            (long) dy.dimension(1) * places,
            1,
            dy.dimension(2),
            dy.dimension(3),
            plane,
            (long) x.dimension(1) * plane,
            x.dimension(3),
            1,
            filter.dimension(2),
            filter.dimension(3),
            new Axis(
                geometry.dilationHeight(),
                -geometry.padTop(),
                geometry.strideHeight(),
                1,
                x.dimension(2)),
            new Axis(
                geometry.dilationWidth(),
                -geometry.padLeft(),
                geometry.strideWidth(),
                1,
                x.dimension(3)),
            (long) filter.dimension(1) * taps,
            taps,
            1,
            groups,
            (long) rows * places,
            (long) filter.dimension(1) * plane,
            (long) rows * filter.dimension(1) * taps,
            0);
    return make(
        call,
        "convolution_filter_gradient",
        shape,
        call.operand(1),
        call.operand(0),
        call.result(0),
        Epilogue.NONE);
  }

  private static Made make(
      Call call, String name, ProductShape shape, Buffer a, Buffer b, Buffer c, Epilogue epilogue) {
    String blocked = call.lists() ? PANEL : TILES;
    String algorithm =
        call.plannedAlgorithm().orElse(shape.columns() <= FEW_COLUMNS ? DOT : blocked);
    if (algorithm.equals(DOT)) {
      long threads = (long) shape.groups() * shape.rows() * shape.columns();
      Arguments arguments = arguments(shape, a, b, c, epilogue, 1, shape.depth(), 0, shape.rows());
      arguments.at(42).value(threads).value(shape.biasGroup());
      Launch launch = Launch.elements(Kernel.PRODUCT_DOT, threads, arguments);
      return new Made(name, DOT, List.of(launch.costing(2 * threads * shape.depth())));
    }
    return call.lists()
        ? panel(call, name, shape, a, b, c, epilogue)
        : tiles(call, name, shape, a, b, c, epilogue);
  }

  private static Made panel(
      Call call, String name, ProductShape shape, Buffer a, Buffer b, Buffer c, Epilogue epilogue) {
    if (shape.isInside()) {
      return new Made(name, PANEL, panels(call, shape, a, b, c, epilogue));
    }
    ProductShape bordered = shape.bordered();
    Axis tall = shape.vertical();
    Axis wide = shape.horizontal();
    long planes = b.count() / ((long) tall.extent() * wide.extent());
    long rows = planes * bordered.vertical().extent();
    int width = bordered.horizontal().extent();
    Buffer larger = call.workspace(DType.F32, rows * width);
    Launch border =
        Launch.elements(
                Kernel.BORDER_ROWS,
                rows,
                new Arguments()
                    .value(rows)
                    .buffer(b)
                    .buffer(larger)
                    .values(tall.extent(), wide.extent())
                    .values(bordered.vertical().extent(), width)
                    .value(bordered.vertical().offset() - tall.offset())
                    .value(bordered.horizontal().offset() - wide.offset())
                    .values(tall.divisor(), wide.divisor()))
            .costing(3 * rows * width);
    List<Launch> launches = new ArrayList<>(List.of(border));
    launches.addAll(panels(call, bordered, a, larger, c, epilogue));
    return new Made(name, PANEL, launches);
  }

  private static List<Launch> panels(
      Call call, ProductShape shape, Buffer a, Buffer b, Buffer c, Epilogue epilogue) {
    long tiles = Math.ceilDiv(shape.columns(), Products.COLUMNS);
    long wanted = (long) WANTED_FOR_A_CORE * call.cores();
    // Packing a panel costs about as much as four rows; it pays to walk through many.
    long rowBlocks =
        Math.clamp(
            Math.ceilDiv(wanted, tiles * shape.groups()),
            1,
            Math.max(1, shape.rows() / (4L * Products.ROWS)));
    long rowsOfABlock =
        Math.ceilDiv(Math.ceilDiv(shape.rows(), rowBlocks), Products.ROWS) * (long) Products.ROWS;
    rowBlocks = Math.ceilDiv(shape.rows(), rowsOfABlock);
    long splits = splits(call, shape, epilogue, tiles * rowBlocks * shape.groups(), Products.DEPTH);
    return divided(
        call,
        shape,
        a,
        b,
        c,
        epilogue,
        splits,
        Products.DEPTH,
        new Blocks(Kernel.PRODUCT_PANEL, tiles, rowBlocks, rowsOfABlock));
  }

  /** Tiles in local memory, for devices with thousands of threads. */
  private static Made tiles(
      Call call, String name, ProductShape shape, Buffer a, Buffer b, Buffer c, Epilogue epilogue) {
    long size = Tiles.SIZE;
    long across = Math.ceilDiv(shape.columns(), size);
    long down = Math.ceilDiv(shape.rows(), size);
    long splits = splits(call, shape, epilogue, across * down * shape.groups(), Tiles.DEPTH);
    Blocks blocks = new Blocks(Kernel.PRODUCT_TILES, across * Tiles.THREADS, down, shape.rows());
    return new Made(
        name, TILES, divided(call, shape, a, b, c, epilogue, splits, Tiles.DEPTH, blocks));
  }

  /** Into how many parts a deep product with few blocks is divided along its depth. */
  private static long splits(
      Call call, ProductShape shape, Epilogue epilogue, long blocks, int depthOfABlock) {
    long wanted = (long) WANTED_FOR_A_CORE * call.cores();
    boolean plain = epilogue.equals(Epilogue.NONE);
    return plain && shape.isDense() && blocks < wanted
        ? Math.clamp(
            Math.ceilDiv(wanted, blocks), 1, Math.ceilDiv(shape.depth(), 4L * depthOfABlock))
        : 1;
  }

  /**
   * The blocks of a product.
   *
   * @param kernel what computes one
   * @param x of the launch
   * @param y of the launch
   * @param rows of a block
   */
  private record Blocks(Kernel kernel, long x, long y, long rows) {}

  private static List<Launch> divided(
      Call call,
      ProductShape shape,
      Buffer a,
      Buffer b,
      Buffer c,
      Epilogue epilogue,
      long wantedSplits,
      int step,
      Blocks blocks) {
    long depth = Math.ceilDiv(Math.ceilDiv(shape.depth(), wantedSplits), step) * (long) step;
    long splits = Math.ceilDiv(shape.depth(), depth);
    long count = (long) shape.groups() * shape.rows() * shape.columns();
    Buffer target = splits == 1 ? c : call.workspace(DType.F32, splits * count);
    Arguments arguments =
        arguments(shape, a, b, target, epilogue, splits, depth, count, blocks.rows());
    arguments.at(43).value(shape.biasGroup());
    Launch product =
        Launch.grid(
            blocks.kernel(),
            arguments,
            blocks.x(),
            blocks.y(),
            shape.groups() * splits,
            count * shape.depth() / 8);
    if (splits == 1) {
      return List.of(product);
    }
    Launch join =
        Launch.elements(
            Kernel.JOIN_SPLITS,
            count,
            new Arguments().value(count).buffer(target).value(splits).buffer(c));
    return List.of(product, join);
  }

  private static Arguments arguments(
      ProductShape shape,
      Buffer a,
      Buffer b,
      Buffer c,
      Epilogue epilogue,
      long splits,
      long depthOfASplit,
      long splitStride,
      long rowsOfABlock) {
    Arguments arguments =
        new Arguments()
            .values(shape.rows(), shape.columns(), shape.depth())
            .buffer(a)
            .buffer(b)
            .buffer(c)
            .values(shape.rowStride(), shape.outerStride(), shape.innerStride())
            .values(shape.extentR(), shape.extentS())
            .values(shape.imageStride(), shape.depthStride())
            .values(shape.heightStride(), shape.widthStride())
            .values(shape.extentH(), shape.extentW());
    Axis vertical = shape.vertical();
    Axis horizontal = shape.horizontal();
    arguments
        .values(vertical.multiplier(), vertical.offset(), vertical.step(), vertical.divisor())
        .values(horizontal.multiplier(), horizontal.offset())
        .values(horizontal.step(), horizontal.divisor())
        .values(vertical.extent(), horizontal.extent())
        .values(shape.resultRow(), shape.resultImage(), shape.resultPlace())
        .values(shape.groupA(), shape.groupB(), shape.groupC())
        .values(splits, depthOfASplit, splitStride);
    if (epilogue.bias().isPresent()) {
      arguments.buffer(epilogue.bias().get()).value(1);
    } else {
      arguments.values(0, 0);
    }
    switch (epilogue.activation()) {
      case Activation.Identity identity -> arguments.values(0, 0, 0);
      case Activation.Relu relu -> arguments.values(1, 0, 0);
      case Activation.Tanh tanh -> arguments.values(2, 0, 0);
      case Activation.Sigmoid sigmoid -> arguments.values(3, 0, 0);
      case Activation.ScaledTanh(float amplitude, float slope) ->
          arguments.value(4).scalar(amplitude).scalar(slope);
    }
    return arguments.value(rowsOfABlock);
  }
}
