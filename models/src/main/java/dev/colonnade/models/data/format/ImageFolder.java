// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.DataSource;
import dev.colonnade.models.data.Geometry;
import dev.colonnade.models.data.Image;
import dev.colonnade.models.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of images, one folder for each class, or a {@code .tar} or {@code .tar.gz} of such a
 * folder. The layout is {@code train/CLASS/NAME} and {@code test/CLASS/NAME}, or {@code CLASS/NAME}
 * where there are no splits; names end in png, jpg, jpeg, ppm or pgm. Classes are numbered in the
 * order of their names, images come sorted by class and name.
 *
 * <p>After the {@link Geometry} has been applied all images of a split must be of one shape.
 */
public final class ImageFolder implements DataSource {
  /** Encoded images decoded together, in parallel; bounds what is held beside the result. */
  private static final int BATCH = 2048;

  private final String name;
  private final Path path;
  private final Geometry geometry;
  private final ImageTree tree;
  private final ImageLayout layout;

  private ImageFolder(
      String name, Path path, Geometry geometry, ImageTree tree, ImageLayout layout) {
    this.name = name;
    this.path = path;
    this.geometry = geometry;
    this.tree = tree;
    this.layout = layout;
  }

  /**
   * Lists the folder or the archive; images are decoded when loaded.
   *
   * @throws DataException if it cannot be listed or the images do not lie as described above
   */
  public static ImageFolder open(String name, Path path, Geometry geometry) {
    ImageTree tree = Files.isDirectory(path) ? new FolderImages(path) : new TarImages(path);
    try {
      return new ImageFolder(
          name, path, geometry, tree, ImageLayout.of(tree, path.toString(), tree.names()));
    } catch (IOException e) {
      throw DataFile.failure(path, e);
    }
  }

  /** The classes' names in the order of the labels. */
  public List<String> classNames() {
    return layout.classNames();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String origin() {
    return path.toString();
  }

  @Override
  public Set<Split> splits() {
    return layout.entries().keySet();
  }

  @Override
  public DataSet load(Split split) {
    List<ImageLayout.Entry> entries = layout.entries().get(split);
    if (entries == null) {
      throw DataException.of(
          path,
          "has no " + split.label() + " split",
          "images at " + split.label() + "/CLASS/NAME",
          "Put the " + split.label() + " images there");
    }
    Loading loading = new Loading(entries);
    try {
      tree.read(loading.positions.keySet(), loading::add);
    } catch (IOException e) {
      throw DataFile.failure(path, e);
    }
    return loading.finish(split);
  }

  /** One split on its way into memory. */
  private final class Loading {
    private final Map<String, Integer> positions = new HashMap<>();
    private final int[] labels;
    private final List<String> pendingNames = new ArrayList<>();
    private final List<byte[]> pending = new ArrayList<>();
    private final boolean[] seen;
    private byte[] images = new byte[0];
    private @Nullable Image first;
    private String firstName = "";

    Loading(List<ImageLayout.Entry> entries) {
      labels = new int[entries.size()];
      seen = new boolean[entries.size()];
      for (int i = 0; i < labels.length; i++) {
        positions.put(entries.get(i).name(), i);
        labels[i] = entries.get(i).label();
      }
    }

    void add(String file, byte[] content) {
      pendingNames.add(file);
      pending.add(content);
      if (pending.size() == BATCH) {
        decodePending();
      }
    }

    private void decodePending() {
      Object[] decoded =
          IntStream.range(0, pending.size()).parallel().mapToObj(this::decodeOrExplain).toArray();
      for (int i = 0; i < decoded.length; i++) {
        // Explained here, in order, so that the first damaged image is the one named every time.
        if (decoded[i] instanceof DataException problem) {
          throw problem;
        }
        place(pendingNames.get(i), (Image) decoded[i]);
      }
      pending.clear();
      pendingNames.clear();
    }

    private Object decodeOrExplain(int i) {
      String where = tree.describe(pendingNames.get(i));
      try {
        return geometry.apply(ImageDecoder.decode(pending.get(i), where), where);
      } catch (DataException e) {
        return e;
      }
    }

    private void place(String file, Image image) {
      Image model = first;
      if (model == null) {
        model = image;
        first = image;
        firstName = file;
        images =
            new byte
                [DataSet.requireFits(
                    path, labels.length, image.channels(), image.height(), image.width())];
      }
      if (!image.shape().equals(model.shape())) {
        boolean sizes = image.height() != model.height() || image.width() != model.width();
        throw DataException.of(
            tree.describe(file),
            "is " + image.shape() + " (channels x height x width)",
            model.shape() + " as the first image, " + firstName + ", is",
            sizes
                ? "Bring all to one size with a geometry such as 'resize:"
                    + model.height()
                    + "x"
                    + model.width()
                    + "'"
                : "Bring all to gray or to RGB");
      }
      Integer position = positions.get(file);
      if (position == null) {
        throw new AssertionError("an image that was not asked for: " + file);
      }
      int length = image.samples().length;
      System.arraycopy(image.samples(), 0, images, position * length, length);
      seen[position] = true;
    }

    DataSet finish(Split split) {
      decodePending();
      for (Map.Entry<String, Integer> entry : positions.entrySet()) {
        if (!seen[entry.getValue()]) {
          throw DataException.of(
              tree.describe(entry.getKey()),
              "vanished while the images were being read",
              "files that stay",
              "Try again when nothing else writes there");
        }
      }
      Image model = first;
      if (model == null) {
        throw new AssertionError("a split in the layout has at least one image");
      }
      return DataSet.wrap(
          name,
          split,
          path.toString(),
          model.channels(),
          model.height(),
          model.width(),
          classNames(),
          images,
          labels);
    }
  }
}
