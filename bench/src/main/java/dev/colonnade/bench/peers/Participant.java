// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import dev.colonnade.bench.measure.DevicePeer;
import dev.colonnade.bench.process.JavaCommand;
import dev.colonnade.bench.protocol.PeerReply;
import dev.colonnade.bench.record.DeviceInfo;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.scaling.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One that trains: a device of ours, or one variant of a peer on one of its devices. */
public sealed interface Participant {
  /** What records and tables call it. */
  String id();

  /** Whether it has a number of threads. */
  boolean hasThreads();

  /** How its process is started. */
  List<String> command(@Nullable Integer threads);

  /** Variables that its process gets besides the inherited ones. */
  Map<String, String> environment();

  /** What its process calls the device. */
  String device();

  /** What its process calls the variant. */
  String variant();

  /** The device of its records. */
  DeviceInfo info(@Nullable Integer threads);

  /**
   * A device of ours, in a child JVM.
   *
   * @param target the device and what its provider declares
   * @param childArguments arguments that every child needs, such as plug-ins
   */
  record Ours(Target target, List<String> childArguments) implements Participant {
    /** Copies the list. */
    public Ours {
      childArguments = List.copyOf(childArguments);
    }

    @Override
    public String id() {
      return target.id();
    }

    @Override
    public boolean hasThreads() {
      return target.info().threads() instanceof Measured.Value<Integer>;
    }

    @Override
    public List<String> command(@Nullable Integer threads) {
      List<String> arguments = new ArrayList<>(List.of("peer-device", id()));
      arguments.addAll(childArguments);
      return JavaCommand.of(jvmOptions(threads), arguments);
    }

    /** JVM options of its process. */
    List<String> jvmOptions(@Nullable Integer threads) {
      List<String> options = new ArrayList<>(target.jvmOptions());
      if (threads != null) {
        options.add("-Dcolonnade." + target.info().backend() + ".threads=" + threads);
      }
      return options;
    }

    @Override
    public Map<String, String> environment() {
      return Map.of();
    }

    @Override
    public String device() {
      return id();
    }

    @Override
    public String variant() {
      return DevicePeer.VARIANT;
    }

    @Override
    public DeviceInfo info(@Nullable Integer threads) {
      DeviceInfo info = target.info();
      return with(info, info.libraries(), threads == null ? info.threads() : Measured.of(threads));
    }
  }

  /**
   * A variant of a peer on one of its devices.
   *
   * @param program how it is started
   * @param name what it calls itself, made unique
   * @param hello what it said when it was asked first
   * @param offered its device
   * @param variant its variant
   */
  record Theirs(
      PeerProgram program,
      String name,
      PeerReply.Hello hello,
      PeerReply.OfferedDevice offered,
      String variant)
      implements Participant {
    @Override
    public String id() {
      return name + ":" + offered.id() + "/" + variant;
    }

    @Override
    public boolean hasThreads() {
      return offered.isCpu();
    }

    @Override
    public List<String> command(@Nullable Integer threads) {
      return program.command();
    }

    @Override
    public Map<String, String> environment() {
      return program.environment();
    }

    @Override
    public String device() {
      return offered.id();
    }

    @Override
    public DeviceInfo info(@Nullable Integer threads) {
      SortedMap<String, String> libraries = new TreeMap<>(hello.versions());
      program.environment().forEach((key, value) -> libraries.put("env " + key, value));
      hello.environment().forEach((key, value) -> libraries.put("env " + key, value));
      String driver = offered.driver();
      Long memory = offered.memoryBytes();
      return new DeviceInfo(
          id(),
          offered.name(),
          name,
          driver == null ? Measured.unavailable("the peer states none") : Measured.of(driver),
          Measured.of(libraries),
          threads == null
              ? Measured.unavailable("the device has no number of threads")
              : Measured.of(threads),
          memory == null ? Measured.unavailable("the peer does not say") : Measured.of(memory));
    }
  }

  /** The same device with other libraries and threads. */
  static DeviceInfo with(
      DeviceInfo info, Measured<SortedMap<String, String>> libraries, Measured<Integer> threads) {
    return new DeviceInfo(
        info.id(),
        info.name(),
        info.backend(),
        info.driver(),
        libraries,
        threads,
        info.memoryBytes());
  }
}
