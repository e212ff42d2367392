// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.fetch;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that can be downloaded and told from any other.
 *
 * @param name the name it gets on disk
 * @param size its length in bytes
 * @param sha256 its SHA-256, in lower-case hexadecimal
 * @param contentSha256 the SHA-256 of what it holds after gunzip, or null where that is not known;
 *     tells a copy that was compressed by another program, or unpacked, from a wrong one
 * @param addresses where it is offered, tried in this order
 */
public record RemoteFile(
    String name, long size, String sha256, @Nullable String contentSha256, List<URI> addresses) {
  /** Checks what a later comparison relies on. */
  public RemoteFile {
    addresses = List.copyOf(addresses);
    if (size < 1 || addresses.isEmpty() || !sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("incomplete description of " + name);
    }
  }

  /** The name without {@code .gz}, which the file has when it is unpacked. */
  public String unpackedName() {
    return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
  }
}
