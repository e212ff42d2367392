// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.check;

import java.util.List;
import java.util.Map;

/**
 * A step's result, as the summary keeps it.
 *
 * @param step its id, unique in a check
 * @param what what it is, for people
 * @param device id of the device, empty for the machine as a whole
 * @param outcome how it ended
 * @param seconds how long it took
 * @param started when, in ISO 8601
 * @param reason why it did not pass; empty if it did
 * @param file its result, relative to the check's folder; empty if there is none
 * @param figures numbers of it, by name
 * @param before state of the machine's NVIDIA devices before it, empty where none is known
 * @param after the same behind it
 */
public record StepResult(
    String step,
    String what,
    String device,
    Outcome outcome,
    double seconds,
    String started,
    String reason,
    String file,
    Map<String, Object> figures,
    List<Map<String, String>> before,
    List<Map<String, String>> after) {}
