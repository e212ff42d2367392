// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.library;

import dev.colonnade.core.backend.BackendException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds NVIDIA's libraries. Places are tried in this order, and in each the newest version that the
 * driver can run: folders that the user names ({@value Surroundings#PROPERTY}, {@value
 * Surroundings#VARIABLE}), {@code LD_LIBRARY_PATH}, the loader's own cache, CUDA's usual folders,
 * Python wheels. A file that does not load is passed over, and its reason is told if nothing else
 * is found.
 *
 * <p>Answers are kept, so that asking again costs nothing. Thread-safe.
 */
public final class LibrarySearch {
  /** Loads libraries; the one of the system, or a test's. */
  interface Loader {
    /** Whether this system can load NVIDIA's libraries at all. */
    boolean works();

    /**
     * Loads a library and asks it for its version.
     *
     * @param name a path, or a bare name for the system's own search
     * @throws UnsatisfiedLinkError with the reason
     */
    NativeLibrary load(CudaLibrary library, String name);
  }

  private final SearchPlaces search;
  private final Loader loader;
  private final Map<CudaLibrary, LibraryStatus> known = new EnumMap<>(CudaLibrary.class);
  private @Nullable List<SearchPlaces.Place> ofSystem;
  private SearchPlaces.@Nullable Place ofPython;

  /** A search in these surroundings, which starts when something is asked for. */
  public LibrarySearch(Surroundings surroundings) {
    this(surroundings, new SystemLoader());
  }

  LibrarySearch(Surroundings surroundings, Loader loader) {
    this.search = new SearchPlaces(surroundings);
    this.loader = loader;
  }

  /** The search of this process. */
  public static LibrarySearch ofThisProcess() {
    return Holder.INSTANCE;
  }

  private static final class Holder {
    static final LibrarySearch INSTANCE = new LibrarySearch(Surroundings.ofThisProcess());
  }

  /**
   * What is there of every library. Without the driver nothing else is looked for: none of it could
   * be used, and a machine without CUDA is to start as fast as one that has never heard of it.
   */
  public synchronized Map<CudaLibrary, LibraryStatus> survey() {
    Map<CudaLibrary, LibraryStatus> all = new EnumMap<>(CudaLibrary.class);
    LibraryStatus driver = find(CudaLibrary.DRIVER);
    for (CudaLibrary library : CudaLibrary.values()) {
      all.put(
          library,
          driver instanceof LibraryStatus.Missing && library != CudaLibrary.DRIVER
              ? new LibraryStatus.Missing(
                  library,
                  "not looked for, as there is no CUDA driver to use it with",
                  List.of(),
                  "start with the driver")
              : find(library));
    }
    return all;
  }

  /** What is there of one library, the driver's presence aside. */
  public synchronized LibraryStatus find(CudaLibrary library) {
    LibraryStatus status = known.get(library);
    if (status == null) {
      status = look(library);
      known.put(library, status);
    }
    return status;
  }

  /**
   * A library that is needed.
   *
   * @throws BackendException with the reason and the remedy if it is missing
   */
  public NativeLibrary require(CudaLibrary library) {
    return switch (find(library)) {
      case LibraryStatus.Found found -> found.opened();
      case LibraryStatus.Missing missing -> throw new BackendException(missing.sentence());
    };
  }

  private LibraryStatus look(CudaLibrary library) {
    if (!loader.works()) {
      return new LibraryStatus.Missing(
          library, "not looked for, as this is not Linux", List.of(), "use a Linux machine");
    }
    List<String> names = library.sonames(driverVersion(library));
    loadWhatItLoads(library);
    List<String> searched = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    for (SearchPlaces.Place place : placesFor(library)) {
      for (String name : names) {
        for (String candidate : candidates(place, name)) {
          try {
            NativeLibrary opened = loader.load(library, candidate);
            return new LibraryStatus.Found(
                library, opened.path(), opened.version(), place.name(), opened);
          } catch (UnsatisfiedLinkError e) {
            refusals.add(candidate + " does not load: " + e.getMessage());
          }
        }
      }
      searched.add(describe(place));
    }
    String reason =
        refusals.isEmpty()
            ? String.join(" or ", names) + " was not found"
            : String.join("; ", refusals);
    return new LibraryStatus.Missing(library, reason, searched, "to get it, " + library.remedy());
  }

  /**
   * As {@code cuDriverGetVersion} gives it; 0 if there is no driver, or it is what is asked for.
   */
  private int driverVersion(CudaLibrary library) {
    if (library == CudaLibrary.DRIVER
        || !(find(CudaLibrary.DRIVER) instanceof LibraryStatus.Found driver)) {
      return 0;
    }
    return Integer.parseInt(driver.version().split("\\.")[0]) * 1000;
  }

  /**
   * cuDNN asks the linker for cuBLASLt and NVRTC by bare name when it first needs them, and cuBLAS
   * for cuBLASLt when it is loaded; once ours are loaded it gets the same ones.
   */
  private void loadWhatItLoads(CudaLibrary library) {
    if (library == CudaLibrary.CUDNN) {
      find(CudaLibrary.NVRTC);
      find(CudaLibrary.CUBLAS_LT);
    }
  }

  private List<SearchPlaces.Place> placesFor(CudaLibrary library) {
    List<SearchPlaces.Place> some = new ArrayList<>();
    if (library == CudaLibrary.CUBLAS
        && find(CudaLibrary.CUBLAS_LT) instanceof LibraryStatus.Found found) {
      // Two halves of one library: of two installations, never take one half each.
      Path folder = found.path().toAbsolutePath().resolveSibling("");
      some.add(new SearchPlaces.Place("beside cuBLASLt", false, List.of(folder)));
    }
    if (ofSystem == null) {
      ofSystem = search.system();
    }
    some.addAll(ofSystem);
    if (library != CudaLibrary.DRIVER && library != CudaLibrary.NVML) {
      if (ofPython == null) {
        ofPython = search.python();
      }
      some.add(ofPython);
    }
    return some;
  }

  private List<String> candidates(SearchPlaces.Place place, String name) {
    if (place.ofLoader()) {
      return search.loaderMayKnow(name) ? List.of(name) : List.of();
    }
    return place.folders().stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::exists)
        .map(Path::toString)
        .toList();
  }

  private static String describe(SearchPlaces.Place place) {
    if (place.ofLoader()) {
      return place.name();
    }
    int count = place.folders().size();
    return place.name()
        + switch (count) {
          case 0 -> " (no such folder)";
          case 1 -> " (" + place.folders().getFirst() + ")";
          default -> " (" + count + " folders)";
        };
  }
}
