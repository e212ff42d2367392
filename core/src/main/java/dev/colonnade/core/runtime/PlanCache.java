// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.graph.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Plans on disk, one file for each key: program, device, driver and library versions, options. A
 * plan whose key differs in anything is not found, so a new driver measures again.
 */
public final class PlanCache {
  private final Path folder;

  /** A cache in {@code folder}, which is made when the first plan is stored. */
  public PlanCache(Path folder) {
    this.folder = folder;
  }

  /**
   * The plan stored for {@code key}, if any. A file that cannot be read as a plan counts as none,
   * as a newer version may have written it.
   *
   * @throws BackendException if the file exists and cannot be opened
   */
  public Optional<Plan> find(Plan.Key key) {
    Path file = file(key);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String json;
    try {
      json = Files.readString(file);
    } catch (IOException e) {
      throw new BackendException("plan " + file + " cannot be read: " + e, e);
    }
    try {
      Plan plan = PlanCodec.fromJson(json);
      return plan.key().equals(key) ? Optional.of(plan) : Optional.empty();
    } catch (BackendException e) {
      return Optional.empty();
    }
  }

  /**
   * Stores a plan under its key, replacing an older one.
   *
   * @throws BackendException if the folder cannot be written
   */
  public void store(Plan plan) {
    try {
      Files.createDirectories(folder);
      AtomicFiles.write(file(plan.key()), PlanCodec.toJson(plan).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new BackendException("plans cannot be stored in " + folder + ": " + e, e);
    }
  }

  private Path file(Plan.Key key) {
    String text =
        key.programFingerprint()
            + "\n"
            + key.device()
            + "\n"
            + new TreeMap<>(key.versions())
            + "\n"
            + key.options();
    return folder.resolve(Fingerprint.of(text).substring(0, 32) + ".json");
  }
}
