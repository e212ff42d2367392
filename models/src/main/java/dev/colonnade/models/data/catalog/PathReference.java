// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.catalog;

import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.DataSource;
import dev.colonnade.models.data.Geometry;
import dev.colonnade.models.data.format.Cifar10;
import dev.colonnade.models.data.format.Contents;
import dev.colonnade.models.data.format.IdxFolder;
import dev.colonnade.models.data.format.ImageFolder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens what lies at a path, in a form that is named or that the content tells. */
final class PathReference {
  private PathReference() {}

  static DataSource idx(Path path, Geometry geometry) {
    return Fitted.of(IdxFolder.open(nameOf(path), path, null), geometry);
  }

  static DataSource cifar10(Path path, Geometry geometry) {
    Path inner = path.resolve("cifar-10-batches-bin");
    Path folder = Files.isDirectory(inner) ? inner : path;
    if (!Files.exists(folder)) {
      throw DataException.of(
          path,
          "does not exist",
          "a folder with data_batch_1.bin and so on, or an archive of it",
          "Check the path");
    }
    return Fitted.of(new Cifar10("cifar10", folder), geometry);
  }

  static DataSource folder(Path path, Geometry geometry) {
    return ImageFolder.open(nameOf(path), path, geometry);
  }

  /** Opens a path by what lies there. */
  static DataSource recognised(Path path, Geometry geometry) {
    if (Files.isDirectory(path)) {
      if (IdxFolder.looksLike(path)) {
        return idx(path, geometry);
      }
      if (Cifar10.looksLike(path) || Cifar10.looksLike(path.resolve("cifar-10-batches-bin"))) {
        return cifar10(path, geometry);
      }
      return folder(path, geometry);
    }
    return switch (Contents.of(path)) {
      case IDX -> idx(path, geometry);
      case TAR_OF_CIFAR10 -> cifar10(path, geometry);
      case TAR -> folder(path, geometry);
    };
  }

  /** The last part of a path without endings that say how it is packed. */
  private static String nameOf(Path path) {
    Path file = path.toAbsolutePath().normalize().getFileName();
    return file == null ? "data" : file.toString().replaceAll("\\.(tar|gz|tgz)", "");
  }
}
