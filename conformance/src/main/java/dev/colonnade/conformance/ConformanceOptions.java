// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance;

import dev.colonnade.core.backend.MathMode;
import java.time.Duration;
import java.util.Optional;

/**
 * What to run.
 *
 * @param level cases of this level and those below
 * @param seed of all random inputs
 * @param caseName run just the case of this name, or those whose names begin with it when it ends
 *     in {@code *}
 * @param math math mode programs are compiled in; tolerances follow it
 * @param timeout after which a case counts as hung and the run stops
 */
public record ConformanceOptions(
    Level level, long seed, Optional<String> caseName, MathMode math, Duration timeout) {
  /** Everything, seed 1, strict fp32, two minutes for a case. */
  public static final ConformanceOptions DEFAULT =
      new ConformanceOptions(
          Level.ALL, 1, Optional.empty(), MathMode.STRICT_FP32, Duration.ofMinutes(2));

  /** These options with another level. */
  public ConformanceOptions withLevel(Level other) {
    return new ConformanceOptions(other, seed, caseName, math, timeout);
  }

  /** These options with another seed. */
  public ConformanceOptions withSeed(long other) {
    return new ConformanceOptions(level, other, caseName, math, timeout);
  }

  /** These options restricted to one case, or to a prefix ending in {@code *}. */
  public ConformanceOptions withCase(String name) {
    return new ConformanceOptions(level, seed, Optional.of(name), math, timeout);
  }

  /** These options with another math mode. */
  public ConformanceOptions withMath(MathMode other) {
    return new ConformanceOptions(level, seed, caseName, other, timeout);
  }

  /** These options with another time limit for a case. */
  public ConformanceOptions withTimeout(Duration other) {
    return new ConformanceOptions(level, seed, caseName, math, other);
  }

  /** Whether a case is to be run. */
  boolean selects(ConformanceCase candidate) {
    if (caseName.isEmpty()) {
      return level.includes(candidate.level());
    }
    String wanted = caseName.get();
    return wanted.endsWith("*")
        ? level.includes(candidate.level())
            && candidate.name().startsWith(wanted.substring(0, wanted.length() - 1))
        : candidate.name().equals(wanted);
  }

  /** The command line that runs one case again. */
  String replay(String device, String name) {
    return "./colonnade conformance --device "
        + device
        + " --seed "
        + seed
        + (math == MathMode.STRICT_FP32 ? "" : " --math " + math)
        + " --case "
        + name;
  }
}
