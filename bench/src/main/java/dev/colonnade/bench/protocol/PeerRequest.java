// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the launcher asks of a peer, in this order; each is answered by one {@link PeerReply}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = PeerRequest.Hello.class, name = "hello"),
  @JsonSubTypes.Type(value = PeerRequest.Prepare.class, name = "prepare"),
  @JsonSubTypes.Type(value = PeerRequest.PrepareKernel.class, name = "prepare-kernel"),
  @JsonSubTypes.Type(value = PeerRequest.Check.class, name = "check"),
  @JsonSubTypes.Type(value = PeerRequest.Compute.class, name = "compute"),
  @JsonSubTypes.Type(value = PeerRequest.Time.class, name = "time"),
  @JsonSubTypes.Type(value = PeerRequest.Bye.class, name = "bye")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface PeerRequest {
  /** Name and version of the protocol. */
  String PROTOCOL = "colonnade-peer/1";

  /**
   * Who are you, and what can you do?
   *
   * @param protocol name and version of the protocol that the launcher speaks
   */
  record Hello(String protocol) implements PeerRequest {}

  /**
   * Build this net on this device, put its data there, compile whatever there is to compile.
   *
   * @param net the net in the papers' notation, for messages and for who can read it
   * @param input maps, height and width of an image
   * @param layers the same net, layer by layer; see {@link LayerList}
   * @param parameters names and shapes of the parameters, in the order of the weights file
   * @param loss {@code softmax-cross-entropy}, the mean over the batch
   * @param rate learning rate of plain gradient descent
   * @param weights file with the initial parameters: binary32, native byte order, one after the
   *     other
   * @param images file with the images: one byte for each pixel, [image][map][row][column]
   * @param labels file with the labels: 32-bit integers, native byte order
   * @param imageCount images in the file, a whole number of batches; step i takes images (i * batch
   *     + j) mod imageCount
   * @param scaling how bytes become inputs
   * @param batch images in a step
   * @param math math mode: {@code STRICT_FP32}, {@code TF32} or {@code BF16}
   * @param device one of the peer's devices
   * @param threads threads that compute, absent for a device that has no such number
   * @param variant one of the device's variants
   * @param flushDenormals whether denormal numbers are flushed to zero
   */
  record Prepare(
      String net,
      List<Integer> input,
      List<Map<String, Object>> layers,
      List<Parameter> parameters,
      String loss,
      float rate,
      String weights,
      String images,
      String labels,
      int imageCount,
      Scaling scaling,
      int batch,
      String math,
      String device,
      @Nullable Integer threads,
      String variant,
      boolean flushDenormals)
      implements PeerRequest {}

  /**
   * A trained tensor.
   *
   * @param name such as {@code layer1/weights}
   * @param shape extents, slowest first
   */
  record Parameter(String name, List<Integer> shape) {}

  /**
   * Input = byte * slope + low.
   *
   * @param slope input units for each step of a byte
   * @param low input of a black pixel
   */
  record Scaling(float slope, float low) {}

  /**
   * Make ready one operation instead of a net. A peer that has only nets, or that has not this
   * operation, declines.
   *
   * @param kernel the operation and its sizes as text, such as {@code matMul:512x512x512}
   * @param operation its name
   * @param sizes the numbers of the text, in their order
   * @param operands its operands in their order
   * @param result shape of what comes out
   * @param math math mode
   * @param device one of the peer's devices
   * @param threads threads that compute, absent for a device that has no such number
   * @param variant one of the device's variants
   */
  record PrepareKernel(
      String kernel,
      String operation,
      List<Integer> sizes,
      List<Operand> operands,
      List<Integer> result,
      String math,
      String device,
      @Nullable Integer threads,
      String variant)
      implements PeerRequest {
    /** Checks what has to be there; copies the lists. */
    public PrepareKernel {
      Required.text("prepare-kernel.kernel", kernel);
      Required.text("prepare-kernel.operation", operation);
      Required.text("prepare-kernel.math", math);
      Required.text("prepare-kernel.device", device);
      Required.text("prepare-kernel.variant", variant);
      sizes = Required.list(sizes);
      operands = Required.list(operands);
      result = Required.list(result);
    }
  }

  /**
   * An operand of a kernel.
   *
   * @param name such as {@code filter}
   * @param shape extents, slowest first
   * @param file its values: binary32, native byte order, in logical order
   */
  record Operand(String name, List<Integer> shape, String file) {}

  /**
   * Run the operation once.
   *
   * @param result file to write the result to, as the operands' files
   */
  record Compute(String result) implements PeerRequest {}

  /**
   * Start again from the weights given, run these steps, say what came out.
   *
   * @param steps a multiple of the peer's {@code stepMultiple}
   * @param weights file to write the parameters to, in the form of the initial ones
   */
  record Check(int steps, String weights) implements PeerRequest {}

  /**
   * Warm up, then take samples.
   *
   * @param samples how many
   * @param sampleSeconds least duration of a sample, reached by the number of its steps
   * @param stepsPerSample steps of each sample whatever they last; absent to go by the duration
   * @param warmUp when the warm-up ends
   */
  record Time(
      int samples, double sampleSeconds, @Nullable Integer stepsPerSample, WarmUpRule warmUp)
      implements PeerRequest {}

  /**
   * Warm-up lasts at least a time, and ends when the median step time of the last {@code window}
   * runs differs by less than {@code tolerance} from that of the {@code window} before, or when the
   * longest time has passed.
   *
   * @param leastSeconds least duration
   * @param mostSeconds longest duration
   * @param window runs of each of the two medians
   * @param tolerance relative difference
   */
  record WarmUpRule(double leastSeconds, double mostSeconds, int window, double tolerance) {}

  /** End with exit code 0. */
  record Bye() implements PeerRequest {}
}
