// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.execute;

import dev.colonnade.core.backend.GuardViolationException;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs instructions one after the other and checks each: no canary around any buffer has changed,
 * no buffer but its own results and workspaces has changed, every element of its results was
 * written, and truth values are 0 or 1. Buffers are poisoned before the step, so what reads too
 * early gets NaN.
 *
 * <p>In a guarded entry no two buffers share memory and nothing is overwritten in place. Variables,
 * feeds and constants of more than {@link #LARGEST_WATCHED} elements are guarded by canaries alone.
 */
final class GuardedRunner implements Entry.StepRunner {
  /**
   * Buffers of more elements are not compared before and after each kernel, unless they are
   * scratch.
   */
  static final int LARGEST_WATCHED = 1 << 20;

  private final String entry;
  private final Frame frame;
  private final List<Step> steps;
  private final List<Buffer> buffers;
  private final int guard;
  private final Map<Buffer, Long> digests = new HashMap<>();
  private int position;

  /**
   * A runner.
   *
   * @param buffers all buffers of the entry
   * @param guard elements of canary in front of and behind each buffer in scratch and variables
   */
  GuardedRunner(String entry, Frame frame, List<Step> steps, List<Buffer> buffers, int guard) {
    this.entry = entry;
    this.frame = frame;
    this.steps = steps;
    this.buffers = buffers;
    this.guard = guard;
  }

  @Override
  public int position() {
    return position;
  }

  @Override
  public void run() {
    prepare();
    for (position = 0; position < steps.size(); position++) {
      Step step = steps.get(position);
      Set<Buffer> own = new HashSet<>(step.writes());
      own.addAll(step.workspaces());
      poison(step, own, Pattern.POISON);
      step.instruction().run(frame);
      check(step, own);
    }
    position = Math.max(0, steps.size() - 1);
  }

  private void prepare() {
    for (Buffer buffer : buffers) {
      if (hasGuard(buffer)) {
        Pattern.CANARY.fill(array(buffer), start(buffer) - guard, start(buffer));
        Pattern.CANARY.fill(array(buffer), end(buffer), end(buffer) + guard);
      }
      if (buffer.isScratch() || buffer.home() instanceof Buffer.Home.Returned) {
        Pattern.POISON.fill(array(buffer), start(buffer), end(buffer));
      }
    }
    digests.clear();
    for (Buffer buffer : buffers) {
      if (isWatched(buffer)) {
        digests.put(buffer, Pattern.digest(array(buffer), start(buffer), end(buffer)));
      }
    }
  }

  /**
   * Poisons results and workspaces; a result in a variable's array too, as its old value is done
   * with.
   */
  private void poison(Step step, Set<Buffer> own, Pattern pattern) {
    for (Buffer buffer : own) {
      pattern.fill(array(buffer), start(buffer), end(buffer));
    }
    if (step.reads().stream().anyMatch(own::contains)) {
      throw new IllegalStateException(step.describe() + " works in place in a guarded run");
    }
  }

  private void check(Step step, Set<Buffer> own) {
    checkCanaries(step);
    checkOthers(step, own);
    checkWritten(step, own);
    for (Buffer buffer : own) {
      if (isWatched(buffer)) {
        digests.put(buffer, Pattern.digest(array(buffer), start(buffer), end(buffer)));
      }
    }
    // Another buffer may stand for the same variable's old value, which is gone now.
    for (Buffer buffer : own) {
      if (buffer.home() instanceof Buffer.Home.Variable) {
        digests.keySet().removeIf(other -> other != buffer && other.home().equals(buffer.home()));
      }
    }
  }

  private void checkCanaries(Step step) {
    for (Buffer buffer : buffers) {
      if (!hasGuard(buffer)) {
        continue;
      }
      for (int i = 1; i <= guard; i++) {
        if (!Pattern.CANARY.isAt(array(buffer), start(buffer) - i)) {
          throw violation(step, "wrote " + i + " elements in front of the " + buffer);
        }
        if (!Pattern.CANARY.isAt(array(buffer), end(buffer) + i - 1)) {
          throw violation(step, "wrote " + i + " elements behind the end of the " + buffer);
        }
      }
    }
  }

  private void checkOthers(Step step, Set<Buffer> own) {
    digests.forEach((buffer, digest) -> {
      if (!own.contains(buffer)
          && own.stream().noneMatch(mine -> sharesVariable(mine, buffer))
          && digest != Pattern.digest(array(buffer), start(buffer), end(buffer))) {
        throw violation(step, "changed the " + buffer + ", which is not its own to write");
      }
    });
  }

  private static boolean sharesVariable(Buffer a, Buffer b) {
    return a.home() instanceof Buffer.Home.Variable && a.home().equals(b.home());
  }

  private void checkWritten(Step step, Set<Buffer> own) {
    Map<Buffer, List<Integer>> suspects = new HashMap<>();
    for (Buffer buffer : step.writes()) {
      List<Integer> found = new ArrayList<>();
      for (int i = 0; i < buffer.count(); i++) {
        if (Pattern.POISON.isAt(array(buffer), start(buffer) + i)) {
          found.add(i);
        }
      }
      if (!found.isEmpty()) {
        suspects.put(buffer, found);
      }
    }
    if (!suspects.isEmpty()) {
      poison(step, own, Pattern.SECOND_POISON);
      step.instruction().run(frame);
      suspects.forEach((buffer, found) -> {
        long unwritten =
            found.stream()
                .filter(i -> Pattern.SECOND_POISON.isAt(array(buffer), start(buffer) + i))
                .count();
        if (unwritten > 0) {
          throw violation(
              step,
              "left "
                  + unwritten
                  + " elements of the "
                  + buffer
                  + " unwritten, the first at "
                  + found.get(0));
        }
      });
    }
    for (Buffer buffer : step.writes()) {
      if (buffer.dtype() == DType.BOOL && array(buffer) instanceof byte[] bytes) {
        for (int i = start(buffer); i < end(buffer); i++) {
          if ((bytes[i] & ~1) != 0) {
            throw violation(step, "wrote " + bytes[i] + " as a truth value into the " + buffer);
          }
        }
      }
    }
  }

  private GuardViolationException violation(Step step, String what) {
    return new GuardViolationException("entry " + entry + ": " + step.describe() + " " + what);
  }

  private boolean hasGuard(Buffer buffer) {
    return buffer.isScratch()
        || buffer.home() instanceof Buffer.Home.Variable
        || buffer.home() instanceof Buffer.Home.Constant;
  }

  private boolean isWatched(Buffer buffer) {
    return buffer.isScratch() || buffer.count() <= LARGEST_WATCHED;
  }

  private Object array(Buffer buffer) {
    return frame.array(buffer.number(), buffer.dtype());
  }

  private int start(Buffer buffer) {
    return frame.offset(buffer.number());
  }

  private int end(Buffer buffer) {
    return start(buffer) + ArrayLimit.count(buffer);
  }
}
