// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.library;

import java.nio.file.Path;
import java.util.List;

/** What became of the search for a library. */
public sealed interface LibraryStatus {
  /** The library searched for. */
  CudaLibrary library();

  /** One sentence for people. */
  String sentence();

  /**
   * It is there and loads.
   *
   * @param library which
   * @param path the file, links followed
   * @param version as the library itself says, for example {@code 13.0}
   * @param place where the search met it, for example {@code LD_LIBRARY_PATH}
   * @param opened the loaded library
   */
  record Found(CudaLibrary library, Path path, String version, String place, NativeLibrary opened)
      implements LibraryStatus {
    @Override
    public String sentence() {
      return library.title() + " " + version + " in " + path + " (" + place + ")";
    }
  }

  /**
   * It is not there, or does not load.
   *
   * @param library which
   * @param reason what is wrong, without a full stop
   * @param searched where it was looked for, in order
   * @param remedy how to get it
   */
  record Missing(CudaLibrary library, String reason, List<String> searched, String remedy)
      implements LibraryStatus {
    /** Copies the list. */
    public Missing {
      searched = List.copyOf(searched);
    }

    /** Where it was looked for, in parentheses after a space; nothing if it was not. */
    String places() {
      return searched.isEmpty() ? "" : " (searched: " + String.join(", ", searched) + ")";
    }

    @Override
    public String sentence() {
      return library.title() + ": " + reason + places() + "; " + remedy;
    }
  }
}
