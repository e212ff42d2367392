// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.jvmpeers;

import static dev.colonnade.bench.protocol.PeerService.require;

import dev.colonnade.bench.measure.PeerTiming;
import dev.colonnade.bench.measure.TimedWork;
import dev.colonnade.bench.protocol.PeerReply;
import dev.colonnade.bench.protocol.PeerRequest;
import dev.colonnade.bench.protocol.PeerService;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A library of kernels as a peer: it has single operations on the processor, and no nets. */
abstract class KernelPeer implements PeerService {
  private static final String DEVICE = "cpu";
  private static final String VARIANT = "kernels";
  private static final String MATH = "STRICT_FP32";
  private static final double NANOS = 1e9;

  private final String name;
  private final Set<String> operations;
  private @Nullable Operation operation;

  /** An operation with its operands, ready to be run. */
  interface Operation extends TimedWork, AutoCloseable {
    /** What comes out, in logical order. */
    float[] result();

    /** What runs, in words. */
    String implementation();

    /** What the times cover. */
    String timed();

    @Override
    void close();
  }

  KernelPeer(String name, Set<String> operations) {
    this.name = name;
    this.operations = operations;
  }

  /** Versions of what it consists of. */
  abstract Map<String, String> versions();

  /** Makes it compute with so many threads, and returns with how many it does. */
  abstract int withThreads(int threads);

  /** Lays out the operands and compiles whatever there is to compile. */
  abstract Operation prepare(PeerRequest.PrepareKernel asked) throws IOException;

  @Override
  public PeerReply answer(PeerRequest request) throws IOException {
    return switch (request) {
      case PeerRequest.Hello(String protocol) -> hello(protocol);
      case PeerRequest.PrepareKernel asked -> prepared(asked);
      case PeerRequest.Compute(String result) -> {
        Exchange.write(result, ready().result());
        yield new PeerReply.Computed(result);
      }
      case PeerRequest.Time asked -> new PeerTiming(ready(), asked).run();
      case PeerRequest.Prepare _, PeerRequest.Check _ ->
          throw new DeclinedException(name + " has single operations and no nets");
      case PeerRequest.Bye() -> new PeerReply.Bye();
    };
  }

  private PeerReply hello(String protocol) {
    require(
        protocol.equals(PeerRequest.PROTOCOL),
        "this program speaks " + PeerRequest.PROTOCOL + ", not " + protocol);
    return new PeerReply.Hello(
        PeerRequest.PROTOCOL,
        name,
        versions(),
        List.of(
            new PeerReply.OfferedDevice(
                DEVICE, "cpu", Exchange.processor(), null, null, List.of(VARIANT), List.of(MATH))),
        Exchange.environment(),
        List.of());
  }

  private PeerReply prepared(PeerRequest.PrepareKernel asked) throws IOException {
    require(asked.device().equals(DEVICE), "there is no device " + asked.device());
    require(asked.variant().equals(VARIANT), "there is no variant " + asked.variant());
    require(asked.math().equals(MATH), "this peer computes in " + MATH + " only");
    require(operations.contains(asked.operation()), name + " has no " + asked.operation());
    Integer threads = asked.threads();
    if (threads != null) {
      int inForce = withThreads(threads);
      require(inForce == threads, name + " took " + inForce + " threads instead of " + threads);
    }
    close();
    long start = System.nanoTime();
    Operation next = prepare(asked);
    operation = next;
    return new PeerReply.KernelPrepared(
        asked.device(),
        asked.math(),
        threads,
        asked.variant(),
        (System.nanoTime() - start) / NANOS,
        next.implementation(),
        next.timed(),
        Map.of());
  }

  private Operation ready() {
    if (operation == null) {
      throw new DeclinedException("no kernel was prepared");
    }
    return operation;
  }

  @Override
  public void close() {
    if (operation != null) {
      operation.close();
      operation = null;
    }
  }
}
