// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance;

import dev.colonnade.conformance.cases.Suite;
import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the kit on a device. */
public final class Conformance {
  private Conformance() {}

  /** Every case there is, in the order in which they run: simple ones first. */
  public static List<ConformanceCase> cases() {
    return Suite.all();
  }

  /** The cases that these options select. */
  public static List<ConformanceCase> cases(ConformanceOptions options) {
    List<ConformanceCase> selected = cases().stream().filter(options::selects).toList();
    if (selected.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no conformance case "
              + options.caseName().orElse("")
              + " at level "
              + options.level().id()
              + "; names are like "
              + cases().get(0).name()
              + ", and a trailing * selects all with that beginning");
    }
    return selected;
  }

  /**
   * Runs the selected cases one after the other.
   *
   * @throws IllegalArgumentException if the options select no case
   */
  public static Report run(
      Device device, ConformanceOptions options, ConformanceListener listener) {
    List<ConformanceCase> selected = cases(options);
    Optional<String> refusal = refusal(device, options);
    if (refusal.isPresent()) {
      return new Report(
          device.id(), device.name(), device.properties(), options, List.of(), refusal);
    }
    listener.started(selected.size());
    List<CaseResult> results = new ArrayList<>();
    Optional<String> aborted = Optional.empty();
    SharedSession shared = new SharedSession(device);
    ExecutorService worker =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("conformance-" + device.id()).factory());
    try {
      for (ConformanceCase one : selected) {
        CaseContext context = new CaseContext(shared, options, one.name());
        long start = System.nanoTime();
        Optional<Verdict> verdict = runOne(worker, shared, context, one, options);
        CaseResult result =
            new CaseResult(
                one.name(),
                one.level(),
                one.operation(),
                context.support(),
                verdict.orElseGet(() -> hung(device, one, options)),
                System.nanoTime() - start);
        results.add(result);
        listener.finished(result);
        if (verdict.isEmpty()) {
          aborted =
              Optional.of(
                  one.name()
                      + " did not come back; "
                      + (selected.size() - results.size())
                      + " cases behind it were not run");
          break;
        }
      }
      if (aborted.isEmpty()) {
        aborted = close(worker, shared, options);
      }
    } finally {
      worker.shutdown();
    }
    return new Report(device.id(), device.name(), device.properties(), options, results, aborted);
  }

  /** Why a device does not compute in the math mode asked for; strict fp32 it may not refuse. */
  private static Optional<String> refusal(Device device, ConformanceOptions options) {
    if (options.math() == MathMode.STRICT_FP32) {
      return Optional.empty();
    }
    GraphBuilder trivial = new GraphBuilder("trivial");
    trivial.output("one", trivial.constant(1f));
    try (Session session = device.open()) {
      session
          .compile(Program.of(trivial.build()), CompileOptions.DEFAULT.withMath(options.math()))
          .close();
      return Optional.empty();
    } catch (BackendException e) {
      return Optional.of(
          device.id() + " refuses math mode " + options.math() + ": " + e.getMessage());
    }
  }

  private static Verdict hung(Device device, ConformanceCase one, ConformanceOptions options) {
    return new Verdict.Failed(
        "it was not done after " + options.timeout().toSeconds() + " s",
        options.replay(device.id(), one.name()));
  }

  private static Optional<Verdict> runOne(
      ExecutorService worker,
      SharedSession shared,
      CaseContext context,
      ConformanceCase one,
      ConformanceOptions options) {
    try {
      return Optional.of(
          worker
              .submit(() -> judged(shared, context, one, options))
              .get(options.timeout().toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("judging " + one.name() + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + one.name() + " ran", e);
    }
  }

  // Whatever a backend throws is a verdict about it, errors included; only the VM's end is not.
  private static Verdict judged(
      SharedSession shared, CaseContext context, ConformanceCase one, ConformanceOptions options) {
    try {
      one.body().run(context);
      return new Verdict.Passed();
    } catch (CaseUnsupported e) {
      return new Verdict.Unsupported(String.valueOf(e.getMessage()));
    } catch (CaseFailure e) {
      return failed(shared, one, options, String.valueOf(e.getMessage()));
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      return failed(shared, one, options, thrown(e));
    }
  }

  private static Verdict failed(
      SharedSession shared, ConformanceCase one, ConformanceOptions options, String message) {
    String whole = message;
    try {
      shared.close();
    } catch (RuntimeException e) {
      whole += "; closing the session afterwards threw " + e;
    }
    return new Verdict.Failed(whole, options.replay(shared.device().id(), one.name()));
  }

  private static String thrown(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return "it threw " + e + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  private static Optional<String> close(
      ExecutorService worker, SharedSession shared, ConformanceOptions options) {
    try {
      worker.submit(shared::close).get(options.timeout().toNanos(), TimeUnit.NANOSECONDS);
      return Optional.empty();
    } catch (TimeoutException | ExecutionException e) {
      return Optional.of("closing the shared session failed: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted while the shared session was closed");
    }
  }
}
