// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.Split;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which split and class each image of a tree belongs to, told by its path: {@code
 * train/CLASS/NAME.png} and {@code test/CLASS/NAME.png}, or {@code CLASS/NAME.png} for a tree
 * without splits, which is all training data. Folders that everything lies in are ignored, as are
 * hidden files and files that are not images.
 */
final class ImageLayout {
  private static final Set<String> READ = Set.of("png", "jpg", "jpeg", "ppm", "pgm");
  private static final Set<String> IMAGES_NOT_READ =
      Set.of("bmp", "gif", "tif", "tiff", "webp", "avif", "heic", "pbm", "pnm", "pam", "jp2");
  private static final String SHAPE =
      "images at train/CLASS/NAME and test/CLASS/NAME, or at CLASS/NAME";

  /** One image: its name in the tree and its class. */
  record Entry(String name, int label) {}

  private final List<String> classNames;
  private final Map<Split, List<Entry>> entries;

  private ImageLayout(List<String> classNames, Map<Split, List<Entry>> entries) {
    this.classNames = classNames;
    this.entries = entries;
  }

  /** The classes' names, sorted by their UTF-16 code units. */
  List<String> classNames() {
    return classNames;
  }

  /** The images of each split that has any, sorted by class and then by name. */
  Map<Split, List<Entry>> entries() {
    return entries;
  }

  static ImageLayout of(ImageTree tree, String root, List<String> names) {
    List<String[]> paths = new ArrayList<>();
    List<String> images = new ArrayList<>();
    for (String name : new TreeSet<>(names)) {
      String[] path = parts(name);
      if (isImage(tree, name, path)) {
        paths.add(path);
        images.add(name);
      }
    }
    if (paths.isEmpty()) {
      throw DataException.of(
          root,
          "holds no images",
          SHAPE + " ending in png, jpg, jpeg, ppm or pgm",
          "Check the path");
    }
    int depth = commonFolders(paths);
    boolean split = split(paths.getFirst(), depth) != null;
    Map<Split, Map<String, List<String>>> found = new EnumMap<>(Split.class);
    for (int i = 0; i < paths.size(); i++) {
      String[] path = paths.get(i);
      Split part = split ? split(path, depth) : Split.TRAIN;
      if (part == null || path.length != depth + (split ? 3 : 2)) {
        throw DataException.of(
            tree.describe(images.get(i)),
            "lies where no class can be told",
            SHAPE,
            "Move the image or sort the folder");
      }
      found
          .computeIfAbsent(part, _ -> new TreeMap<>())
          .computeIfAbsent(path[path.length - 2], _ -> new ArrayList<>())
          .add(images.get(i));
    }
    return labelled(root, found);
  }

  private static ImageLayout labelled(String root, Map<Split, Map<String, List<String>>> found) {
    Map<String, List<String>> first = found.values().iterator().next();
    List<String> classNames = List.copyOf(found.getOrDefault(Split.TRAIN, first).keySet());
    Map<Split, List<Entry>> entries = new EnumMap<>(Split.class);
    found.forEach((split, classes) -> {
      List<Entry> list = new ArrayList<>();
      classes.forEach((name, files) -> {
        int label = classNames.indexOf(name);
        if (label < 0) {
          throw DataException.of(
              root,
              "the " + split.label() + " split has a class '" + name + "'",
              "only classes of the training split: " + abbreviated(classNames),
              "Rename or remove that folder");
        }
        files.forEach(file -> list.add(new Entry(file, label)));
      });
      entries.put(split, List.copyOf(list));
    });
    return new ImageLayout(classNames, entries);
  }

  private static String abbreviated(List<String> names) {
    return names.size() <= 12
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 12)) + ", ... (" + names.size() + " in all)";
  }

  private static String[] parts(String name) {
    return name.startsWith("./") ? name.substring(2).split("/") : name.split("/");
  }

  private static boolean isImage(ImageTree tree, String name, String[] path) {
    for (String part : path) {
      if (part.startsWith(".") || part.equals("__MACOSX")) {
        return false;
      }
    }
    String file = path[path.length - 1];
    String ending = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (IMAGES_NOT_READ.contains(ending)) {
      throw DataException.of(
          tree.describe(name),
          "is an image of a format that is not read here",
          "png, jpg, jpeg, ppm or pgm",
          "Convert it, or move it out of the folder");
    }
    return READ.contains(ending);
  }

  /** How many leading folders all images share beyond what the layout needs. */
  private static int commonFolders(List<String[]> paths) {
    int depth = 0;
    while (true) {
      String[] first = paths.getFirst();
      if (first.length - depth <= 2 || splitNamed(first[depth]) != null) {
        return depth;
      }
      for (String[] path : paths) {
        if (path.length - depth <= 2 || !path[depth].equals(first[depth])) {
          return depth;
        }
      }
      depth++;
    }
  }

  private static @Nullable Split split(String[] path, int depth) {
    return path.length > depth + 1 ? splitNamed(path[depth]) : null;
  }

  private static @Nullable Split splitNamed(String folder) {
    return switch (folder.toLowerCase(Locale.ROOT)) {
      case "train" -> Split.TRAIN;
      case "test" -> Split.TEST;
      default -> null;
    };
  }
}
