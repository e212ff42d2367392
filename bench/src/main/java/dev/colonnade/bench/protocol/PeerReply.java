// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a peer answers. Fields that are not {@code @Nullable} have to be there, lists and maps may
 * be left out where they are empty.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = PeerReply.Hello.class, name = "hello"),
  @JsonSubTypes.Type(value = PeerReply.Prepared.class, name = "prepared"),
  @JsonSubTypes.Type(value = PeerReply.KernelPrepared.class, name = "kernel-prepared"),
  @JsonSubTypes.Type(value = PeerReply.Checked.class, name = "checked"),
  @JsonSubTypes.Type(value = PeerReply.Computed.class, name = "computed"),
  @JsonSubTypes.Type(value = PeerReply.Timed.class, name = "timed"),
  @JsonSubTypes.Type(value = PeerReply.Bye.class, name = "bye"),
  @JsonSubTypes.Type(value = PeerReply.Declined.class, name = "declined"),
  @JsonSubTypes.Type(value = PeerReply.Failed.class, name = "error")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface PeerReply {
  /**
   * Who I am.
   *
   * @param protocol name and version of the protocol
   * @param name of the peer, such as {@code pytorch}
   * @param versions of what it consists of, by name
   * @param devices where it can train
   * @param environment variables of its environment that matter to speed
   * @param notes sentences for the user, such as why a variant is not offered
   */
  record Hello(
      String protocol,
      String name,
      Map<String, String> versions,
      List<OfferedDevice> devices,
      Map<String, String> environment,
      List<String> notes)
      implements PeerReply {
    /** Checks that name and protocol are there; copies the collections. */
    public Hello {
      Required.text("hello.protocol", protocol);
      Required.text("hello.name", name);
      versions = Required.map(versions);
      environment = Required.map(environment);
      notes = Required.list(notes);
      devices = Required.list(devices);
    }
  }

  /**
   * A device of a peer.
   *
   * @param id by which a request names it
   * @param kind {@code cpu} (it has a number of threads) or another word, such as {@code gpu}
   * @param name the vendor's
   * @param memoryBytes its memory, or absent where it is the host's
   * @param driver version of its driver, or absent where it has none
   * @param variants ways to run a step, by name
   * @param mathModes math modes that it can be asked for
   */
  record OfferedDevice(
      String id,
      String kind,
      String name,
      @Nullable Long memoryBytes,
      @Nullable String driver,
      List<String> variants,
      List<String> mathModes) {
    /** Checks the names; copies the lists. */
    public OfferedDevice {
      Required.text("hello.devices.id", id);
      Required.text("hello.devices.kind", kind);
      Required.text("hello.devices.name", name);
      variants = Required.list(variants);
      mathModes = Required.list(mathModes);
    }

    /** Whether it has a number of threads. */
    public boolean isCpu() {
      return kind.equals("cpu");
    }
  }

  /**
   * Ready. What was asked is repeated as it is in force.
   *
   * @param device as asked
   * @param math as asked
   * @param threads as asked
   * @param variant as asked
   * @param batch as asked
   * @param flushDenormals as asked
   * @param deterministic whether the same steps always give the same bits
   * @param storage data type in which activations are kept, such as {@code F32}
   * @param stepMultiple steps that can only be run together, such as those of a captured graph
   * @param compileSeconds time that compiling and tuning took
   * @param submission in words, how n steps are run
   * @param program identity of the program, or absent
   * @param kernels one line for each kernel, where that is known
   * @param facts settings that matter, by name
   */
  record Prepared(
      String device,
      String math,
      @Nullable Integer threads,
      String variant,
      int batch,
      boolean flushDenormals,
      boolean deterministic,
      String storage,
      int stepMultiple,
      double compileSeconds,
      String submission,
      @Nullable String program,
      List<String> kernels,
      Map<String, String> facts)
      implements PeerReply {
    /** Checks what has to be there; copies the collections. */
    public Prepared {
      Required.text("prepared.device", device);
      Required.text("prepared.math", math);
      Required.text("prepared.variant", variant);
      Required.text("prepared.storage", storage);
      Required.text("prepared.submission", submission);
      Required.positive("prepared.batch", batch);
      Required.positive("prepared.stepMultiple", stepMultiple);
      Required.notNegative("prepared.compileSeconds", compileSeconds);
      kernels = Required.list(kernels);
      facts = Required.map(facts);
    }
  }

  /**
   * The operation is ready. What was asked is repeated as it is in force.
   *
   * @param device as asked
   * @param math as asked
   * @param threads as asked
   * @param variant as asked
   * @param compileSeconds time that compiling, tuning and laying out the operands took
   * @param implementation what runs, in words: kernel, algorithm, layout
   * @param timed what the samples cover and what they leave out, such as changes of layout
   * @param facts settings that matter, by name
   */
  record KernelPrepared(
      String device,
      String math,
      @Nullable Integer threads,
      String variant,
      double compileSeconds,
      String implementation,
      String timed,
      Map<String, String> facts)
      implements PeerReply {
    /** Checks what has to be there; copies the map. */
    public KernelPrepared {
      Required.text("kernel-prepared.device", device);
      Required.text("kernel-prepared.math", math);
      Required.text("kernel-prepared.variant", variant);
      Required.text("kernel-prepared.implementation", implementation);
      Required.text("kernel-prepared.timed", timed);
      Required.notNegative("kernel-prepared.compileSeconds", compileSeconds);
      facts = Required.map(facts);
    }
  }

  /**
   * The operation was run once.
   *
   * @param result file with the result
   */
  record Computed(String result) implements PeerReply {
    /** Checks that there is a file. */
    public Computed {
      Required.text("computed.result", result);
    }
  }

  /**
   * The steps were run.
   *
   * @param losses mean loss of each step's batch, before its update
   * @param weights file with the parameters after the last step
   */
  record Checked(List<Double> losses, String weights) implements PeerReply {
    /** Checks that there are losses and a file; copies the list. */
    public Checked {
      losses = Required.list(losses);
      Required.text("checked.weights", weights);
    }
  }

  /**
   * The samples.
   *
   * @param seconds of each sample, from before its first step to the completion of its last
   * @param stepsPerSample steps in each
   * @param warmUp what was run before
   * @param deviceSecondsPerStep the device's own clock, or absent where it has none
   * @param conditions of the device over the samples, or absent where the peer does not state them
   */
  record Timed(
      List<Double> seconds,
      int stepsPerSample,
      WarmedUp warmUp,
      @Nullable Double deviceSecondsPerStep,
      @Nullable PeerConditions conditions)
      implements PeerReply {
    /** Checks that times are times; copies the list. */
    public Timed {
      seconds = Required.list(seconds);
      for (double sample : seconds) {
        Required.positive("timed.seconds", sample);
      }
      Required.positive("timed.stepsPerSample", stepsPerSample);
      Required.present("timed.warmUp", warmUp);
      if (deviceSecondsPerStep != null) {
        Required.positive("timed.deviceSecondsPerStep", deviceSecondsPerStep);
      }
    }
  }

  /**
   * What came before the first sample.
   *
   * @param steps steps
   * @param seconds time
   * @param steady whether it ended because times were steady
   */
  record WarmedUp(long steps, double seconds, boolean steady) {
    /** Checks the signs. */
    public WarmedUp {
      Required.notNegative("timed.warmUp.steps", (double) steps);
      Required.notNegative("timed.warmUp.seconds", seconds);
    }
  }

  /** Good bye. */
  record Bye() implements PeerReply {}

  /**
   * I cannot do exactly this.
   *
   * @param reason one sentence
   */
  record Declined(String reason) implements PeerReply {
    /** Checks that there is a reason. */
    public Declined {
      Required.text("declined.reason", reason);
    }
  }

  /**
   * I tried, and it went wrong; in JSON its type is {@code error}.
   *
   * @param reason one sentence
   * @param kind {@code failed}, {@code unavailable} or {@code out-of-memory}; absent means failed
   */
  record Failed(String reason, @Nullable String kind) implements PeerReply {
    /** Checks that there is a reason. */
    public Failed {
      Required.text("error.reason", reason);
    }
  }
}
