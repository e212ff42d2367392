// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.colonnade.models.data.catalog.DataCatalog;
import dev.colonnade.models.data.catalog.DataStatus;
import dev.colonnade.models.data.catalog.SearchPath;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Real data for tests: the folder that {@code COLONNADE_DATA} names, or else {@code shared/data}
 * beside the checkout. Where neither has the set, the test is skipped and says so.
 */
public final class RealData {
  private RealData() {}

  /** The catalogue, if it has the data set; otherwise the calling test is skipped with a reason. */
  public static DataCatalog catalogWith(String name) {
    @Nullable Path shared = besideTheCheckout();
    DataCatalog catalog =
        new DataCatalog(
            SearchPath.of(
                System.getenv(SearchPath.VARIABLE) == null ? shared : null,
                System.getenv(),
                Path.of("no-working-folder"),
                Path.of("no-home")));
    boolean available =
        catalog.status().stream()
            .anyMatch(status ->
                status.name().equals(name) && status.state() == DataStatus.State.AVAILABLE);
    if (!available) {
      String reason =
          "skipped: no "
              + name
              + " in "
              + System.getenv().getOrDefault(SearchPath.VARIABLE, String.valueOf(shared))
              + "; set "
              + SearchPath.VARIABLE
              + " to a folder that has it";
      System.out.println(reason);
      abort(reason);
    }
    return catalog;
  }

  private static @Nullable Path besideTheCheckout() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("CITATION.cff")) || Files.exists(folder.resolve(".git"))) {
        return folder.resolveSibling("shared").resolve("data");
      }
    }
    return null;
  }
}
