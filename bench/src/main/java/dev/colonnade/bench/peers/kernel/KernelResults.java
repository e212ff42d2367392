// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers.kernel;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.colonnade.bench.environment.BuildInfo;
import dev.colonnade.bench.environment.MachineFacts;
import dev.colonnade.bench.peers.Participant;
import dev.colonnade.bench.protocol.PeerReply;
import dev.colonnade.bench.record.DeviceInfo;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.Machine;
import dev.colonnade.bench.record.UnwritableFileException;
import dev.colonnade.core.backend.MathMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The results file of one run: a line of JSON for each, on the disk before the next is measured.
 */
public final class KernelResults implements AutoCloseable {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  private final Path path;
  private final FileChannel channel;
  private final String run = UUID.randomUUID().toString();
  private final String commit = BuildInfo.ofThisBuild().commit().describe();
  private final Machine machine = MachineFacts.gather();

  private KernelResults(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Makes the file, with its folders.
   *
   * @throws UnwritableFileException if it cannot be made, or is there already
   */
  public static KernelResults create(Path path) throws UnwritableFileException {
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      return new KernelResults(
          path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new UnwritableFileException(path, e);
    }
  }

  void append(KernelResult result) throws UnwritableFileException {
    try {
      ByteBuffer line =
          ByteBuffer.wrap(
              (MAPPER.writeValueAsString(result) + "\n").getBytes(StandardCharsets.UTF_8));
      while (line.hasRemaining()) {
        channel.write(line);
      }
      channel.force(true);
    } catch (IOException e) {
      throw new UnwritableFileException(path, e);
    }
  }

  KernelResult measured(
      KernelPlan.Step step,
      MathMode math,
      Instant started,
      PeerReply.KernelPrepared prepared,
      double error,
      PeerReply.Timed timed) {
    Map<String, String> libraries = libraries(step);
    libraries.putAll(prepared.facts());
    return result(
        step,
        math,
        started,
        libraries,
        prepared.implementation(),
        prepared.timed(),
        error,
        timed.seconds(),
        timed.stepsPerSample(),
        timed.warmUp().steady(),
        null,
        null);
  }

  KernelResult failure(
      KernelPlan.Step step,
      MathMode math,
      Instant started,
      FailureRecord.Kind kind,
      String reason) {
    return result(
        step, math, started, libraries(step), null, null, null, List.of(), 1, false, kind, reason);
  }

  private static Map<String, String> libraries(KernelPlan.Step step) {
    DeviceInfo info = step.job().who().info(step.job().threads());
    return new TreeMap<>(info.libraries().asOptional().orElse(new TreeMap<>()));
  }

  private KernelResult result(
      KernelPlan.Step step,
      MathMode math,
      Instant started,
      Map<String, String> libraries,
      @Nullable String implementation,
      @Nullable String timed,
      @Nullable Double error,
      List<Double> seconds,
      int stepsPerSample,
      boolean steady,
      FailureRecord.@Nullable Kind failure,
      @Nullable String reason) {
    return new KernelResult(
        KernelResult.SCHEMA,
        run,
        started.toString(),
        commit,
        machine.hostId(),
        machine.cpu().describe(),
        step.job().who().id(),
        step.job().who() instanceof Participant.Ours,
        libraries,
        step.kernel().text(),
        step.kernel().operation(),
        step.kernel().flops(),
        math.name(),
        step.job().threads(),
        step.job().process(),
        implementation,
        timed,
        error,
        seconds,
        stepsPerSample,
        steady,
        failure,
        reason);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
