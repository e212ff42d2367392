// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.Plan;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Plans as JSON, with a version of the format. */
public final class PlanCodec {
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private record Envelope(int format, Plan plan) {}

  private PlanCodec() {}

  /** The plan as one line of JSON. */
  public static String toJson(Plan plan) {
    return JSON.writeValueAsString(new Envelope(FORMAT, plan));
  }

  /**
   * The plan that was written.
   *
   * @throws BackendException if the text is not a plan of this format
   */
  public static Plan fromJson(String json) {
    Envelope envelope;
    try {
      envelope = JSON.readValue(json, Envelope.class);
    } catch (JacksonException e) {
      throw new BackendException(
          "this is not a plan: " + e.getOriginalMessage() + "; compile without it", e);
    }
    if (envelope == null || envelope.format() != FORMAT || envelope.plan() == null) {
      throw new BackendException(
          "this plan is not of format " + FORMAT + "; compile without it and store the new one");
    }
    return envelope.plan();
  }
}
