// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Named files in a folder or in an archive; names are relative, with forward slashes. */
interface ImageTree {
  /** Receives one file's name and content. */
  interface Visitor {
    void visit(String name, byte[] content);
  }

  /** What to call a file of this tree in a message. */
  String describe(String name);

  /** The names of all regular files, in no particular order. */
  List<String> names() throws IOException;

  /** Reads the wanted files, in the tree's own order, which is the same each time. */
  void read(Set<String> wanted, Visitor visitor) throws IOException;
}
