// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.jvmpeers;

import dev.colonnade.bench.protocol.PeerRequest;
import java.io.IOException;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A convolution of oneDNN or one of its gradients, without padding and bias. All three tensors are
 * in the layouts that oneDNN asks for; changing to them is left out of the time. The direct
 * algorithm only: Winograd is not strict fp32.
 */
final class OneDnnConvolution implements KernelPeer.Operation {
  private static final long[] STRIDES = {1, 1};
  private static final long[] PADDING = {0, 0};

  private final engine cpu;
  private final stream queue;
  private final primitive operation;
  private final IntMemoryMap arguments = new IntMemoryMap();
  private final memory output;
  private final long[] outputShape;
  private final String implementation;

  /** Sizes N, C, H, W, M, R, S: images, input maps, height, width, maps, filter height, width. */
  OneDnnConvolution(engine cpu, PeerRequest.PrepareKernel asked) throws IOException {
    this.cpu = cpu;
    this.queue = new stream(cpu);
    List<Integer> s = asked.sizes();
    long[] image = {s.get(0), s.get(1), s.get(2), s.get(3)};
    long[] filter = {s.get(4), s.get(1), s.get(5), s.get(6)};
    long[] result = {s.get(0), s.get(4), s.get(2) - s.get(5) + 1, s.get(3) - s.get(6) + 1};
    convolution_forward.primitive_desc forward =
        new convolution_forward.primitive_desc(
            cpu,
            dnnl.prop_kind.forward_training,
            dnnl.algorithm.convolution_direct,
            any(image),
            any(filter),
            any(result),
            STRIDES,
            PADDING,
            PADDING);
    float[] first = Exchange.floats(asked.operands().get(0).file());
    float[] second = Exchange.floats(asked.operands().get(1).file());
    primitive_desc chosen;
    switch (asked.operation()) {
      case "convolution" -> {
        chosen = forward;
        operation = new convolution_forward(forward);
        put(dnnl.DNNL_ARG_SRC, laidOut(first, image, forward.src_desc()));
        put(dnnl.DNNL_ARG_WEIGHTS, laidOut(second, filter, forward.weights_desc()));
        outputShape = result;
        output = new memory(forward.dst_desc(), cpu);
        put(dnnl.DNNL_ARG_DST, output);
      }
      case "convolutionInputGradient" -> {
        var backward =
            new convolution_backward_data.primitive_desc(
                cpu,
                dnnl.algorithm.convolution_direct,
                any(image),
                any(filter),
                any(result),
                STRIDES,
                PADDING,
                PADDING,
                forward);
        chosen = backward;
        operation = new convolution_backward_data(backward);
        put(dnnl.DNNL_ARG_DIFF_DST, laidOut(first, result, backward.diff_dst_desc()));
        put(dnnl.DNNL_ARG_WEIGHTS, laidOut(second, filter, backward.weights_desc()));
        outputShape = image;
        output = new memory(backward.diff_src_desc(), cpu);
        put(dnnl.DNNL_ARG_DIFF_SRC, output);
      }
      case "convolutionFilterGradient" -> {
        var backward =
            new convolution_backward_weights.primitive_desc(
                cpu,
                dnnl.algorithm.convolution_direct,
                any(image),
                any(filter),
                any(result),
                STRIDES,
                PADDING,
                PADDING,
                forward);
        chosen = backward;
        operation = new convolution_backward_weights(backward);
        put(dnnl.DNNL_ARG_SRC, laidOut(first, image, backward.src_desc()));
        put(dnnl.DNNL_ARG_DIFF_DST, laidOut(second, result, backward.diff_dst_desc()));
        outputShape = filter;
        output = new memory(backward.diff_weights_desc(), cpu);
        put(dnnl.DNNL_ARG_DIFF_WEIGHTS, output);
      }
      default -> throw new IllegalArgumentException(asked.operation() + " is no convolution");
    }
    implementation = chosen.impl_info_str().getString();
  }

  private void put(int argument, memory value) {
    arguments.put(argument, value);
  }

  private static memory.desc any(long[] shape) {
    return new memory.desc(shape, memory.data_type.f32, memory.format_tag.any);
  }

  private memory logical(long[] shape) {
    return new memory(new memory.desc(shape, memory.data_type.f32, memory.format_tag.abcd), cpu);
  }

  private memory laidOut(float[] values, long[] shape, memory.desc wanted) {
    memory from = logical(shape);
    new FloatPointer(from.get_data_handle()).capacity(values.length).put(values);
    memory to = new memory(wanted, cpu);
    new reorder(from, to).execute(queue, from, to);
    queue._wait();
    return to;
  }

  @Override
  public Ran run(int steps) {
    long start = System.nanoTime();
    for (int step = 0; step < steps; step++) {
      operation.execute(queue, arguments);
    }
    queue._wait();
    return Ran.byHost(System.nanoTime() - start);
  }

  @Override
  public float[] result() {
    run(1);
    memory to = logical(outputShape);
    new reorder(output, to).execute(queue, output, to);
    queue._wait();
    long count = 1;
    for (long extent : outputShape) {
      count *= extent;
    }
    float[] values = new float[Math.toIntExact(count)];
    new FloatPointer(to.get_data_handle()).capacity(count).get(values);
    return values;
  }

  @Override
  public String implementation() {
    return implementation;
  }

  @Override
  public String timed() {
    return "the primitive, on tensors in the layouts that it asks for; not: changes of layout";
  }

  @Override
  public void close() {
    operation.close();
    arguments.close();
    queue.close();
  }
}
