// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.library;

import dev.colonnade.core.backend.BackendLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What {@code devices} says about NVIDIA's libraries on a machine that has the driver. */
public final class LibraryOverview {
  /**
   * Another binding to a library, for machines where the search finds none.
   *
   * @param name what it is called
   * @param version of the binding
   * @param serves the library it binds
   * @param whyNot loads it; the reason why it does not load, without a full stop
   */
  public record Adapter(
      String name, String version, CudaLibrary serves, Supplier<Optional<String>> whyNot) {}

  private LibraryOverview() {}

  /** Every library and adapter; none where there is no driver, without which none is of use. */
  public static List<BackendLibrary> of(LibrarySearch search, List<Adapter> adapters) {
    if (search.find(CudaLibrary.DRIVER) instanceof LibraryStatus.Missing) {
      return List.of();
    }
    List<BackendLibrary> all = new ArrayList<>();
    search.survey().values().forEach(status -> all.add(of(status)));
    adapters.forEach(adapter -> all.add(of(adapter, search.find(adapter.serves()))));
    return all;
  }

  private static BackendLibrary of(LibraryStatus status) {
    String name = status.library().title();
    String purpose = status.library().purpose();
    return switch (status) {
      case LibraryStatus.Found found ->
          new BackendLibrary.Found(
              name, purpose, found.version(), found.path() + " (" + found.place() + ")");
      case LibraryStatus.Missing missing ->
          new BackendLibrary.Missing(
              name, purpose, missing.reason() + missing.places(), missing.remedy());
    };
  }

  private static BackendLibrary of(Adapter adapter, LibraryStatus served) {
    String title = served.library().title();
    String purpose = title + " where the search above finds none";
    return adapter
        .whyNot()
        .get()
        .<BackendLibrary>map(reason ->
            new BackendLibrary.Missing(
                adapter.name(),
                purpose,
                reason,
                switch (served) {
                  case LibraryStatus.Found found ->
                      "nothing to do, as " + title + " " + found.version() + " is bound without it";
                  case LibraryStatus.Missing missing -> missing.remedy();
                }))
        .orElseGet(() ->
            new BackendLibrary.Found(
                adapter.name(), purpose, adapter.version(), "its jar on the class path"));
  }
}
