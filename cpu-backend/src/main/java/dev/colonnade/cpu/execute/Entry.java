// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.execute;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.Profile;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A compiled entry: its frame with the buffers bound, its steps, and what moves between steps. Used
 * by one thread at a time.
 */
public final class Entry {
  /** The arrays of a state. */
  @FunctionalInterface
  public interface Variables {
    /** Binds a variable's array to a buffer of the frame. */
    void bind(String variable, Frame frame, int buffer);
  }

  /** How a step runs: plainly, timed, or guarded. */
  interface StepRunner {
    /** Runs all instructions once; {@link #position} tells which one is running. */
    void run();

    /** Index of the instruction that runs or ran last. */
    int position();

    /** The profile of what ran so far, if it was timed. */
    default Optional<Profile> profile(int steps) {
      return Optional.empty();
    }
  }

  /**
   * What a submission gave.
   *
   * @param outputs stacked by step
   * @param profile if it was timed
   */
  public record Result(Outputs outputs, Optional<Profile> profile) {}

  private final String name;
  private final Frame frame;
  private final List<Step> steps;
  private final StepRunner runner;
  private final List<FeedCursor> feeds = new ArrayList<>();
  private final List<Buffer> variables = new ArrayList<>();
  private final List<Buffer> outputs = new ArrayList<>();
  private final Map<String, Value> outputValues;

  /**
   * An entry ready to run.
   *
   * @param name its name
   * @param frame with scratch buffers and constants bound
   * @param buffers all buffers
   * @param steps the instructions
   * @param outputValues the graph's outputs
   * @param runner how a step runs
   */
  Entry(
      String name,
      Frame frame,
      List<Buffer> buffers,
      List<Step> steps,
      Map<String, Value> outputValues,
      StepRunner runner) {
    this.name = name;
    this.frame = frame;
    this.steps = List.copyOf(steps);
    this.outputValues = outputValues;
    this.runner = runner;
    for (Buffer buffer : buffers) {
      switch (buffer.home()) {
        case Buffer.Home.Fed(String feed) -> feeds.add(new FeedCursor(feed, buffer, frame));
        case Buffer.Home.Variable variable -> variables.add(buffer);
        case Buffer.Home.Returned returned -> outputs.add(buffer);
        case Buffer.Home.Scratch scratch -> {}
        case Buffer.Home.Constant constant -> {}
        case Buffer.Home.Folded folded -> {}
      }
    }
  }

  /** Its instructions, in order. */
  public List<Step> steps() {
    return steps;
  }

  /**
   * Makes the tensors for the outputs of a submission.
   *
   * @throws IllegalArgumentException if an output of so many steps does not fit into a Java array
   */
  public Map<String, HostTensor> allocateOutputs(int count) {
    Map<String, HostTensor> stacked = new LinkedHashMap<>();
    outputValues.forEach((output, value) -> {
      long elements = value.type().elementCount() * count;
      if (elements > ArrayLimit.LARGEST) {
        throw new IllegalArgumentException(
            "entry "
                + name
                + ": output "
                + output
                + " of "
                + count
                + " steps has "
                + elements
                + " elements, more than a Java array holds; submit fewer steps at once");
      }
      stacked.put(output, withSlack(value.type().stacked(count)));
    });
    return stacked;
  }

  private static HostTensor withSlack(TensorType type) {
    MemorySegment segment =
        switch (Slack.newArray(type.dtype(), (int) type.elementCount())) {
          case float[] floats -> MemorySegment.ofArray(floats);
          case int[] ints -> MemorySegment.ofArray(ints);
          case byte[] bytes -> MemorySegment.ofArray(bytes);
          default -> throw new IllegalStateException("no tensor lies in another array");
        };
    return HostTensor.wrap(type, segment.asSlice(0, type.byteSize()));
  }

  /**
   * Runs steps.
   *
   * @param state the arrays of the variables
   * @param given the feeds, checked
   * @param stacked tensors for the outputs, from {@link #allocateOutputs}
   * @param count how many steps
   * @throws BackendException naming the kernel and the node that failed
   */
  public Result run(Variables state, Feeds given, Map<String, HostTensor> stacked, int count) {
    for (Buffer buffer : variables) {
      state.bind(((Buffer.Home.Variable) buffer.home()).variable(), frame, buffer.number());
    }
    for (FeedCursor feed : feeds) {
      feed.begin(given);
    }
    for (Buffer buffer : outputs) {
      frame.bind(buffer.number(), array(stacked, buffer), 0);
    }
    int step = 0;
    try {
      for (; step < count; step++) {
        for (int i = 0; i < feeds.size(); i++) {
          feeds.get(i).moveTo(step);
        }
        for (int i = 0; i < outputs.size(); i++) {
          Buffer buffer = outputs.get(i);
          frame.move(buffer.number(), Math.toIntExact(step * buffer.count()));
        }
        runner.run();
      }
      return new Result(new Outputs(stacked), runner.profile(count));
    } catch (BackendException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      throw new OutOfDeviceMemoryException(failure(step) + "the JVM's heap is full", e);
    } catch (RuntimeException | Error e) {
      throw new BackendException(failure(step) + e, e);
    } finally {
      variables.forEach(buffer -> frame.unbind(buffer.number()));
      outputs.forEach(buffer -> frame.unbind(buffer.number()));
      feeds.forEach(FeedCursor::end);
    }
  }

  private String failure(int step) {
    return "entry "
        + name
        + ", step "
        + step
        + ": "
        + steps.get(runner.position()).describe()
        + " failed: ";
  }

  private static Object array(Map<String, HostTensor> stacked, Buffer buffer) {
    String output = ((Buffer.Home.Returned) buffer.home()).output();
    HostTensor tensor = stacked.get(output);
    if (tensor == null) {
      throw new IllegalStateException("no tensor for output " + output);
    }
    return tensor
        .segment()
        .heapBase()
        .orElseThrow(() -> new IllegalStateException("outputs are allocated on the heap"));
  }
}
