// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.library;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The places to look in, in order. A folder is listed only where a part of its name varies, and
 * nothing is walked, so that the search takes milliseconds.
 */
final class SearchPlaces {
  /**
   * A place.
   *
   * @param name what people call it
   * @param ofLoader whether it is the loader's own search, by bare name
   * @param folders those that exist, in order; empty for the loader
   */
  record Place(String name, boolean ofLoader, List<Path> folders) {}

  /** A chain of links longer than this is a ring. */
  private static final int MOST_LINKS = 8;

  private final Surroundings surroundings;

  SearchPlaces(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** The places of every library, in order. */
  List<Place> system() {
    return List.of(
        new Place(Surroundings.PROPERTY + " or " + Surroundings.VARIABLE, false, configured()),
        new Place(
            "LD_LIBRARY_PATH", false, existing(split(surroundings.variable("LD_LIBRARY_PATH")))),
        new Place("the loader's cache", true, List.of()),
        new Place("CUDA's usual folders", false, usual()));
  }

  /** Where Python keeps libraries: last in order, and never the driver's parts. */
  Place python() {
    return new Place("Python wheels", false, wheels());
  }

  /**
   * Whether asking the loader for a bare name can succeed. Its cache is a file that lists every
   * name it knows; looking into it takes less than a millisecond, whereas the first call of the
   * loader from Java takes tens, which a machine without CUDA need not spend.
   */
  boolean loaderMayKnow(String name) {
    for (Path folder : split(surroundings.variable("LD_LIBRARY_PATH"))) {
      if (Files.exists(folder.resolve(name))) {
        return true;
      }
    }
    for (String folder :
        List.of("lib", "usr/lib", "lib64", "usr/lib64", "usr/lib/x86_64-linux-gnu")) {
      if (Files.exists(below(folder).resolve(name))) {
        return true;
      }
    }
    try {
      byte[] cache = Files.readAllBytes(below("etc/ld.so.cache"));
      return new String(cache, StandardCharsets.ISO_8859_1).contains(name + "\0");
    } catch (IOException e) {
      // A system that keeps no such file has other ways of knowing.
      return true;
    }
  }

  private List<Path> configured() {
    List<Path> folders = new ArrayList<>();
    for (Path folder : split(surroundings.configured())) {
      folders.add(folder);
      folders.add(folder.resolve("lib64"));
      folders.add(folder.resolve("lib"));
      folders.addAll(glob(folder.resolve("nvidia"), "*", "lib"));
    }
    return existing(folders);
  }

  private List<Path> usual() {
    List<Path> folders = new ArrayList<>();
    for (String variable : List.of("CUDA_HOME", "CUDA_PATH", "CUDNN_PATH")) {
      for (Path folder : split(surroundings.variable(variable))) {
        folders.add(folder.resolve("lib64"));
        folders.add(folder.resolve("lib"));
      }
    }
    folders.addAll(newestFirst(glob(below("usr/local"), "cuda*", "lib64")));
    folders.addAll(newestFirst(glob(below("usr/local"), "cuda*", "targets/x86_64-linux/lib")));
    folders.addAll(newestFirst(glob(below("opt"), "cuda*", "lib64")));
    for (String folder :
        List.of(
            "usr/lib/x86_64-linux-gnu",
            "usr/lib/aarch64-linux-gnu",
            "usr/lib64",
            "usr/lib",
            // Containers, the Windows subsystem for Linux and NixOS keep the driver here.
            "usr/local/nvidia/lib64",
            "usr/local/nvidia/lib",
            "usr/lib/wsl/lib",
            "run/opengl-driver/lib")) {
      folders.add(below(folder));
    }
    return existing(folders);
  }

  private List<Path> wheels() {
    List<Path> folders = new ArrayList<>();
    for (Path prefix : pythonPrefixes()) {
      // Conda's own packages stand beside Python's library.
      folders.add(prefix.resolve("lib"));
      for (Path python : newestFirst(glob(prefix.resolve("lib"), "python3*", ""))) {
        for (String packages : List.of("site-packages", "dist-packages")) {
          folders.addAll(newestFirst(glob(python.resolve(packages).resolve("nvidia"), "*", "lib")));
        }
      }
    }
    return existing(folders);
  }

  /** Folders above {@code lib/python3*}. */
  private Set<Path> pythonPrefixes() {
    Set<Path> prefixes = new LinkedHashSet<>();
    for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
      prefixes.addAll(split(surroundings.variable(variable)));
    }
    for (Path folder : split(surroundings.variable("PATH"))) {
      addPrefixes(prefixes, folder.resolve("python3"));
    }
    prefixes.add(surroundings.home().resolve(".local"));
    prefixes.addAll(newestFirst(glob(surroundings.home().resolve(".pyenv/versions"), "*", "")));
    prefixes.add(below("usr"));
    prefixes.add(below("usr/local"));
    prefixes.addAll(glob(below("opt"), "*", ""));
    prefixes.addAll(glob(below("opt"), "*", ".venv"));
    prefixes.addAll(glob(below("opt"), "*", "venv"));
    return prefixes;
  }

  /**
   * That of an interpreter, and of what it links to: {@code python3} may stand for one elsewhere.
   */
  private static void addPrefixes(Set<Path> prefixes, Path interpreter) {
    Path link = interpreter;
    for (int step = 0; step < MOST_LINKS && Files.exists(link); step++) {
      Path folder = link.toAbsolutePath().getParent();
      Path prefix = folder == null ? null : folder.getParent();
      if (prefix != null) {
        prefixes.add(prefix);
      }
      if (!Files.isSymbolicLink(link)) {
        return;
      }
      try {
        link = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
      } catch (IOException e) {
        // What cannot be read leads nowhere.
        return;
      }
    }
  }

  private Path below(String folder) {
    return surroundings.root().resolve(folder);
  }

  /** Folders of a variable. It may hold anything; what is no path names no folder. */
  private static List<Path> split(String paths) {
    return Arrays.stream(paths.split(":"))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .flatMap(part -> path(part).stream())
        .toList();
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static List<Path> glob(Path parent, String pattern, String below) {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(parent)) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(parent, pattern)) {
        for (Path child : children) {
          found.add(below.isEmpty() ? child : child.resolve(below));
        }
      } catch (IOException e) {
        // A folder that may not be read holds nothing that could be loaded from it.
        return List.of();
      }
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }

  private static List<Path> newestFirst(List<Path> paths) {
    return paths.stream().sorted(Comparator.<Path>naturalOrder().reversed()).toList();
  }

  private static List<Path> existing(List<Path> folders) {
    return folders.stream().filter(Files::isDirectory).distinct().toList();
  }
}
