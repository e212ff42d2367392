// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import static dev.colonnade.bench.protocol.PeerService.require;

import dev.colonnade.bench.protocol.PeerReply;
import dev.colonnade.bench.protocol.PeerRequest;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.Profile;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.Ticket;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One operation on one of our devices, alone. Its operands are variables in the logical layout;
 * where the device brings them into a layout of its own, within a net that is done once for many
 * operations, so the time taken is that of the kernels that cover the operation, by the device's
 * profile. Peers leave changes of layout out as well.
 */
final class DeviceKernel implements TimedWork, AutoCloseable {
  private static final String ENTRY = "kernel";
  private static final double NANOS = 1e9;

  private final Executable executable;
  private final State state;
  private final Variable result;
  private final double compileSeconds;

  DeviceKernel(Session session, PeerRequest.PrepareKernel asked, MathMode math) throws IOException {
    GraphBuilder b = new GraphBuilder(ENTRY);
    KernelCase.parse(asked.kernel()).build(b);
    Program program = Program.of(b.build());
    long start = System.nanoTime();
    executable =
        session.compile(program, CompileOptions.DEFAULT.withMath(math).withRun(RunMode.PROFILED));
    state = executable.newState();
    for (PeerRequest.Operand operand : asked.operands()) {
      Variable variable = program.variable(operand.name());
      require(
          Arrays.stream(variable.type().shape().dimensions())
              .boxed()
              .toList()
              .equals(operand.shape()),
          operand.name() + " is " + variable.type() + " here, not " + operand.shape());
      state.write(
          variable, PeerFiles.read(Path.of(operand.file()), List.of(variable.type())).getFirst());
    }
    result = program.variable(KernelCase.RESULT);
    compileSeconds = (System.nanoTime() - start) / NANOS;
  }

  PeerReply reply(PeerRequest.PrepareKernel asked) {
    List<Plan.Kernel> covering = executable.plan().kernels().stream().filter(this::covers).toList();
    require(!covering.isEmpty(), "no kernel of the plan says that it covers the operation");
    return new PeerReply.KernelPrepared(
        asked.device(),
        asked.math(),
        asked.threads(),
        asked.variant(),
        compileSeconds,
        covering.stream().map(DeviceKernel::words).collect(Collectors.joining(" + ")),
        covering.size() == executable.plan().kernels().size()
            ? "all kernels of the plan"
            : "the kernels that cover the operation, by the device's profile; not: "
                + executable.plan().kernels().stream()
                    .filter(kernel -> !covers(kernel))
                    .map(Plan.Kernel::kernel)
                    .collect(Collectors.joining(", ")),
        Map.of());
  }

  private static String words(Plan.Kernel kernel) {
    return kernel.kernel() + " [" + kernel.algorithm() + ", " + kernel.layout() + "]";
  }

  private boolean covers(Plan.Kernel kernel) {
    return kernel.nodes().stream().anyMatch(node -> node.contains(KernelCase.LABEL));
  }

  @Override
  public Ran run(int steps) {
    Ticket ticket = executable.submit(state, ENTRY, Feeds.NONE, steps);
    ticket.await();
    Profile profile =
        ticket
            .profile()
            .orElseThrow(() -> new IllegalStateException("a profiled submission has no profile"));
    return Ran.byHost(
        profile.kernels().stream()
            .filter(time -> covers(time.kernel()))
            .mapToLong(Profile.KernelTime::nanos)
            .sum());
  }

  /** What the operation gives. */
  HostTensor result() {
    executable.submit(state, ENTRY, Feeds.NONE, 1).await();
    return state.read(result);
  }

  @Override
  public void close() {
    state.close();
    executable.close();
  }
}
