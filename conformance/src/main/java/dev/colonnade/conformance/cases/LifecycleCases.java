// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.CaseContext;
import dev.colonnade.conformance.CaseFailure;
import dev.colonnade.conformance.ConformanceCase;
import dev.colonnade.conformance.Level;
import dev.colonnade.conformance.judge.Judge;
import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Opening, closing, leaks, and sessions beside each other. */
final class LifecycleCases {
  private LifecycleCases() {}

  static List<ConformanceCase> all() {
    return List.of(
        ConformanceCase.protocol("device/describes-itself", Level.MLP, LifecycleCases::device),
        ConformanceCase.protocol("lifecycle/no-leak", Level.MLP, LifecycleCases::noLeak),
        ConformanceCase.protocol("lifecycle/close-twice", Level.MLP, LifecycleCases::closeTwice),
        ConformanceCase.protocol(
            "lifecycle/close-session-with-work-under-way",
            Level.MLP,
            LifecycleCases::closeUnderWay),
        ConformanceCase.protocol(
            "lifecycle/use-after-close", Level.MLP, LifecycleCases::afterClose),
        ConformanceCase.protocol("sessions/interleaved", Level.MLP, LifecycleCases::interleaved),
        ConformanceCase.protocol("sessions/concurrent", Level.MLP, LifecycleCases::concurrent));
  }

  private static void device(CaseContext context) {
    String id = context.device().id();
    Check.that(
        id.matches("[a-z][a-z0-9-]*:[0-9]+"), "a device id should look like cpu:0; it is " + id);
    Check.that(!context.device().name().isBlank(), "the device has no name");
    Check.that(
        context.device().memoryBytes().orElse(1) > 0,
        "memoryBytes() is " + context.device().memoryBytes());
    Check.that(
        context.session().device().id().equals(id),
        "the session says it is on " + context.session().device().id() + ", not on " + id);
    Check.that(
        context.device().properties().equals(context.device().properties()),
        "properties() changes from call to call");
  }

  private static Feeds batch(TrainingProgram net, CaseContext context) {
    return new Feeds()
        .constant("x", net.images(context.random("x"), 1).row(0))
        .constant("labels", net.labels(context.random("labels"), 1).row(0))
        .constant("rate", HostTensor.scalar(0.1f));
  }

  private static void noLeak(CaseContext context) {
    TrainingProgram net = SmallNets.mlp(2, true);
    try (Session session = context.device().open()) {
      Check.that(
          session.bytesInUse() == 0,
          "bytesInUse() of a new session is " + session.bytesInUse() + ", not 0");
      for (int round = 0; round < 3; round++) {
        Executable executable = Rig.compile(session, net.program(), context.compileOptions());
        State first = executable.newState();
        long oneState = session.bytesInUse();
        long variables =
            net.program().variables().values().stream()
                .mapToLong(variable -> variable.type().byteSize())
                .sum();
        Check.that(
            oneState >= variables,
            "bytesInUse() is "
                + oneState
                + " with variables of "
                + variables
                + " bytes on the device");
        State second = executable.newState();
        Check.that(
            session.bytesInUse() > oneState,
            "bytesInUse() does not grow with a second state: " + session.bytesInUse());
        second.close();
        Check.that(
            session.bytesInUse() == oneState,
            "bytesInUse() is "
                + session.bytesInUse()
                + " after the second state was closed, before it was made "
                + oneState);
        executable.submit(first, "train", batch(net, context), 2).await();
        executable.submit(first, "train", batch(net, context), 5).await();
        first.close();
        executable.close();
        Check.that(
            session.bytesInUse() == 0,
            "bytesInUse() is " + session.bytesInUse() + " after everything was closed, not 0");
      }
      Executable left = Rig.compile(session, net.program(), context.compileOptions());
      left.newState();
      left.close();
      Check.that(
          session.bytesInUse() == 0,
          "an executable's states end with it, but bytesInUse() is " + session.bytesInUse());
    }
  }

  private static void closeTwice(CaseContext context) {
    TrainingProgram net = SmallNets.mlp(2, false);
    Session session = context.device().open();
    Executable executable = Rig.compile(session, net.program(), context.compileOptions());
    State state = executable.newState();
    state.close();
    state.close();
    executable.close();
    state.close();
    executable.close();
    session.close();
    session.close();
    executable.close();
    state.close();
    Check.that(
        session.bytesInUse() == 0,
        "bytesInUse() is " + session.bytesInUse() + " after closing twice, not 0");
  }

  private static void closeUnderWay(CaseContext context) {
    TrainingProgram net = SmallNets.mlp(2, false);
    Session session = context.device().open();
    Executable executable = Rig.compile(session, net.program(), context.compileOptions());
    State state = executable.newState();
    net.initialise(context.random("weights"), state::write);
    for (int i = 0; i < 4; i++) {
      executable.submit(state, "train", batch(net, context), 3);
    }
    session.close();
    Check.that(
        session.bytesInUse() == 0,
        "bytesInUse() is " + session.bytesInUse() + " after the session was closed, not 0");
  }

  private static void afterClose(CaseContext context) {
    TrainingProgram net = SmallNets.mlp(2, false);
    Session session = context.device().open();
    Executable executable = Rig.compile(session, net.program(), context.compileOptions());
    State closed = executable.newState();
    State open = executable.newState();
    closed.close();
    Variable variable = net.weights().get(0);
    Check.throwsAny(
        "submit() on a closed state",
        () -> executable.submit(closed, "train", batch(net, context), 1).await(),
        IllegalStateException.class,
        IllegalArgumentException.class,
        BackendException.class);
    Check.throwsAny(
        "read() of a closed state",
        () -> closed.read(variable),
        IllegalStateException.class,
        BackendException.class);
    executable.submit(open, "train", batch(net, context), 1).await();
    executable.close();
    Check.throwsAny(
        "newState() of a closed executable",
        executable::newState,
        IllegalStateException.class,
        BackendException.class);
    session.close();
    Check.throwsAny(
        "compile() in a closed session",
        () -> session.compile(net.program(), context.compileOptions()),
        IllegalStateException.class,
        BackendException.class);
  }

  /** Two sessions used in turn by one thread. */
  @SuppressWarnings("try") // Closing before the block ends is what the case is about.
  private static void interleaved(CaseContext context) {
    TrainingProgram net = SmallNets.mlp(2, false);
    try (Session first = context.device().open();
        Session second = context.device().open()) {
      Executable one = Rig.compile(first, net.program(), context.compileOptions());
      Executable two =
          Rig.compile(second, net.program(), context.compileOptions().withPlan(one.plan()));
      State a = one.newState();
      State b = two.newState();
      net.initialise(context.random("weights"), a::write);
      net.initialise(context.random("weights"), b::write);
      for (int i = 0; i < 3; i++) {
        one.submit(a, "train", batch(net, context), 1);
        two.submit(b, "train", batch(net, context), 1);
      }
      same(net, a, b, "in two sessions used in turn");
      first.close();
      two.submit(b, "train", batch(net, context), 1).await();
    }
  }

  private static void same(TrainingProgram net, State a, State b, String how) {
    for (Variable variable : net.weights()) {
      Judge.identical(
          "variable " + variable.name() + " " + how, b.read(variable), a.read(variable));
    }
  }

  /** Sessions on threads of their own give what one alone gives. */
  private static void concurrent(CaseContext context) throws Exception {
    TrainingProgram net = SmallNets.mlp(2, true);
    int threads = 3;
    Plan plan;
    try (Session session = context.device().open()) {
      plan = Rig.compile(session, net.program(), context.compileOptions()).plan();
    }
    Callable<List<HostTensor>> training = () -> train(context, net, plan);
    List<HostTensor> alone = training.call();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<HostTensor>>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(pool.submit(training));
      }
      for (Future<List<HostTensor>> future : futures) {
        List<HostTensor> weights = future.get();
        for (int i = 0; i < weights.size(); i++) {
          Judge.identical(
              "variable " + net.weights().get(i).name() + " trained beside other sessions",
              weights.get(i),
              alone.get(i));
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CaseFailure failure) {
        throw failure;
      }
      throw new CaseFailure("a session beside others failed: " + e.getCause(), e);
    } finally {
      pool.shutdown();
    }
  }

  private static List<HostTensor> train(CaseContext context, TrainingProgram net, Plan plan) {
    try (Session session = context.device().open()) {
      Executable executable =
          Rig.compile(session, net.program(), context.compileOptions().withPlan(plan));
      State state = executable.newState();
      net.initialise(context.random("weights"), state::write);
      for (int i = 0; i < 5; i++) {
        executable.submit(state, "train", batch(net, context), 4);
      }
      return net.weights().stream().map(state::read).toList();
    }
  }
}
