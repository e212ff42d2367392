// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.checkpoint;

import dev.colonnade.core.runtime.AtomicFiles;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes checkpoints as safetensors files, so that weights can be opened by the field's
 * tools: eight bytes of header length (little-endian), a JSON header with type, shape and offsets
 * of each tensor and the texts under {@code __metadata__}, then the tensors, little-endian, one
 * behind the other. Format: github.com/huggingface/safetensors.
 *
 * <p>{@code __metadata__.checksum} is the SHA-256 over all other metadata and tensors; a file
 * without it or with another is refused. Writing goes to a temporary file that is synced and
 * renamed, so that the older file stays until the new one is whole.
 */
public final class CheckpointFile {
  private static final String METADATA = "__metadata__";
  private static final String CHECKSUM = "checksum";
  private static final int MAX_HEADER = 100_000_000;
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private CheckpointFile() {}

  /**
   * Replaces {@code file}; its folder must exist.
   *
   * @throws CheckpointException if it cannot be written; an older file stays as it was
   */
  public static void write(Path file, Checkpoint checkpoint) {
    requireLittleEndian(file);
    ObjectNode header = JSON.createObjectNode();
    ObjectNode metadata = header.putObject(METADATA);
    checkpoint.metadata().forEach(metadata::put);
    metadata.put(CHECKSUM, checksum(checkpoint));
    long offset = 0;
    for (Map.Entry<String, HostTensor> entry : checkpoint.tensors().entrySet()) {
      TensorType type = entry.getValue().type();
      ObjectNode description = header.putObject(entry.getKey());
      description.put("dtype", type.dtype().name());
      ArrayNode shape = description.putArray("shape");
      for (int extent : type.shape().dimensions()) {
        shape.add(extent);
      }
      description.putArray("data_offsets").add(offset).add(offset + type.byteSize());
      offset += type.byteSize();
    }
    byte[] text = padded(JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8));
    try {
      AtomicFiles.write(
          file,
          channel -> {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writeAll(channel, length.putLong(text.length).flip());
            writeAll(channel, ByteBuffer.wrap(text));
            for (HostTensor tensor : checkpoint.tensors().values()) {
              writeAll(channel, tensor.segment());
            }
          });
    } catch (IOException e) {
      throw new CheckpointException(
          file,
          "cannot be written ("
              + e.getMessage()
              + "); an older one is untouched: free space or choose another folder",
          e);
    }
  }

  /**
   * Reads a checkpoint and verifies its checksum.
   *
   * @throws CheckpointException if there is none, or it is damaged or not one of ours
   */
  public static Checkpoint read(Path file) {
    requireLittleEndian(file);
    Checkpoint checkpoint;
    String expected;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      JsonNode header = header(file, channel);
      TreeMap<String, String> metadata = new TreeMap<>();
      header.path(METADATA).forEachEntry((name, value) -> metadata.put(name, value.asString("")));
      String found = metadata.remove(CHECKSUM);
      if (found == null) {
        throw new CheckpointException(
            file, "has no checksum, so it was not written by this program; give one that was");
      }
      expected = found;
      checkpoint = new Checkpoint(metadata, tensors(file, channel, header));
    } catch (NoSuchFileException e) {
      throw new CheckpointException(file, "does not exist; check the path", e);
    } catch (EOFException e) {
      throw new CheckpointException(
          file, "is truncated; it was cut after it was written: take another copy", e);
    } catch (IOException e) {
      throw new CheckpointException(file, "cannot be read (" + e.getMessage() + ")", e);
    } catch (JacksonException e) {
      throw new CheckpointException(
          file, "is damaged or not a checkpoint: its header is not JSON; take another copy", e);
    }
    if (!checksum(checkpoint).equals(expected)) {
      throw new CheckpointException(
          file, "is damaged: its content does not match its checksum; take another copy");
    }
    return checkpoint;
  }

  private static JsonNode header(Path file, FileChannel channel) throws IOException {
    ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    readAll(channel, prefix);
    long length = prefix.flip().getLong();
    if (length < 2 || length > MAX_HEADER) {
      throw new CheckpointException(
          file, "is damaged or not a checkpoint: its header would take " + length + " bytes");
    }
    ByteBuffer text = ByteBuffer.allocate((int) length);
    readAll(channel, text);
    JsonNode header = JSON.readTree(text.array());
    if (!header.isObject()) {
      throw new CheckpointException(
          file, "is damaged or not a checkpoint: its header is not an object");
    }
    return header;
  }

  private static Map<String, HostTensor> tensors(Path file, FileChannel channel, JsonNode header)
      throws IOException {
    long start = channel.position();
    long available = channel.size() - start;
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    long offset = 0;
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getKey().equals(METADATA)) {
        continue;
      }
      TensorType type = type(file, entry.getKey(), entry.getValue());
      JsonNode offsets = entry.getValue().path("data_offsets");
      if (offsets.path(0).asLong(-1) != offset
          || offsets.path(1).asLong(-1) != offset + type.byteSize()) {
        throw new CheckpointException(
            file, "is damaged: tensor " + entry.getKey() + " does not lie behind the one before");
      }
      if (offset + type.byteSize() > available) {
        throw new EOFException();
      }
      HostTensor tensor = HostTensor.zeros(type);
      readAll(channel, tensor.segment());
      tensors.put(entry.getKey(), tensor);
      offset += type.byteSize();
    }
    if (offset != available) {
      throw new CheckpointException(
          file, "is damaged: it has " + (available - offset) + " bytes behind its last tensor");
    }
    return tensors;
  }

  private static TensorType type(Path file, String name, JsonNode description) {
    try {
      JsonNode shape = description.path("shape");
      int[] extents = new int[shape.size()];
      for (int i = 0; i < extents.length; i++) {
        extents[i] = shape.path(i).asInt(0);
      }
      return new TensorType(
          DType.valueOf(description.path("dtype").asString("")), Shape.of(extents));
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(
          file, "is damaged: tensor " + name + " has no proper type (" + e.getMessage() + ")", e);
    }
  }

  private static String checksum(Checkpoint checkpoint) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
    SortedMap<String, String> metadata = checkpoint.metadata();
    metadata.forEach((name, value) -> {
      update(digest, name);
      update(digest, value);
    });
    checkpoint
        .tensors()
        .forEach((name, tensor) -> {
          update(digest, name);
          update(digest, tensor.type().toString());
          for (ByteBuffer piece : pieces(tensor.segment())) {
            digest.update(piece);
          }
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Length first, so that no two sequences of texts hash alike. */
  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  /** Spaces behind the header, as the format allows, so that tensors start aligned to 8 bytes. */
  private static byte[] padded(byte[] header) {
    byte[] result = Arrays.copyOf(header, Math.ceilDiv(header.length, 8) * 8);
    Arrays.fill(result, header.length, result.length, (byte) ' ');
    return result;
  }

  /** The segment in pieces that a byte buffer can hold, copied where it lies in another array. */
  private static Iterable<ByteBuffer> pieces(MemorySegment segment) {
    long size = segment.byteSize();
    int piece = 1 << 20;
    return () ->
        new Iterator<>() {
          private long position;

          @Override
          public boolean hasNext() {
            return position < size;
          }

          @Override
          public ByteBuffer next() {
            if (position >= size) {
              throw new NoSuchElementException();
            }
            long length = Math.min(piece, size - position);
            byte[] bytes = segment.asSlice(position, length).toArray(ValueLayout.JAVA_BYTE);
            position += length;
            return ByteBuffer.wrap(bytes);
          }
        };
  }

  private static void writeAll(FileChannel channel, MemorySegment segment) throws IOException {
    for (ByteBuffer piece : pieces(segment)) {
      writeAll(channel, piece);
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static void readAll(FileChannel channel, MemorySegment segment) throws IOException {
    long position = 0;
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(1 << 20, segment.byteSize()));
    while (position < segment.byteSize()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), segment.byteSize() - position));
      readAll(channel, buffer);
      MemorySegment.copy(
          MemorySegment.ofArray(buffer.array()), 0, segment, position, buffer.limit());
      position += buffer.limit();
    }
  }

  private static void readAll(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException();
      }
    }
  }

  private static void requireLittleEndian(Path file) {
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new CheckpointException(
          file, "is little-endian, which this big-endian machine does not convert");
    }
  }
}
