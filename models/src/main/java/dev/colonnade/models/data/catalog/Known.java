// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.catalog;

import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.DataSource;
import dev.colonnade.models.data.Geometry;
import dev.colonnade.models.data.fetch.OfficialFiles;
import dev.colonnade.models.data.fetch.RemoteFile;
import dev.colonnade.models.data.format.Cifar10;
import dev.colonnade.models.data.format.IdxFolder;
import dev.colonnade.models.data.format.ImageFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The published data sets that are known by name, and how each may lie in a folder of data. */
enum Known {
  /** Handwritten digits. */
  MNIST("mnist", "handwritten digits, 60000 + 10000 gray images of 28x28", OfficialFiles.MNIST) {
    @Override
    List<Location> candidates(Path folder) {
      List<Location> found = new ArrayList<>();
      for (Path place : List.of(folder.resolve("mnist"), folder.resolve("MNIST/raw"), folder)) {
        IdxFolder files = Files.isDirectory(place) ? official(place) : null;
        if (files != null) {
          found.add(new Location(Form.IDX, place, files.missing()));
        }
      }
      return found;
    }

    @Override
    DataSource open(Location location, Geometry geometry) {
      IdxFolder files = official(location.path());
      if (files == null) {
        throw DataException.of(
            location.path(), "has lost its files", "the files of mnist", "Try again");
      }
      return Fitted.of(files, geometry);
    }

    private @Nullable IdxFolder official(Path folder) {
      return IdxFolder.official(
          label(), folder, IntStream.range(0, 10).mapToObj(Integer::toString).toList());
    }
  },

  /** Small photographs. */
  CIFAR10(
      "cifar10", "small photographs, 50000 + 10000 RGB images of 32x32", OfficialFiles.CIFAR10) {
    @Override
    List<Location> candidates(Path folder) {
      List<Location> found = new ArrayList<>();
      List<Path> places =
          List.of(
              folder.resolve("cifar10"),
              folder.resolve("cifar10/cifar-10-batches-bin"),
              folder.resolve("cifar-10-batches-bin"),
              folder);
      for (Path place : places) {
        if (Cifar10.looksLike(place)) {
          found.add(new Location(Form.CIFAR10_BINARY, place, Cifar10.missing(place)));
        }
        Path archive = place.resolve("cifar-10-binary.tar.gz");
        if (Files.isRegularFile(archive)) {
          found.add(new Location(Form.CIFAR10_BINARY, archive, List.of()));
        }
      }
      for (Path place : places) {
        Path images = place.resolve("cifar10-jpeg.tar.gz");
        if (Files.isRegularFile(images)) {
          found.add(new Location(Form.IMAGES, images, List.of()));
        }
        if (Files.isDirectory(place.resolve("train/airplane"))) {
          found.add(new Location(Form.IMAGES, place, List.of()));
        }
      }
      return found;
    }

    @Override
    DataSource open(Location location, Geometry geometry) {
      if (location.form() == Form.CIFAR10_BINARY) {
        return Fitted.of(new Cifar10(label(), location.path()), geometry);
      }
      // Named apart, so that no record takes re-encoded pixels for the published ones.
      ImageFolder images = ImageFolder.open("cifar10-images", location.path(), geometry);
      if (!images.classNames().equals(Cifar10.CLASS_NAMES)) {
        throw DataException.of(
            location.path(),
            "has the classes " + String.join(", ", images.classNames()),
            "those of CIFAR-10: " + String.join(", ", Cifar10.CLASS_NAMES),
            "Name it as 'folder:PATH' if it is another data set");
      }
      return images;
    }

    @Override
    String note(Location location) {
      return location.form() == Form.IMAGES
          ? "a re-encoded copy: its pixels may differ from the published ones"
          : "";
    }
  };

  private final String label;
  private final String description;
  private final List<RemoteFile> files;

  Known(String label, String description, List<RemoteFile> files) {
    this.label = label;
    this.description = description;
    this.files = files;
  }

  /** The name it is asked for by. */
  String label() {
    return label;
  }

  String description() {
    return description;
  }

  /** The official files, which go into the folder {@code label()} of a folder of data. */
  List<RemoteFile> files() {
    return files;
  }

  String fetchCommand() {
    return "colonnade data fetch " + label;
  }

  /** What lies in a folder of data, the best form first. */
  abstract List<Location> candidates(Path folder);

  abstract DataSource open(Location location, Geometry geometry);

  String note(Location location) {
    return "";
  }

  static @Nullable Known of(String label) {
    for (Known known : values()) {
      if (known.label.equals(label)) {
        return known;
      }
    }
    return null;
  }
}
