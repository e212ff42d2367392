// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.Image;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns an encoded PNG, JPEG, PPM or PGM into samples. The format is told by the content, not by
 * the name. An image whose stored colours are all gray by kind (gray scale, or a palette of grays)
 * has one channel, any other has three. Sixteen-bit samples are scaled to eight and rounded.
 * Transparent pixels are refused, because no background is better than another.
 */
final class ImageDecoder {
  /** More pixels than this are refused before anything is allocated: 8192 x 8192. */
  static final int MAX_PIXELS = 1 << 26;

  /** A JPEG spends at least one bit on each block of 8 x 8 samples; twice that is allowed here. */
  private static final int JPEG_PIXELS_PER_BYTE = 2 * 8 * 64;

  private static final String REMEDY = "Write the image again as PNG, JPEG, PPM or PGM";

  private ImageDecoder() {}

  static Image decode(byte[] bytes, Object where) {
    if (bytes.length == 0) {
      throw DataException.of(where, "the file is empty (0 bytes)", "an image", REMEDY);
    }
    if (Netpbm.recognises(bytes)) {
      return Netpbm.decode(bytes, where);
    }
    if (PngCheck.recognises(bytes)) {
      PngCheck.requireSound(bytes, where);
      return decode("png", bytes, where, 8 * DataFile.MAX_DEFLATE_RATIO);
    }
    if (bytes.length >= 2 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xd8) {
      return decode("jpeg", bytes, where, JPEG_PIXELS_PER_BYTE);
    }
    throw DataException.of(
        where,
        "begins with " + HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(4, bytes.length)),
        "PNG, JPEG, PPM or PGM",
        REMEDY);
  }

  private static Image decode(String format, byte[] bytes, Object where, int pixelsPerByte) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    if (!readers.hasNext()) {
      throw DataException.of(
          where,
          "this Java run time has no " + format + " reader",
          "a run time with the module java.desktop",
          "Use a full JDK");
    }
    ImageReader reader = readers.next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Damage damage = new Damage();
      reader.setInput(in, true, true);
      reader.addIIOReadWarningListener(damage);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      long most = Math.min(MAX_PIXELS, (long) bytes.length * pixelsPerByte);
      if (pixels > most) {
        throw DataException.of(
            where,
            "claims " + reader.getWidth(0) + "x" + reader.getHeight(0) + " pixels",
            "at most " + most + " pixels in an image of " + bytes.length + " bytes",
            "Write the image again, smaller if it is too large");
      }
      BufferedImage decoded = reader.read(0);
      if (damage.found()) {
        throw damaged(where, damage.message(), null);
      }
      return samples(decoded, where);
    } catch (IOException e) {
      throw damaged(where, String.valueOf(e.getMessage()), e);
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException e) {
      // The platform's decoders answer damaged input with index, argument and state exceptions too.
      throw damaged(where, e.getClass().getSimpleName() + ": " + e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  private static DataException damaged(Object where, String what, @Nullable Exception cause) {
    String found = "cannot be decoded (" + what.strip().replace('\n', ' ') + ")";
    return cause == null
        ? DataException.of(where, found, "a sound image", REMEDY)
        : DataException.of(where, found, "a sound image", REMEDY, cause);
  }

  private static Image samples(BufferedImage image, Object where) {
    ColorModel colors = image.getColorModel();
    requireOpaque(image, where);
    int height = image.getHeight();
    int width = image.getWidth();
    if (colors instanceof IndexColorModel palette) {
      return fromPacked(image, grayPalette(palette) ? 1 : 3);
    }
    if (colors.getNumColorComponents() != 1) {
      boolean bytes =
          colors instanceof ComponentColorModel
              && colors.getColorSpace().isCS_sRGB()
              && colors.getComponentSize(0) == 8;
      return bytes ? fromBands(image.getRaster()) : fromPacked(image, 3);
    }
    // Read as stored: BufferedImage.getRGB would take gray for linear light and brighten it.
    Raster raster = image.getRaster();
    int largest = (1 << colors.getComponentSize(0)) - 1;
    byte[] gray = new byte[height * width];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      raster.getSamples(0, y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        gray[y * width + x] = (byte) ((row[x] * 255L + largest / 2) / largest);
      }
    }
    return new Image(1, height, width, gray);
  }

  /** The first three bands as they are stored, which for 8-bit sRGB is what getRGB would give. */
  private static Image fromBands(Raster raster) {
    int height = raster.getHeight();
    int width = raster.getWidth();
    int plane = height * width;
    int bands = raster.getNumBands();
    byte[] samples = new byte[3 * plane];
    int[] row = new int[bands * width];
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        for (int channel = 0; channel < 3; channel++) {
          samples[channel * plane + y * width + x] = (byte) row[x * bands + channel];
        }
      }
    }
    return new Image(3, height, width, samples);
  }

  private static Image fromPacked(BufferedImage image, int channels) {
    int height = image.getHeight();
    int width = image.getWidth();
    int plane = height * width;
    byte[] samples = new byte[channels * plane];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        for (int channel = 0; channel < channels; channel++) {
          samples[channel * plane + y * width + x] = (byte) (row[x] >> (16 - 8 * channel));
        }
      }
    }
    return new Image(channels, height, width, samples);
  }

  private static boolean grayPalette(IndexColorModel palette) {
    for (int i = 0; i < palette.getMapSize(); i++) {
      if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
        return false;
      }
    }
    return true;
  }

  private static void requireOpaque(BufferedImage image, Object where) {
    if (!image.getColorModel().hasAlpha()) {
      return;
    }
    int[] row = new int[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int x = 0; x < row.length; x++) {
        if (row[x] >>> 24 != 255) {
          throw DataException.of(
              where,
              "is transparent at row " + y + ", column " + x,
              "opaque pixels",
              "Put the image on a background first");
        }
      }
    }
  }
}
