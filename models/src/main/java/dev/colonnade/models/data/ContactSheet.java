// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.ImageIO;

/** One picture of many images, side by side, for a person to look at. */
public final class ContactSheet {
  private static final int GAP = 2;
  private static final int GAP_COLOR = 0x404040;

  private ContactSheet() {}

  /**
   * Writes a PNG of the first images of each class, one class to a row, each image enlarged by a
   * whole factor so that the picture is at least 800 pixels wide.
   *
   * @param set gray or RGB images
   * @param columns images of each class; a class with fewer leaves the rest of its row empty
   * @throws DataException if the images have another number of channels, the sheet would have more
   *     than 2^26 pixels, or the file cannot be written
   */
  public static void write(DataSet set, int columns, Path file) {
    if (set.channels() != 1 && set.channels() != 3) {
      throw DataException.of(
          file, set + " has " + set.channels() + " channels", "1 or 3", "Choose another set");
    }
    int factor = Math.max(1, (800 + columns * set.width() - 1) / (columns * set.width()));
    long cellWidth = (long) set.width() * factor + GAP;
    long cellHeight = (long) set.height() * factor + GAP;
    if (cellWidth * columns * cellHeight * set.classes() > 1 << 26) {
      throw DataException.of(
          file,
          "a sheet of " + columns + " x " + set.classes() + " images of " + set,
          "at most 67108864 pixels",
          "Ask for fewer columns");
    }
    BufferedImage sheet =
        new BufferedImage(
            (int) cellWidth * columns,
            (int) cellHeight * set.classes(),
            BufferedImage.TYPE_INT_RGB);
    fill(sheet);
    int[] used = new int[set.classes()];
    for (int i = 0; i < set.size(); i++) {
      int label = set.label(i);
      if (used[label] < columns) {
        place(set, i, factor, sheet, (int) cellWidth * used[label]++, (int) cellHeight * label);
      }
    }
    save(sheet, file);
  }

  private static void fill(BufferedImage sheet) {
    for (int y = 0; y < sheet.getHeight(); y++) {
      for (int x = 0; x < sheet.getWidth(); x++) {
        sheet.setRGB(x, y, GAP_COLOR);
      }
    }
  }

  private static void place(
      DataSet set, int index, int factor, BufferedImage sheet, int left, int top) {
    boolean rgb = set.channels() == 3;
    for (int y = 0; y < set.height() * factor; y++) {
      for (int x = 0; x < set.width() * factor; x++) {
        int red = set.pixel(index, 0, y / factor, x / factor);
        int green = rgb ? set.pixel(index, 1, y / factor, x / factor) : red;
        int blue = rgb ? set.pixel(index, 2, y / factor, x / factor) : red;
        sheet.setRGB(left + x, top + y, red << 16 | green << 8 | blue);
      }
    }
  }

  private static void save(BufferedImage sheet, Path file) {
    Path partial = file.resolveSibling(file.getFileName() + ".part");
    try {
      ImageIO.write(sheet, "png", partial.toFile());
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw DataException.of(
          file, "cannot be written (" + e + ")", "a writable file", "Name another file", e);
    }
  }
}
