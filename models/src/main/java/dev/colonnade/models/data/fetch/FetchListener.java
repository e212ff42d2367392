// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.fetch;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Hears what a download does; called on the thread that fetches. Every method may do nothing. */
public interface FetchListener {
  /** Hears nothing. */
  FetchListener SILENT = new FetchListener() {};

  /** The file is there already and is right, in the official or another compression. */
  default void alreadyThere(RemoteFile file, Path path) {}

  /** Bytes begin to arrive; {@code from} is above 0 where an earlier part is continued. */
  default void started(RemoteFile file, URI address, long from) {}

  /** {@code done} of {@code file.size()} bytes have arrived. */
  default void progress(RemoteFile file, long done) {}

  /** An address failed and will be tried again after {@code delay}. */
  default void retrying(RemoteFile file, URI address, String reason, Duration delay) {}

  /** An address is given up; the next one, if any, follows. */
  default void givenUp(RemoteFile file, URI address, String reason) {}

  /** The file is in place, whole and checked. */
  default void finished(RemoteFile file, Path path) {}
}
