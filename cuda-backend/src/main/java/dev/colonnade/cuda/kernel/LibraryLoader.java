// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.cuda.driver.Context;

/** Makes handles of NVIDIA's libraries; called with the session's context current. */
@FunctionalInterface
public interface LibraryLoader {
  /** No libraries at all. */
  LibraryLoader NONE = context -> Libraries.NONE;

  /**
   * Handles for one session.
   *
   * @param context the session's, current on this thread
   * @throws dev.colonnade.core.backend.BackendException if a library that is there refuses
   */
  Libraries open(Context context);
}
