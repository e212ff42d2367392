// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import static dev.colonnade.bench.protocol.PeerService.require;

import dev.colonnade.bench.environment.BuildInfo;
import dev.colonnade.bench.protocol.PeerReply;
import dev.colonnade.bench.protocol.PeerRequest;
import dev.colonnade.bench.protocol.PeerService;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.UnsupportedProgramException;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.models.network.Entries;
import dev.colonnade.models.network.InputScaling;
import dev.colonnade.models.network.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One of our own devices as a peer: it is asked, checked and timed by the same messages as anybody
 * else's program, so that neither side of a comparison has rules of its own.
 */
public final class DevicePeer implements PeerService {
  /** The only way a device of ours runs a step. */
  public static final String VARIANT = "default";

  private static final double NANOS = 1e9;

  private final Device device;
  private @Nullable Session session;
  private @Nullable Prepared prepared;
  private @Nullable DeviceKernel kernel;
  private @Nullable TimedWork work;
  private PeerRequest.@Nullable Prepare request;

  /** Of this device. */
  public DevicePeer(Device device) {
    this.device = device;
  }

  @Override
  public PeerReply answer(PeerRequest request) throws IOException {
    return switch (request) {
      case PeerRequest.Hello(String protocol) -> hello(protocol);
      case PeerRequest.Prepare prepare -> prepare(prepare);
      case PeerRequest.PrepareKernel prepare -> prepareKernel(prepare);
      case PeerRequest.Check(int steps, String weights) -> check(steps, weights);
      case PeerRequest.Compute(String result) -> compute(result);
      case PeerRequest.Time time -> time(time);
      case PeerRequest.Bye() -> new PeerReply.Bye();
    };
  }

  @Override
  public PeerReply failed(Throwable error) {
    return switch (error) {
      case UnsupportedProgramException e -> new PeerReply.Declined(PeerService.words(e));
      case OutOfDeviceMemoryException e ->
          new PeerReply.Failed(PeerService.words(e), "out-of-memory");
      default -> PeerService.super.failed(error);
    };
  }

  private PeerReply hello(String protocol) {
    require(
        protocol.equals(PeerRequest.PROTOCOL),
        "this program speaks " + PeerRequest.PROTOCOL + ", not " + protocol);
    return new PeerReply.Hello(
        PeerRequest.PROTOCOL,
        "colonnade",
        Map.of(
            "colonnade", BuildInfo.ofThisBuild().version(), "java", Runtime.version().toString()),
        List.of(
            new PeerReply.OfferedDevice(
                device.id(),
                threads().isPresent() ? "cpu" : "accelerator",
                device.name(),
                device.memoryBytes().isPresent() ? device.memoryBytes().getAsLong() : null,
                device.properties().get("driver"),
                List.of(VARIANT),
                Arrays.stream(MathMode.values()).map(MathMode::name).toList())),
        Map.of(),
        List.of());
  }

  private PeerReply prepare(PeerRequest.Prepare asked) throws IOException {
    require(asked.device().equals(device.id()), "this process has only " + device.id());
    require(asked.variant().equals(VARIANT), "there is no variant " + asked.variant());
    require(!asked.flushDenormals(), "a JVM cannot be told to flush denormals");
    require(asked.loss().equals(PeerFiles.LOSS), "this program has no loss " + asked.loss());
    require(asked.rate() == MeasuredNet.RATE, "the rate is fixed at " + MeasuredNet.RATE);
    MathMode math = MathMode.valueOf(asked.math());
    Session session = open(asked.threads(), math);
    Prepared next = new Prepared(session, asked.net(), asked.batch(), true, math);
    prepared = next;
    work = next.work();
    request = asked;
    InputScaling scaling = next.network().options().scaling();
    require(
        asked.parameters().equals(PeerFiles.parameters(next.measured()))
            && asked.imageCount() == next.measured().data().size()
            && asked.scaling().slope() == scaling.slope()
            && asked.scaling().low() == scaling.low(),
        "the parameters, images or scaling given are not those of " + asked.net());
    restart(next, asked);
    return new PeerReply.Prepared(
        device.id(),
        asked.math(),
        asked.threads(),
        VARIANT,
        asked.batch(),
        false,
        true,
        "F32",
        1,
        next.compileNanos() / NANOS,
        "as the backend submits n steps; see the device's properties",
        next.program().fingerprint(),
        next.executable().plan().kernels().stream()
            .filter(kernel -> kernel.entry().equals(next.entry()))
            .map(kernel ->
                kernel.kernel() + " [" + kernel.algorithm() + ", " + kernel.layout() + "]")
            .toList(),
        Map.of());
  }

  private PeerReply check(int steps, String weights) throws IOException {
    Prepared ready = ready();
    restart(ready, asked());
    HostTensor losses = ready.submit(ready.feeds(steps), steps).await().get(Entries.LOSS);
    PeerFiles.write(
        Path.of(weights),
        ready.network().parameters().stream()
            .map(parameter -> ready.state().read(parameter.variable()))
            .toList());
    return new PeerReply.Checked(
        IntStream.range(0, steps).mapToObj(losses::getDouble).toList(), weights);
  }

  /** The session, with nothing prepared in it, if it can be what was asked for. */
  private Session open(@Nullable Integer threads, MathMode math) {
    Optional<String> team = threads();
    require(
        threads == null || team.filter(String.valueOf(threads)::equals).isPresent(),
        device.id() + " has " + team.orElse("no") + " threads in this process, not " + threads);
    if (session == null) {
      session = device.open();
    }
    Optional<String> refused = new ModeRefusal(session).of(math);
    require(refused.isEmpty(), refused.orElse(""));
    forget();
    return session;
  }

  private PeerReply prepareKernel(PeerRequest.PrepareKernel asked) throws IOException {
    require(asked.device().equals(device.id()), "this process has only " + device.id());
    require(asked.variant().equals(VARIANT), "there is no variant " + asked.variant());
    MathMode math = MathMode.valueOf(asked.math());
    DeviceKernel next = new DeviceKernel(open(asked.threads(), math), asked, math);
    kernel = next;
    work = next;
    return next.reply(asked);
  }

  private PeerReply compute(String result) throws IOException {
    if (kernel == null) {
      throw new DeclinedException("no kernel was prepared");
    }
    PeerFiles.write(Path.of(result), List.of(kernel.result()));
    return new PeerReply.Computed(result);
  }

  private PeerReply time(PeerRequest.Time asked) {
    if (work == null) {
      throw new DeclinedException("nothing was prepared");
    }
    return new PeerTiming(work, asked, new ConditionsLog(device)).run();
  }

  /** The rule by which this project warms everything up, from the least time. */
  public static PeerRequest.WarmUpRule warmUpRule(double leastSeconds) {
    return new PeerRequest.WarmUpRule(
        leastSeconds, PeerTiming.PATIENCE * leastSeconds, PeerTiming.WINDOW, PeerTiming.TOLERANCE);
  }

  /** Writes what the files hold into every variable. */
  private static void restart(Prepared prepared, PeerRequest.Prepare asked) throws IOException {
    List<HostTensor> weights =
        PeerFiles.read(
            Path.of(asked.weights()),
            prepared.network().parameters().stream().map(Parameter::type).toList());
    for (int i = 0; i < weights.size(); i++) {
      prepared.state().write(prepared.network().parameters().get(i).variable(), weights.get(i));
    }
    var data = prepared.measured().data();
    prepared
        .state()
        .write(
            data.images(),
            PeerFiles.read(Path.of(asked.images()), List.of(data.images().type())).getFirst());
    prepared
        .state()
        .write(
            data.labels(),
            PeerFiles.read(Path.of(asked.labels()), List.of(data.labels().type())).getFirst());
  }

  private Optional<String> threads() {
    return Optional.ofNullable(device.properties().get("threads"));
  }

  private Prepared ready() {
    if (prepared == null) {
      throw new DeclinedException("nothing was prepared");
    }
    return prepared;
  }

  private PeerRequest.Prepare asked() {
    if (request == null) {
      throw new DeclinedException("nothing was prepared");
    }
    return request;
  }

  private void forget() {
    if (prepared != null) {
      prepared.close();
      prepared = null;
    }
    if (kernel != null) {
      kernel.close();
      kernel = null;
    }
    work = null;
  }

  @Override
  public void close() {
    forget();
    if (session != null) {
      session.close();
    }
  }
}
