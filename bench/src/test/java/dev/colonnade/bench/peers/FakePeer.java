// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import dev.colonnade.bench.measure.DevicePeer;
import dev.colonnade.bench.protocol.PeerConditions;
import dev.colonnade.bench.protocol.PeerJson;
import dev.colonnade.bench.protocol.PeerReply;
import dev.colonnade.bench.protocol.PeerRequest;
import dev.colonnade.bench.record.Conditions;
import dev.colonnade.core.runtime.BackendRegistry;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A peer whose variants are what can go wrong. What it computes is right, since a device of ours
 * does it; each variant then spoils one thing.
 */
public final class FakePeer {
  static final String NAME = "fake";

  /** The quickest to open. */
  static final String DEVICE = "cpu-scalar:0";

  static final List<String> VARIANTS =
      List.of(
          "right",
          "wrong-weights",
          "wrong-loss",
          "nan",
          "no-file",
          "short-file",
          "crash",
          "decline",
          "fail",
          "garbage",
          "other-threads",
          "few-samples",
          "hang");

  private final DevicePeer device;
  private String variant = "";
  private Integer threads;

  private FakePeer(DevicePeer device) {
    this.device = device;
  }

  /** Command that runs it. */
  public static PeerProgram program() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(BackendRegistry.discover().found().get("cpu-scalar").provider().jvmOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), FakePeer.class.getName()));
    return new PeerProgram(command, Map.of("FAKE", "yes"));
  }

  public static void main(String[] args) throws Exception {
    PrintStream replies = System.out;
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (DevicePeer device = new DevicePeer(BackendRegistry.discover().device(DEVICE))) {
      FakePeer peer = new FakePeer(device);
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        replies.println(peer.answer(line));
        replies.flush();
        if (PeerJson.request(line) instanceof PeerRequest.Bye) {
          return;
        }
      }
    }
  }

  private String answer(String line) throws Exception {
    return switch (PeerJson.request(line)) {
      case PeerRequest.Hello hello -> PeerJson.toLine(hello(hello));
      case PeerRequest.Prepare asked -> prepare(asked);
      case PeerRequest.PrepareKernel asked -> PeerJson.toLine(prepare(asked));
      case PeerRequest.Check asked -> PeerJson.toLine(check(asked));
      case PeerRequest.Compute asked -> PeerJson.toLine(compute(asked));
      case PeerRequest.Time asked -> PeerJson.toLine(time(asked));
      case PeerRequest.Bye bye -> PeerJson.toLine(ask(bye));
    };
  }

  private PeerReply ask(PeerRequest request) throws Exception {
    ByteArrayOutputStream reply = new ByteArrayOutputStream();
    device.serve(
        new BufferedReader(new StringReader(PeerJson.toLine(request))),
        new PrintStream(reply, true, StandardCharsets.UTF_8));
    return PeerJson.reply(reply.toString(StandardCharsets.UTF_8).strip());
  }

  private static PeerReply hello(PeerRequest.Hello asked) {
    return new PeerReply.Hello(
        asked.protocol(),
        NAME,
        Map.of("fake", "1.0"),
        List.of(
            new PeerReply.OfferedDevice(
                "cpu", "cpu", "A fake CPU", null, null, VARIANTS, List.of("STRICT_FP32"))),
        Map.of("FAKE", System.getenv().getOrDefault("FAKE", "no")),
        List.of());
  }

  private String prepare(PeerRequest.Prepare asked) throws Exception {
    variant = asked.variant();
    threads = asked.threads();
    switch (variant) {
      case "crash" -> {
        System.err.println("a fake crash");
        System.exit(7);
      }
      case "hang" -> Thread.sleep(Long.MAX_VALUE);
      case "garbage" -> {
        return "Segmentation fault (not really)";
      }
      case "decline" -> {
        return PeerJson.toLine(new PeerReply.Declined("the fake does not feel like it"));
      }
      case "fail" -> {
        return PeerJson.toLine(new PeerReply.Failed("the fake has no memory", "out-of-memory"));
      }
      default -> {
        return PeerJson.toLine(prepared(asked));
      }
    }
    throw new IllegalStateException("a fake that slept long enough");
  }

  private PeerReply prepare(PeerRequest.PrepareKernel asked) throws Exception {
    variant = asked.variant();
    PeerReply reply =
        ask(
            new PeerRequest.PrepareKernel(
                asked.kernel(),
                asked.operation(),
                asked.sizes(),
                asked.operands(),
                asked.result(),
                asked.math(),
                DEVICE,
                asked.threads(),
                DevicePeer.VARIANT));
    return reply instanceof PeerReply.KernelPrepared done
        ? new PeerReply.KernelPrepared(
            asked.device(),
            done.math(),
            done.threads(),
            variant,
            done.compileSeconds(),
            done.implementation(),
            done.timed(),
            Map.of("fact", "faked"))
        : reply;
  }

  /** In the variant {@code wrong-weights} one number of the result is off by a thousandth. */
  private PeerReply compute(PeerRequest.Compute asked) throws Exception {
    PeerReply reply = ask(asked);
    if (variant.equals("wrong-weights")) {
      Path file = Path.of(asked.result());
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
      bytes.putFloat(0, bytes.getFloat(0) * 1.001f);
      Files.write(file, bytes.array());
    }
    return reply;
  }

  private PeerReply prepared(PeerRequest.Prepare asked) throws Exception {
    PeerReply reply =
        ask(
            new PeerRequest.Prepare(
                asked.net(),
                asked.input(),
                asked.layers(),
                asked.parameters(),
                asked.loss(),
                asked.rate(),
                asked.weights(),
                asked.images(),
                asked.labels(),
                asked.imageCount(),
                asked.scaling(),
                asked.batch(),
                asked.math(),
                DEVICE,
                null,
                DevicePeer.VARIANT,
                asked.flushDenormals()));
    if (!(reply instanceof PeerReply.Prepared ready)) {
      return reply;
    }
    return new PeerReply.Prepared(
        asked.device(),
        ready.math(),
        variant.equals("other-threads") ? Integer.valueOf(threads + 1) : threads,
        variant,
        ready.batch(),
        ready.flushDenormals(),
        ready.deterministic(),
        ready.storage(),
        3,
        ready.compileSeconds(),
        "faked, three steps at a time",
        null,
        List.of(),
        Map.of("fact", "faked"));
  }

  private PeerReply check(PeerRequest.Check asked) throws Exception {
    PeerReply reply = ask(asked);
    if (!(reply instanceof PeerReply.Checked checked)) {
      return reply;
    }
    List<Double> losses = new ArrayList<>(checked.losses());
    Path file = Path.of(checked.weights());
    switch (variant) {
      case "wrong-loss" -> losses.set(losses.size() - 1, losses.getLast() * 1.001);
      case "wrong-weights" -> setFirstWeight(file, 0.1f);
      case "nan" -> setFirstWeight(file, Float.NaN);
      case "no-file" -> Files.delete(file);
      case "short-file" -> Files.write(file, new byte[4]);
      default -> {}
    }
    return new PeerReply.Checked(losses, checked.weights());
  }

  private static void setFirstWeight(Path file, float value) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.nativeOrder());
    bytes.putFloat(value).flip();
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.write(bytes);
    }
  }

  private PeerReply time(PeerRequest.Time asked) throws Exception {
    PeerReply reply = ask(asked);
    if (!(reply instanceof PeerReply.Timed timed)) {
      return reply;
    }
    boolean few = variant.equals("few-samples");
    return new PeerReply.Timed(
        few ? timed.seconds().subList(0, 1) : timed.seconds(),
        timed.stepsPerSample(),
        timed.warmUp(),
        null,
        new PeerConditions(
            2,
            null,
            null,
            null,
            new Conditions.Range(100, 100, 250, 240),
            300.0,
            null,
            null,
            Map.of("temperatureCelsius", "the fake feels nothing")));
  }
}
