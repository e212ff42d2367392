// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import dev.colonnade.models.data.DataException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Checks what the platform's PNG decoder leaves unchecked: each chunk's checksum, and that the file
 * ends with its end chunk. Source: the PNG specification, sections 5.3 and 5.5.
 */
final class PngCheck {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int END = 0x49454e44; // "IEND"
  private static final String REMEDY = "Copy the image again or write it again";

  private PngCheck() {}

  static boolean recognises(byte[] bytes) {
    if (bytes.length < SIGNATURE.length) {
      return false;
    }
    for (int i = 0; i < SIGNATURE.length; i++) {
      if (bytes[i] != SIGNATURE[i]) {
        return false;
      }
    }
    return true;
  }

  static void requireSound(byte[] bytes, Object where) {
    ByteBuffer in = ByteBuffer.wrap(bytes).position(SIGNATURE.length);
    while (true) {
      int start = in.position();
      long length = in.remaining() < 12 ? Long.MAX_VALUE : Integer.toUnsignedLong(in.getInt());
      if (length > in.remaining() - 8L) {
        throw DataException.of(
            where, "the PNG ends within the chunk at byte " + start, "a whole PNG", REMEDY);
      }
      CRC32 crc = new CRC32();
      crc.update(bytes, start + 4, (int) length + 4);
      int type = in.getInt();
      in.position(in.position() + (int) length);
      if (Integer.toUnsignedLong(in.getInt()) != crc.getValue()) {
        throw DataException.of(
            where, "the PNG chunk at byte " + start + " is corrupt", "a sound checksum", REMEDY);
      }
      if (type == END) {
        return;
      }
    }
  }
}
