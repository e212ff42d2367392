// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.PoolGeometry;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One operation on one shape, written as text: a parameter of JMH, a request to a peer.
 *
 * <p>Forms: {@code matMul:MxNxK}; {@code convolution:NxCxHxW*MxRxS}, {@code
 * convolutionInputGradient:} and {@code convolutionFilterGradient:} alike; {@code
 * maxPool:NxCxHxW/P}, {@code maxPoolGradient:} alike; {@code tanh:COUNT}, {@code exp:COUNT}, {@code
 * add:COUNT}.
 *
 * @param text the text it came from
 * @param operation the operation's name
 * @param sizes the numbers in their order
 */
public record KernelCase(String text, String operation, List<Integer> sizes) {
  private static final Pattern FORM = Pattern.compile("([A-Za-z]+):([0-9]+(?:[x*/][0-9]+)*)");

  /** Shapes of the nets M and G of the performance log, and square products. */
  public static final List<String> DEFAULTS =
      List.of(
          "matMul:512x512x512",
          "matMul:1024x1024x1024",
          "matMul:256x2304x1024",
          "convolution:1x20x13x13*40x5x5",
          "convolution:32x20x13x13*40x5x5",
          "convolution:32x100x21x21*150x4x4",
          "convolutionInputGradient:32x100x21x21*150x4x4",
          "convolutionFilterGradient:32x100x21x21*150x4x4",
          "maxPool:32x100x42x42/2",
          "maxPoolGradient:32x100x42x42/2",
          "tanh:1048576",
          "exp:1048576",
          "add:1048576");

  /** Copies the list. */
  public KernelCase {
    sizes = List.copyOf(sizes);
  }

  /**
   * Reads a case.
   *
   * @throws IllegalArgumentException if the text has none of the forms
   */
  public static KernelCase parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw unknown(text);
    }
    List<Integer> sizes =
        Arrays.stream(matcher.group(2).split("[x*/]")).map(Integer::valueOf).toList();
    KernelCase parsed = new KernelCase(text, matcher.group(1), sizes);
    int expected =
        switch (parsed.operation) {
          case "matMul" -> 3;
          case "convolution", "convolutionInputGradient", "convolutionFilterGradient" -> 7;
          case "maxPool", "maxPoolGradient" -> 5;
          case "tanh", "exp", "add" -> 1;
          default -> throw unknown(text);
        };
    if (sizes.size() != expected) {
      throw unknown(text);
    }
    return parsed;
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(
        "\""
            + text
            + "\" is not a kernel; write one like "
            + String.join(
                ", ", DEFAULTS.get(0), DEFAULTS.get(3), DEFAULTS.get(8), DEFAULTS.get(10)));
  }

  /** The variable that the result is assigned to. */
  public static final String RESULT = "result";

  /** Label of the operation's node. */
  static final String LABEL = "operation";

  /**
   * Adds the operation on variables of the right shapes, made in the order of its operands; its
   * result is assigned to the variable {@link #RESULT}.
   */
  public void build(GraphBuilder b) {
    Value result = b.scoped(LABEL, () -> result(b));
    b.assign(new Variable(RESULT, result.type()), result);
  }

  private Value result(GraphBuilder b) {
    return switch (operation) {
      case "matMul" -> b.matMul(read(b, "a", size(0), size(2)), read(b, "b", size(2), size(1)));
      case "convolution" -> b.convolution(image(b), filter(b), ConvolutionGeometry.VALID);
      case "convolutionInputGradient" ->
          b.convolutionInputGradient(
              outputGradient(b), filter(b), ConvolutionGeometry.VALID, imageShape());
      case "convolutionFilterGradient" ->
          b.convolutionFilterGradient(
              image(b), outputGradient(b), ConvolutionGeometry.VALID, filterShape());
      case "maxPool" -> b.maxPool(image(b), PoolGeometry.tiles(size(4)));
      case "maxPoolGradient" ->
          b.maxPoolGradient(
              image(b),
              read(b, "dy", size(0), size(1), size(2) / size(4), size(3) / size(4)),
              PoolGeometry.tiles(size(4)));
      case "tanh" -> b.tanh(read(b, "x", size(0)));
      case "exp" -> b.exp(read(b, "x", size(0)));
      case "add" -> b.add(read(b, "x", size(0)), read(b, "y", size(0)));
      default -> throw unknown(text);
    };
  }

  /**
   * Floating-point operations of one execution, two for a multiply-accumulate; 0 where none count.
   */
  public double flops() {
    return switch (operation) {
      case "matMul" -> 2.0 * size(0) * size(1) * size(2);
      case "convolution", "convolutionInputGradient", "convolutionFilterGradient" ->
          2.0
              * size(0)
              * size(4)
              * (size(2) - size(5) + 1)
              * (size(3) - size(6) + 1)
              * size(1)
              * size(5)
              * size(6);
      default -> 0;
    };
  }

  private int size(int index) {
    return sizes.get(index);
  }

  private static Value read(GraphBuilder b, String name, int... dimensions) {
    return b.read(new Variable(name, TensorType.f32(dimensions)));
  }

  private Shape imageShape() {
    return Shape.of(size(0), size(1), size(2), size(3));
  }

  private Shape filterShape() {
    return Shape.of(size(4), size(1), size(5), size(6));
  }

  private Value image(GraphBuilder b) {
    return read(b, "image", imageShape().dimensions());
  }

  private Value filter(GraphBuilder b) {
    return read(b, "filter", filterShape().dimensions());
  }

  private Value outputGradient(GraphBuilder b) {
    return read(b, "dy", size(0), size(4), size(2) - size(5) + 1, size(3) - size(6) + 1);
  }
}
