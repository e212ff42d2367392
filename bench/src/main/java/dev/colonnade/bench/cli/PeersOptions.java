// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.measure.DevicePeer;
import dev.colonnade.bench.measure.KernelCase;
import dev.colonnade.bench.peers.JvmPeers;
import dev.colonnade.bench.peers.Participant;
import dev.colonnade.bench.peers.PeerCase;
import dev.colonnade.bench.peers.PeerMalloc;
import dev.colonnade.bench.peers.PeerProgram;
import dev.colonnade.bench.peers.PeersPlan;
import dev.colonnade.bench.peers.PyTorchPeer;
import dev.colonnade.bench.peers.kernel.KernelChoice;
import dev.colonnade.bench.peers.kernel.KernelPlan;
import dev.colonnade.bench.protocol.PeerRequest;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.models.zoo.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to compare, and how long: the options of {@code peers} and what they come to. */
final class PeersOptions {
  private static final String PYTORCH = "pytorch";
  private static final String OF_NETS = "nets";

  @Option(
      names = "--peer",
      paramLabel = "CMD",
      description =
          "Command of a peer, quoted, or one of those that ship: pytorch, and djl, onednn, openblas,"
              + " which a checkout has to build; may be repeated (default: pytorch; with --kernels"
              + " onednn and openblas).")
  private List<String> peers = new ArrayList<>();

  @Option(
      names = "--python",
      paramLabel = "PATH",
      defaultValue = "python3",
      description = "Python with torch, for the peer that ships (default: ${DEFAULT-VALUE}).")
  private String python;

  @Option(
      names = "--nets",
      paramLabel = "NET[,NET...]",
      completionCandidates = Candidates.Nets.class,
      split = ",",
      hideParamSyntax = true,
      defaultValue = "mcdnn-mnist,gtsrb-2012",
      description = "Names in the zoo, or net strings (default: ${DEFAULT-VALUE}).")
  private List<String> nets;

  @Option(
      names = "--kernels",
      paramLabel = "K[,K...]",
      split = ",",
      hideParamSyntax = true,
      arity = "0..1",
      fallbackValue = OF_NETS,
      description =
          "Compare single operations instead of training steps: nets (matrix products and the"
              + " convolutions of --nets at each --batch), or some like matMul:512x512x512.")
  private List<String> kernels = new ArrayList<>();

  @Option(
      names = "--batch",
      paramLabel = "N[,N...]",
      split = ",",
      hideParamSyntax = true,
      defaultValue = "1,32,128",
      description = "Images in a step (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  @Option(
      names = "--math",
      paramLabel = "MODE[,MODE...]",
      split = ",",
      hideParamSyntax = true,
      defaultValue = "STRICT_FP32",
      description = "STRICT_FP32, TF32, BF16 (default: ${DEFAULT-VALUE}).")
  private List<MathMode> modes;

  @Option(
      names = "--threads",
      paramLabel = "N[,N...]",
      split = ",",
      hideParamSyntax = true,
      description = "Threads of CPU devices (default: one for each core).")
  private List<Integer> threads = new ArrayList<>();

  @Option(
      names = "--devices",
      paramLabel = "D[,D...]",
      split = ",",
      hideParamSyntax = true,
      description =
          "Our devices; the first is what all are checked against (default: every one found but"
              + " cpu-scalar).")
  private List<String> devices = new ArrayList<>();

  @Option(
      names = "--peer-devices",
      paramLabel = "D[,D...]",
      split = ",",
      hideParamSyntax = true,
      description =
          "Devices of the peers, by their own names (default: those named like a backend of our"
              + " devices, such as cpu or cuda:0).")
  private List<String> peerDevices = new ArrayList<>();

  @Option(
      names = "--variants",
      paramLabel = "V[,V...]",
      split = ",",
      hideParamSyntax = true,
      description = "Variants of the peers, such as eager (default: all that they offer).")
  private List<String> variants = new ArrayList<>();

  @Option(
      names = "--malloc",
      paramLabel = "HOW",
      defaultValue = "tuned",
      description =
          "Allocator of peers: tuned (glibc keeps freed memory) or default (default:"
              + " ${DEFAULT-VALUE}).")
  private PeerMalloc malloc;

  @Option(
      names = "--processes",
      paramLabel = "N",
      defaultValue = "3",
      description = "Fresh processes for each and everything (default: ${DEFAULT-VALUE}).")
  private int processes;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "7",
      description = "Samples in each process (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--sample-time",
      paramLabel = "SECONDS",
      defaultValue = "0.1",
      description = "Least duration of a sample (default: ${DEFAULT-VALUE}).")
  private double sampleTime;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps in a sample (default: as many as last --sample-time).")
  private @Nullable Integer steps;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description =
          "Least duration of warm-up; it ends when times are steady, at the latest after four times"
              + " that (default: ${DEFAULT-VALUE}).")
  private double warmUp;

  @Option(
      names = "--check-steps",
      paramLabel = "N",
      defaultValue = "8",
      description = "Steps whose losses and weights are compared (default: ${DEFAULT-VALUE}).")
  private int checkSteps;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "Time for an answer, besides that of samples (default: ${DEFAULT-VALUE}).")
  private int timeout;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Seed of the order of processes (default: ${DEFAULT-VALUE}).")
  private long seed;

  @SuppressWarnings(
      "NullAway.Init") // picocli sets what has no initialiser before the command runs.
  PeersOptions() {}

  /** Refuses numbers that make no sense. */
  void check() {
    positive("--processes", processes);
    positive("--samples", samples);
    positive("--sample-time", sampleTime);
    positive("--warm-up", warmUp);
    positive("--check-steps", checkSteps);
    positive("--timeout", timeout);
    batches.forEach(batch -> positive("--batch", batch));
    threads.forEach(count -> positive("--threads", count));
    if (steps != null) {
      positive("--steps", steps);
    }
  }

  private static void positive(String option, double value) {
    if (!(value > 0 && value <= Integer.MAX_VALUE)) {
      throw CommandFailure.usage(option + " must be a positive number, but was " + value);
    }
  }

  List<String> devices() {
    return devices;
  }

  Duration timeout() {
    return Duration.ofSeconds(timeout);
  }

  long seed() {
    return seed;
  }

  /** Every net at every batch in every mode. */
  List<PeerCase> cases() {
    Set<PeerCase> cases = new LinkedHashSet<>();
    for (String net : nets) {
      NetChoice choice = NetChoice.of(net);
      for (MathMode mode : modes) {
        for (int batch : batches) {
          cases.add(
              new PeerCase(
                  choice.net().toString(), choice.recipe().map(Recipe::name), batch, mode.name()));
        }
      }
    }
    return List.copyOf(cases);
  }

  /** Whether single operations are compared. */
  boolean ofKernels() {
    return !kernels.isEmpty();
  }

  /** The operations asked for. */
  List<KernelCase> kernelCases() {
    try {
      return kernels.equals(List.of(OF_NETS))
          ? KernelChoice.ofNets(
              nets.stream().map(net -> NetChoice.of(net).net().toString()).toList(), batches)
          : kernels.stream().map(KernelCase::parse).toList();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The peers' commands.
   *
   * @param folder for the program of the peer that ships
   */
  List<PeerProgram> programs(Path folder) throws IOException {
    List<PeerProgram> programs = new ArrayList<>();
    Map<String, String> environment = malloc.environment();
    List<String> usual = kernels.isEmpty() ? List.of(PYTORCH) : JvmPeers.OF_KERNELS;
    for (String peer : new LinkedHashSet<>(peers.isEmpty() ? usual : peers)) {
      try {
        if (JvmPeers.has(peer)) {
          programs.add(JvmPeers.program(peer, environment));
        } else if (peer.equals(PYTORCH)) {
          programs.add(PyTorchPeer.install(python, environment, folder));
        } else {
          programs.add(new PeerProgram(PeerProgram.words(peer), environment));
        }
      } catch (IllegalArgumentException e) {
        throw CommandFailure.usage(String.valueOf(e.getMessage()));
      } catch (IllegalStateException e) {
        throw CommandFailure.failed(String.valueOf(e.getMessage()));
      }
    }
    return programs;
  }

  /** Those of the offered variants that were asked for. */
  List<Participant.Theirs> chosen(List<Participant.Theirs> offered, List<Participant.Ours> ours) {
    Set<String> kinds =
        ours.stream().map(device -> device.target().info().backend()).collect(Collectors.toSet());
    List<Participant.Theirs> chosen =
        offered.stream()
            .filter(peer ->
                peerDevices.isEmpty()
                    ? kinds.contains(kind(peer.device()))
                    : peerDevices.contains(peer.device()))
            .filter(peer -> variants.isEmpty() || variants.contains(peer.variant()))
            .toList();
    named("--peer-devices", peerDevices, offered.stream().map(Participant::device).toList());
    named("--variants", variants, offered.stream().map(Participant::variant).toList());
    if (chosen.isEmpty()) {
      throw CommandFailure.usage(
          "no peer offers that; there are "
              + offered.stream().map(Participant::id).collect(Collectors.joining(", "))
              + " beside our "
              + ours.stream().map(Participant::id).collect(Collectors.joining(", "))
              + "; choose with --peer-devices and --variants");
    }
    return chosen;
  }

  private static void named(String option, List<String> wanted, List<String> offered) {
    for (String name : wanted) {
      if (!offered.contains(name)) {
        throw CommandFailure.usage(
            option
                + " names "
                + name
                + ", which no peer offers; there are "
                + String.join(", ", new LinkedHashSet<>(offered)));
      }
    }
  }

  private static String kind(String device) {
    int colon = device.indexOf(':');
    return colon < 0 ? device : device.substring(0, colon);
  }

  /** All together. */
  PeersPlan plan(
      List<Participant.Ours> ours, List<Participant.Theirs> theirs, List<PeerCase> cases) {
    return new PeersPlan(
        ours,
        theirs,
        cases,
        teams(),
        processes,
        checkSteps,
        new PeerRequest.Time(samples, sampleTime, steps, DevicePeer.warmUpRule(warmUp)),
        timeout());
  }

  /** The comparison of operations. */
  KernelPlan kernelPlan(
      List<Participant.Ours> ours, List<Participant.Theirs> theirs, List<KernelCase> cases) {
    if (modes.size() != 1) {
      throw CommandFailure.usage("--kernels takes one math mode at a time, not " + modes);
    }
    return new KernelPlan(
        ours,
        theirs,
        cases,
        modes.getFirst(),
        teams(),
        processes,
        new PeerRequest.Time(samples, sampleTime, steps, DevicePeer.warmUpRule(warmUp)),
        timeout());
  }

  private List<Integer> teams() {
    return threads.isEmpty() ? List.of(Runtime.getRuntime().availableProcessors()) : threads;
  }
}
