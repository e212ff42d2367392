// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.checkpoint;

import dev.colonnade.core.tensor.HostTensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a checkpoint file holds.
 *
 * @param metadata texts by name
 * @param tensors by name, in file order
 */
public record Checkpoint(SortedMap<String, String> metadata, Map<String, HostTensor> tensors) {
  /** Copies the maps, not the tensors. */
  public Checkpoint {
    metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }
}
