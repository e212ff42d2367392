// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.DataSource;
import dev.colonnade.models.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of IDX files named as MNIST's are: {@code train-images-idx3-ubyte}, {@code
 * train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}, or
 * {@code test} for {@code t10k}; with a dot for the hyphen before {@code idx}, as some copies have;
 * raw or with {@code .gz}; with one prefix common to all, as EMNIST has. Of a raw and a compressed
 * file of one name the raw one is read.
 */
public final class IdxFolder implements DataSource {
  private static final Pattern FILE =
      Pattern.compile(
          "(?<prefix>.*?)(?<split>train|t10k|test)-(?<kind>images|labels)[-.]idx[13]-ubyte"
              + "(?<gzip>\\.gz)?");

  private final String name;
  private final Path folder;
  private final @Nullable List<String> classNames;
  private final Map<Split, Path> images = new EnumMap<>(Split.class);
  private final Map<Split, Path> labels = new EnumMap<>(Split.class);

  private IdxFolder(String name, Path folder, @Nullable List<String> classNames) {
    this.name = name;
    this.folder = folder;
    this.classNames = classNames;
  }

  /**
   * Looks at the names in a folder; the files are opened when loaded.
   *
   * @param name the data set's name
   * @param path the folder, or one of the image files in it
   * @param classNames the classes, or null to number as many as the training labels ask for
   * @throws DataException if the folder cannot be listed, holds no such files, or several sets
   */
  public static IdxFolder open(String name, Path path, @Nullable List<String> classNames) {
    @Nullable String prefix = null;
    Path folder = path;
    if (!Files.isDirectory(path) && Files.exists(path)) {
      Matcher matcher = FILE.matcher(path.getFileName().toString());
      if (!matcher.matches()) {
        throw DataException.of(
            path,
            "is not named as an IDX file is",
            "a name like train-images-idx3-ubyte or t10k-labels-idx1-ubyte.gz",
            "Rename the file, so that its split and its labels can be told");
      }
      prefix = matcher.group("prefix");
      folder = Objects.requireNonNull(path.toAbsolutePath().getParent()); // a file has a folder
    }
    IdxFolder found = new IdxFolder(name, folder, classNames);
    found.scan(prefix);
    if (found.images.isEmpty() && found.labels.isEmpty()) {
      throw DataException.of(
          path,
          "holds no IDX files",
          "train-images-idx3-ubyte, train-labels-idx1-ubyte and the t10k pair, raw or .gz",
          "Name the folder they lie in");
    }
    return found;
  }

  /**
   * The set whose files have the official names, without a prefix.
   *
   * @return null where the folder holds none of them
   * @throws DataException if the folder cannot be listed
   */
  public static @Nullable IdxFolder official(String name, Path folder, List<String> classNames) {
    IdxFolder found = new IdxFolder(name, folder, classNames);
    found.scan("");
    return found.splits().isEmpty() ? null : found;
  }

  /** Whether a folder holds at least one file named as an IDX file is. */
  public static boolean looksLike(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> FILE.matcher(file.getFileName().toString()).matches());
    } catch (IOException e) {
      throw DataFile.failure(folder, e);
    }
  }

  static String officialPrefix(Split split) {
    return split == Split.TRAIN ? "train" : "t10k";
  }

  private void scan(@Nullable String wantedPrefix) {
    Set<String> prefixes = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Matcher matcher = FILE.matcher(file.getFileName().toString());
        if (!matcher.matches()) {
          continue;
        }
        String prefix = matcher.group("prefix");
        if (wantedPrefix != null && !prefix.equals(wantedPrefix)) {
          continue;
        }
        prefixes.add(prefix);
        Split split = matcher.group("split").equals("train") ? Split.TRAIN : Split.TEST;
        Map<Split, Path> kind = matcher.group("kind").equals("images") ? images : labels;
        // Sorted, so that a raw file comes before its compressed copy and stays.
        kind.putIfAbsent(split, file);
      }
    } catch (IOException e) {
      throw DataFile.failure(folder, e);
    }
    if (prefixes.size() > 1) {
      throw DataException.of(
          folder,
          "holds several sets of IDX files, with the prefixes " + prefixes,
          "one set",
          "Name one of the image files instead of the folder");
    }
  }

  /** The official names of the files that are missing, empty where the set is whole. */
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (Split split : Split.values()) {
      if (!images.containsKey(split)) {
        missing.add(officialPrefix(split) + "-images-idx3-ubyte");
      }
      if (!labels.containsKey(split)) {
        missing.add(officialPrefix(split) + "-labels-idx1-ubyte");
      }
    }
    return missing;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String origin() {
    return folder.toString();
  }

  @Override
  public Set<Split> splits() {
    Set<Split> splits = EnumSet.noneOf(Split.class);
    splits.addAll(images.keySet());
    splits.addAll(labels.keySet());
    return splits;
  }

  @Override
  public DataSet load(Split split) {
    List<String> names = classNames;
    if (names == null && split == Split.TEST && splits().contains(Split.TRAIN)) {
      names = IdxReader.classNames(file(labels, Split.TRAIN, "labels-idx1"));
    }
    return IdxReader.read(
        name, split, file(images, split, "images-idx3"), file(labels, split, "labels-idx1"), names);
  }

  private Path file(Map<Split, Path> files, Split split, String kind) {
    Path file = files.get(split);
    if (file == null) {
      throw DataException.of(
          folder,
          "has no file " + officialPrefix(split) + "-" + kind + "-ubyte, raw or .gz",
          "images and labels of the " + split.label() + " split",
          DataFile.GET_AGAIN);
    }
    return file;
  }
}
