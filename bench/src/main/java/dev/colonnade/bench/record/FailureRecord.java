// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An attempt that gave no measurement: a reported result like any other.
 *
 * @param id identity of this record
 * @param run the run it belongs to
 * @param machine computer and Java machine
 * @param device device
 * @param study id of the study that asked for it, or why none did
 * @param net the net, or why there is none (the device never opened)
 * @param variables the study's variables at the point; empty if it never came to a point
 * @param choices what else the study varies, by {@link Choices key}; empty likewise
 * @param mathMode operand precision at the point, or why there is none
 * @param failure what kind of failure it is
 * @param reason what happened, in a sentence
 * @param remedy what the user can do
 */
public record FailureRecord(
    String id,
    RunInfo run,
    Machine machine,
    DeviceInfo device,
    Measured<String> study,
    Measured<String> net,
    SortedMap<String, Integer> variables,
    SortedMap<String, String> choices,
    Measured<String> mathMode,
    Kind failure,
    String reason,
    Measured<String> remedy)
    implements BenchmarkRecord {

  /** Kinds of failure. */
  public enum Kind {
    /** The device or its driver is not there. */
    UNAVAILABLE("unavailable"),
    /** The process died. */
    CRASHED("crashed"),
    /** The process answered no more and was ended. */
    HUNG("hung"),
    /** Host or device memory did not suffice. */
    OUT_OF_MEMORY("out-of-memory"),
    /** The device cannot run this program, or has no such math mode. */
    UNSUPPORTED("unsupported"),
    /** The results differ from the oracle by more than the tolerance; no time is reported. */
    WRONG_RESULT("wrong-result"),
    /** The loss became infinite or NaN before an epoch was done. */
    DIVERGED("diverged"),
    /** The preset's time was used up before this point. */
    TIME_CAP("time-cap");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /** Name in records. */
    @JsonValue
    public String key() {
      return key;
    }
  }

  /** Checks identity and reason; copies and sorts the maps. */
  public FailureRecord {
    Checks.text("id", id);
    Checks.text("reason", reason);
    variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    choices = Collections.unmodifiableSortedMap(new TreeMap<>(choices));
  }
}
