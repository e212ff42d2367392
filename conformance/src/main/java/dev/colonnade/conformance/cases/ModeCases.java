// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.CaseContext;
import dev.colonnade.conformance.CaseFailure;
import dev.colonnade.conformance.ConformanceCase;
import dev.colonnade.conformance.Level;
import dev.colonnade.conformance.judge.Judge;
import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.Profile;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.Ticket;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Inference;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.runtime.PlanCodec;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Guarded and profiled runs, plans, determinism, and composites that a plug-in brings. */
final class ModeCases {
  private ModeCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> cases = new ArrayList<>();
    nets(cases, Level.MLP, "mlp", () -> SmallNets.mlp(3, true));
    nets(cases, Level.DANNET, "dannet", () -> SmallNets.dannet(2, false));
    cases.add(
        ConformanceCase.protocol(
            "math-modes/those-declared-and-no-others", Level.MLP, ModeCases::mathModes));
    cases.add(
        ConformanceCase.protocol("plan/of-another-program", Level.MLP, ModeCases::foreignPlan));
    cases.add(
        ConformanceCase.protocol(
            "composites/brought-by-a-plug-in", Level.MLP, ModeCases::plugInComposite));
    return cases;
  }

  private static void nets(
      List<ConformanceCase> cases, Level level, String name, Supplier<TrainingProgram> net) {
    cases.add(ConformanceCase.protocol("guarded/" + name, level, c -> guarded(c, net.get())));
    cases.add(ConformanceCase.protocol("profiled/" + name, level, c -> profiled(c, net.get())));
    cases.add(ConformanceCase.protocol("plan/" + name, level, c -> plan(c, net.get())));
    cases.add(
        ConformanceCase.protocol("determinism/" + name, level, c -> determinism(c, net.get())));
  }

  /** What a device declares it compiles; what it does not declare it refuses in plain words. */
  private static void mathModes(CaseContext context) {
    List<MathMode> declared = context.session().device().mathModes();
    if (!declared.contains(MathMode.STRICT_FP32)) {
      throw new CaseFailure("mathModes() is " + declared + ", without STRICT_FP32");
    }
    GraphBuilder b = new GraphBuilder("product");
    Value x = b.feed("x", TensorType.f32(4, 4));
    b.output("y", b.matMul(x, x));
    Program program = Program.of(b.build());
    for (MathMode mode : MathMode.values()) {
      boolean compiled;
      try {
        context.session().compile(program, CompileOptions.DEFAULT.withMath(mode)).close();
        compiled = true;
      } catch (BackendException e) {
        compiled = false;
      }
      if (compiled != declared.contains(mode)) {
        throw new CaseFailure(
            "mathModes() is "
                + declared
                + ", and compiling in "
                + mode
                + (compiled ? " succeeds" : " fails"));
      }
    }
  }

  private static Feeds batches(TrainingProgram net, CaseContext context, int steps) {
    return new Feeds()
        .stacked("x", net.images(context.random("x"), steps))
        .stacked("labels", net.labels(context.random("labels"), steps))
        .constant("rate", HostTensor.scalar(0.05f));
  }

  private static void guarded(CaseContext context, TrainingProgram net) {
    CompileOptions options = context.compileOptions().withRun(RunMode.GUARDED);
    try (Rig rig = new Rig(context, net.program(), options)) {
      net.initialise(context.random("weights"), rig::write);
      rig.submit("train", batches(net, context, 3), 3);
      rig.submit("train", batches(net, context, 1), 1);
      rig.checkVariables();
      Feeds x = new Feeds().constant("x", net.images(context.random("other"), 1).row(0));
      rig.submit("evaluate", x, 2);
      rig.checkVariables();
    }
  }

  private static void profiled(CaseContext context, TrainingProgram net) {
    int steps = 3;
    try (Rig normal = new Rig(context, net.program())) {
      Ticket ticket =
          normal.executable().submit(normal.state(), "train", batches(net, context, 1), 1);
      ticket.await();
      Check.that(ticket.profile().isEmpty(), "a normal run should have no profile");
    }
    CompileOptions options = context.compileOptions().withRun(RunMode.PROFILED);
    try (Rig rig = new Rig(context, net.program(), options)) {
      net.initialise(context.random("weights"), rig::write);
      rig.submit("train", batches(net, context, steps), steps);
      rig.checkVariables();
      Ticket ticket =
          rig.executable().submit(rig.state(), "train", batches(net, context, steps), steps);
      ticket.await();
      Profile profile =
          ticket
              .profile()
              .orElseThrow(() -> new CaseFailure("a profiled run should have a profile"));
      List<Plan.Kernel> planned =
          rig.executable().plan().kernels().stream()
              .filter(kernel -> kernel.entry().equals("train"))
              .toList();
      List<Plan.Kernel> run = profile.kernels().stream().map(Profile.KernelTime::kernel).toList();
      Check.that(
          run.equals(planned),
          "the profile should have a row for each kernel of the plan's entry, in order; the plan"
              + " has "
              + planned
              + ", the profile "
              + run);
      Check.that(
          profile.steps() == steps,
          "the profile is of " + profile.steps() + " steps, not of " + steps);
      Check.that(
          profile.kernels().stream().allMatch(time -> time.nanos() >= 0),
          "the profile has a kernel with a negative time");
      Check.that(
          profile.kernels().stream().anyMatch(time -> time.nanos() > 0),
          "the profile has no kernel that took any time");
    }
  }

  private static void plan(CaseContext context, TrainingProgram net) {
    CompileOptions options = context.compileOptions();
    try (Executable first = Rig.compile(context.session(), net.program(), options)) {
      Plan plan = first.plan();
      Check.that(
          plan.key().programFingerprint().equals(net.program().fingerprint()),
          "the plan's key should name the program as it was given");
      for (String entry : net.program().entries().keySet()) {
        Check.that(
            plan.kernels().stream().anyMatch(kernel -> kernel.entry().equals(entry)),
            "the plan has no kernel for entry " + entry);
      }
      Check.that(
          plan.kernels().stream()
              .allMatch(kernel -> net.program().entries().containsKey(kernel.entry())),
          "the plan has kernels for entries that the program has not");
      Check.that(
          plan.kernels().stream().noneMatch(kernel -> kernel.nodes().isEmpty()),
          "the plan has a kernel that covers no node");
      Plan stored = PlanCodec.fromJson(PlanCodec.toJson(plan));
      Check.that(stored.equals(plan), "the plan changes when it is stored as JSON and read back");
      try (Executable second =
          Rig.compile(context.session(), net.program(), options.withPlan(stored))) {
        Check.that(
            second.plan().equals(plan),
            "compiling from a plan should give that plan again; it gives " + second.plan());
        sameTraining(context, net, first, second, "compiled from the other's plan");
      }
    }
  }

  private static void determinism(CaseContext context, TrainingProgram net) {
    try (Executable executable =
        Rig.compile(context.session(), net.program(), context.compileOptions())) {
      sameTraining(context, net, executable, executable, "run a second time");
    }
  }

  private static void sameTraining(
      CaseContext context, TrainingProgram net, Executable first, Executable second, String how) {
    try (State a = first.newState();
        State b = second.newState()) {
      net.initialise(context.random("weights"), a::write);
      net.initialise(context.random("weights"), b::write);
      Feeds feeds = batches(net, context, 4);
      Outputs expected = first.submit(a, "train", feeds, 4).await();
      Outputs actual = second.submit(b, "train", feeds, 4).await();
      expected
          .stacked()
          .forEach((name, value) ->
              Judge.identical("output " + name + " " + how, actual.get(name), value));
      net.program()
          .variables()
          .values()
          .forEach(variable ->
              Judge.identical(
                  "variable " + variable.name() + " " + how, b.read(variable), a.read(variable)));
    }
  }

  private static void foreignPlan(CaseContext context) {
    Program one = SmallNets.mlp(2, false).program();
    Program other = SmallNets.mlp(2, true).program();
    try (Executable executable = Rig.compile(context.session(), one, context.compileOptions())) {
      CompileOptions options = context.compileOptions().withPlan(executable.plan());
      Check.throwsAny(
          "compile() with the plan of another program",
          () -> context.session().compile(other, options).close(),
          BackendException.class,
          IllegalArgumentException.class);
    }
  }

  /** A composite that no backend has heard of: {@code x^2 + 1}. */
  private record SquarePlusOne() implements Composite {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 1);
      Inference.dtype(this, operands, 0, DType.F32);
      return operands;
    }

    @Override
    public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
      V x = operands.get(0);
      return List.of(builder.add(builder.multiply(x, x), builder.constant(1f)));
    }
  }

  private static void plugInComposite(CaseContext context) {
    GraphBuilder builder = new GraphBuilder("run");
    Value x = builder.feed("x", TensorType.f32(3, 4));
    builder.output("y", builder.applyOne(new SquarePlusOne(), List.of(x)));
    try (Rig rig = new Rig(context, Program.of(builder.build()))) {
      rig.submit("run", new Feeds().constant("x", Input.f32(3, 4).draw(context.random())), 1);
    }
  }
}
