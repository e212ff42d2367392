// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.jvmpeers;

import static dev.colonnade.bench.protocol.PeerService.require;

import ai.djl.engine.Engine;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.colonnade.bench.measure.PeerTiming;
import dev.colonnade.bench.protocol.PeerReply;
import dev.colonnade.bench.protocol.PeerRequest;
import dev.colonnade.bench.protocol.PeerService;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** libtorch through DJL: what a Java program gets when it trains with PyTorch. */
final class DjlPeer implements PeerService {
  static final String ENGINE = "PyTorch";

  private static final String DEVICE = "cpu";
  private static final String VARIANT = "eager";
  private static final String MATH = "STRICT_FP32";
  private static final double NANOS = 1e9;
  private static final int OVERHEAD_WARM_UP = 3000;
  private static final int OVERHEAD_RUNS = 9;
  private static final int OVERHEAD_STEPS = 200;

  private final Engine engine;
  private @Nullable DjlTraining training;

  DjlPeer() {
    // What is missing is an error, not something to download while measuring.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    // One image at a time in eager mode: there is nothing for a second pool of threads.
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    engine = Engine.getEngine(ENGINE);
  }

  @Override
  public PeerReply answer(PeerRequest request) throws IOException {
    return switch (request) {
      case PeerRequest.Hello(String protocol) -> hello(protocol);
      case PeerRequest.Prepare asked -> prepare(asked);
      case PeerRequest.Check(int steps, String weights) -> check(steps, weights);
      case PeerRequest.Time asked -> new PeerTiming(ready(), asked).run();
      case PeerRequest.PrepareKernel _, PeerRequest.Compute _ ->
          throw new DeclinedException("djl has nets and no single operations");
      case PeerRequest.Bye() -> new PeerReply.Bye();
    };
  }

  private PeerReply hello(String protocol) {
    require(
        protocol.equals(PeerRequest.PROTOCOL),
        "this program speaks " + PeerRequest.PROTOCOL + ", not " + protocol);
    return new PeerReply.Hello(
        PeerRequest.PROTOCOL,
        "djl",
        Map.of(
            "libtorch",
            engine.getVersion(),
            "djl",
            Engine.getDjlVersion(),
            "java",
            Runtime.version().toString()),
        List.of(
            new PeerReply.OfferedDevice(
                DEVICE, "cpu", Exchange.processor(), null, null, List.of(VARIANT), List.of(MATH))),
        Exchange.environment(),
        List.of());
  }

  private PeerReply prepare(PeerRequest.Prepare asked) throws IOException {
    require(asked.device().equals(DEVICE), "there is no device " + asked.device());
    require(asked.variant().equals(VARIANT), "there is no variant " + asked.variant());
    require(asked.math().equals(MATH), "this peer computes in " + MATH + " only");
    require(!asked.flushDenormals(), "DJL has no switch that flushes denormals");
    require(asked.loss().equals("softmax-cross-entropy"), "this peer has no loss " + asked.loss());
    Integer threads = asked.threads();
    if (threads != null) {
      JniUtils.setNumThreads(threads);
      require(
          JniUtils.getNumThreads() == threads,
          "libtorch took " + JniUtils.getNumThreads() + " threads instead of " + threads);
    }
    close();
    long start = System.nanoTime();
    DjlTraining next = training(asked);
    next.run(3);
    next.restart();
    double ready = (System.nanoTime() - start) / NANOS;
    training = next;
    return new PeerReply.Prepared(
        DEVICE,
        MATH,
        threads,
        VARIANT,
        asked.batch(),
        false,
        false,
        "F32",
        1,
        ready,
        "a Java loop, one step at a time",
        null,
        List.of(),
        Map.of("overhead", overhead(asked)));
  }

  private DjlTraining training(PeerRequest.Prepare asked) throws IOException {
    List<Shape> shapes = new ArrayList<>();
    List<float[]> initial = new ArrayList<>();
    float[] weights = Exchange.floats(asked.weights());
    int offset = 0;
    for (PeerRequest.Parameter parameter : asked.parameters()) {
      Shape shape = new Shape(parameter.shape().stream().mapToLong(Integer::longValue).toArray());
      int count = Math.toIntExact(shape.size());
      shapes.add(shape);
      initial.add(Arrays.copyOfRange(weights, offset, offset + count));
      offset += count;
    }
    require(offset == weights.length, "the weights' file has " + weights.length + " numbers");
    byte[] pixels = Exchange.bytes(asked.images()).array();
    float[] inputs = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      inputs[i] = Byte.toUnsignedInt(pixels[i]) * asked.scaling().slope() + asked.scaling().low();
    }
    ByteBuffer classes = Exchange.bytes(asked.labels());
    long[] labels = new long[asked.imageCount()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = classes.getInt();
    }
    return new DjlTraining(
        engine,
        new DjlNet(asked.layers()),
        shapes,
        initial,
        inputs,
        new Shape(asked.input().stream().mapToLong(Integer::longValue).toArray()),
        labels,
        asked.batch(),
        asked.rate());
  }

  /** What the calls alone cost, by a net of the same calls that has next to nothing to compute. */
  private String overhead(PeerRequest.Prepare asked) {
    SmallestNet smallest = SmallestNet.of(asked);
    double seconds;
    try (DjlTraining calls = smallest.training(engine)) {
      seconds = secondsPerStep(calls);
    }
    return String.format(
        Locale.ROOT,
        "%.0f us a step for the calls alone (the same layers with one map each and the smallest"
            + " image, batch 1: DJL, JNI and libtorch's dispatch)",
        1e6 * seconds);
  }

  /** Median of some runs after as much warm-up as the JIT compiler wants for so few calls. */
  private static double secondsPerStep(DjlTraining calls) {
    calls.run(OVERHEAD_WARM_UP);
    double[] runs = new double[OVERHEAD_RUNS];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = calls.run(OVERHEAD_STEPS).nanos() / NANOS / OVERHEAD_STEPS;
    }
    Arrays.sort(runs);
    return runs[runs.length / 2];
  }

  private PeerReply check(int steps, String weights) throws IOException {
    DjlTraining ready = ready();
    ready.restart();
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      losses.add((double) ready.step());
    }
    Exchange.write(weights, ready.values());
    return new PeerReply.Checked(losses, weights);
  }

  private DjlTraining ready() {
    if (training == null) {
      throw new DeclinedException("nothing was prepared");
    }
    return training;
  }

  @Override
  public void close() {
    if (training != null) {
      training.close();
      training = null;
    }
  }
}
