// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.op.ConvolutionGeometry;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The arguments of {@link ForeignDnn}, taken by a cuDNN that writes them down, with descriptors
 * under the names of what they describe.
 */
class ForeignDnnTest {
  private static final long X = 1000;
  private static final long W = 2000;
  private static final long Y = 3000;
  private static final long SCRATCH = 4000;
  private static final Dnn.Addresses ADDRESSES = new Dnn.Addresses(X, W, Y, SCRATCH, 64);

  private static final ConvolutionProblem PROBLEM =
      ConvolutionProblem.of(
          2,
          6,
          9,
          8,
          4,
          3,
          2,
          new ConvolutionGeometry(2, 1, 1, 1, 0, 0, 1, 2, 2),
          Layout.NHWC,
          MathMode.STRICT_FP32);

  private final List<String> calls = new ArrayList<>();
  private final Map<Long, String> names =
      new HashMap<>(Map.of(X, "x", W, "w", Y, "y", SCRATCH, "scratch", 77L, "handle"));

  /** Answers every function with success and notes its arguments. */
  private DnnFunctions recorder() {
    InvocationHandler handler = (proxy, method, arguments) -> answer(method, arguments);
    return (DnnFunctions)
        Proxy.newProxyInstance(
            MethodHandles.lookup().lookupClass().getClassLoader(),
            new Class<?>[] {DnnFunctions.class},
            handler);
  }

  private Object answer(Method method, Object[] arguments) {
    String name = method.getName();
    if (name.equals("cudnnCreate")) {
      ((MemorySegment) arguments[0]).set(JAVA_LONG, 0, 77);
    } else if (name.startsWith("cudnnCreate")) {
      long number = 100L + names.size();
      names.put(number, name.substring("cudnnCreate".length()) + "#" + number);
      ((MemorySegment) arguments[0]).set(JAVA_LONG, 0, number);
    } else if (name.equals("cudnnSetTensor4dDescriptor")) {
      names.put((Long) arguments[0], (int) arguments[4] == PROBLEM.c() ? "X" : "Y");
    } else if (name.equals("cudnnSetFilter4dDescriptor")) {
      names.put((Long) arguments[0], "W");
    } else if (name.equals("cudnnSetConvolution2dDescriptor")) {
      names.put((Long) arguments[0], "C");
    } else if (name.contains("Find")) {
      MemorySegment results = (MemorySegment) arguments[10];
      ((MemorySegment) arguments[9]).set(JAVA_INT, 0, 1);
      results.set(JAVA_INT, 0, 1);
      results.set(JAVA_INT, ForeignDnn.STATUS_OFFSET, 0);
      results.set(JAVA_FLOAT, ForeignDnn.TIME_OFFSET, 2f);
      results.set(JAVA_LONG, ForeignDnn.MEMORY_OFFSET, 32);
    }
    calls.add(
        name.substring("cudnn".length())
            + Arrays.stream(arguments)
                .map(argument -> text(argument, name.startsWith("cudnnConvolution")))
                .collect(Collectors.joining(" ", " ", "")));
    return 0;
  }

  private String text(Object argument, boolean showFactors) {
    return switch (argument) {
      case Long number -> names.getOrDefault(number, number.toString());
      case MemorySegment segment -> showFactors ? Float.toString(segment.get(JAVA_FLOAT, 0)) : "*";
      default -> argument.toString();
    };
  }

  private String last() {
    return calls.getLast();
  }

  private static Algorithm algorithm(Direction direction) {
    return new Algorithm(direction, 1, 0, 32, true, MathType.FMA);
  }

  @Test
  void everyTensorMeetsItsDescriptor() {
    try (ForeignDnn dnn = new ForeignDnn(recorder(), "cuDNN 9")) {
      dnn.run(PROBLEM, algorithm(Direction.FORWARD), ADDRESSES, 1f, 0f, 9);
      assertThat(last()).isEqualTo("ConvolutionForward handle 1.0 X x W w C 1 scratch 64 0.0 Y y");
      dnn.run(PROBLEM, algorithm(Direction.BACKWARD_DATA), ADDRESSES, 1f, 1f, 9);
      assertThat(last())
          .isEqualTo("ConvolutionBackwardData handle 1.0 W w Y y C 1 scratch 64 1.0 X x");
      dnn.run(PROBLEM, algorithm(Direction.BACKWARD_FILTER), ADDRESSES, 0.5f, 0f, 9);
      assertThat(last())
          .isEqualTo("ConvolutionBackwardFilter handle 0.5 X x Y y C 1 scratch 64 0.0 W w");
    }
  }

  @Test
  void everyTensorMeetsItsDescriptorInASearch() {
    try (ForeignDnn dnn = new ForeignDnn(recorder(), "cuDNN 9")) {
      assertThat(dnn.find(PROBLEM, Direction.FORWARD, ADDRESSES, 9))
          .containsExactly(new Algorithm(Direction.FORWARD, 1, 2_000_000, 32, false, MathType.FMA));
      assertThat(last())
          .isEqualTo("FindConvolutionForwardAlgorithmEx handle X x W w C Y y 32 * * scratch 64");
      dnn.find(PROBLEM, Direction.BACKWARD_DATA, ADDRESSES, 9);
      assertThat(last())
          .isEqualTo(
              "FindConvolutionBackwardDataAlgorithmEx handle W w Y y C X x 32 * * scratch 64");
      dnn.find(PROBLEM, Direction.BACKWARD_FILTER, ADDRESSES, 9);
      assertThat(last())
          .isEqualTo(
              "FindConvolutionBackwardFilterAlgorithmEx handle X x Y y C W w 32 * * scratch 64");
    }
  }

  @Test
  void workspacesAreAskedForWithTheRightDescriptors() {
    try (ForeignDnn dnn = new ForeignDnn(recorder(), "cuDNN 9")) {
      assertThat(dnn.workspaceBytes(PROBLEM, algorithm(Direction.FORWARD))).isZero();
      assertThat(last()).isEqualTo("GetConvolutionForwardWorkspaceSize handle X W C Y 1 *");
      dnn.workspaceBytes(PROBLEM, algorithm(Direction.BACKWARD_DATA));
      assertThat(last()).isEqualTo("GetConvolutionBackwardDataWorkspaceSize handle W Y C X 1 *");
      dnn.workspaceBytes(PROBLEM, algorithm(Direction.BACKWARD_FILTER));
      assertThat(last()).isEqualTo("GetConvolutionBackwardFilterWorkspaceSize handle X Y C W 1 *");
    }
  }

  @Test
  void theProblemIsDescribedOnceAndEndedWithTheHandle() {
    try (ForeignDnn dnn = new ForeignDnn(recorder(), "cuDNN 9")) {
      dnn.run(PROBLEM, algorithm(Direction.FORWARD), ADDRESSES, 1f, 0f, 9);
      int described = calls.size();
      dnn.run(PROBLEM, algorithm(Direction.FORWARD), ADDRESSES, 1f, 0f, 9);
      assertThat(calls).hasSize(described + 1);
    }
    assertThat(calls)
        .contains(
            "SetTensor4dDescriptor X 1 0 2 6 9 8",
            "SetTensor4dDescriptor Y 1 0 2 4 5 6",
            "SetFilter4dDescriptor W 0 1 4 3 3 2",
            "SetConvolution2dDescriptor C 1 0 2 1 1 2 1 0",
            "SetConvolutionGroupCount C 2",
            "SetConvolutionMathType C 3",
            "SetStream handle 9")
        .endsWith(
            "DestroyTensorDescriptor X",
            "DestroyTensorDescriptor Y",
            "DestroyFilterDescriptor W",
            "DestroyConvolutionDescriptor C",
            "Destroy handle");
  }
}
