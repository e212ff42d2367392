// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class CheckpointFileTest {
  @TempDir Path folder;

  private static Checkpoint sample() {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    tensors.put(
        "layer1/weights",
        HostTensor.of(Shape.of(2, 3), 1f, -0f, Float.NaN, Float.MIN_VALUE, 1e30f, -3.5f));
    tensors.put("counter", HostTensor.of(Shape.SCALAR, -7));
    tensors.put("bytes", HostTensor.ofU8(Shape.of(3), (byte) 0, (byte) 128, (byte) 255));
    return new Checkpoint(new TreeMap<>(Map.of("net", "1x2x3-4N", "umlaut", "Cireşan\n")), tensors);
  }

  @Test
  void whatIsWrittenIsReadBitForBit() {
    Path file = folder.resolve("a.safetensors");
    CheckpointFile.write(file, sample());
    Checkpoint read = CheckpointFile.read(file);
    assertThat(read.metadata()).isEqualTo(sample().metadata());
    assertThat(read.tensors().keySet()).containsExactly("layer1/weights", "counter", "bytes");
    sample()
        .tensors()
        .forEach((name, tensor) ->
            assertThat(tensor.bitwiseEquals(read.tensors().get(name))).as(name).isTrue());
  }

  @Test
  void theFileIsASafetensorsFile() throws IOException {
    Path file = folder.resolve("a.safetensors");
    CheckpointFile.write(file, sample());
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[(int) bytes.getLong()];
    bytes.get(header);
    assertThat(header[0]).isEqualTo((byte) '{');
    JsonNode json =
        JsonMapper.builder().build().readTree(new String(header, StandardCharsets.UTF_8));
    JsonNode weights = json.get("layer1/weights");
    assertThat(weights.get("dtype").asString()).isEqualTo("F32");
    assertThat(weights.get("shape").toString()).isEqualTo("[2,3]");
    assertThat(weights.get("data_offsets").toString()).isEqualTo("[0,24]");
    assertThat(json.get("bytes").get("data_offsets").toString()).isEqualTo("[28,31]");
    assertThat(bytes.position() % 8).isZero();
    assertThat(bytes.getFloat(bytes.position() + 20)).isEqualTo(-3.5f);
    assertThat(bytes.getInt(bytes.position() + 24)).isEqualTo(-7);
    assertThat(bytes.remaining()).isEqualTo(31);
  }

  @Test
  void everyCutIsNoticed() throws IOException {
    Path whole = folder.resolve("whole");
    CheckpointFile.write(whole, sample());
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut");
    for (int length = 0; length < bytes.length; length++) {
      Files.write(cut, Arrays.copyOf(bytes, length));
      assertThatExceptionOfType(CheckpointException.class)
          .as("cut to %d of %d bytes", length, bytes.length)
          .isThrownBy(() -> CheckpointFile.read(cut))
          .withMessageContaining(cut.toString());
    }
  }

  @Test
  void everyChangedByteOfTheTensorsIsNoticed() throws IOException {
    Path whole = folder.resolve("whole");
    CheckpointFile.write(whole, sample());
    byte[] bytes = Files.readAllBytes(whole);
    Path damaged = folder.resolve("damaged");
    for (int i = bytes.length - 31; i < bytes.length; i++) {
      byte[] copy = bytes.clone();
      copy[i] ^= 1;
      Files.write(damaged, copy);
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> CheckpointFile.read(damaged))
          .withMessageContaining("does not match its checksum");
    }
    Files.write(damaged, bytes);
    assertThat(CheckpointFile.read(damaged).tensors()).hasSize(3);
  }

  @Test
  void foreignFilesAreRefusedWithASentence() throws IOException {
    Path file = folder.resolve("file");
    for (byte[] content :
        List.of(
            new byte[0],
            new byte[] {1, 2, 3},
            "not a checkpoint at all, but some text that is long enough"
                .getBytes(StandardCharsets.UTF_8),
            new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'},
            new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '[', ']'},
            new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', 'x'})) {
      Files.write(file, content);
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> CheckpointFile.read(file))
          .withMessageStartingWith("checkpoint " + file);
    }
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> CheckpointFile.read(folder.resolve("nowhere")))
        .withMessageContaining("does not exist");
  }

  @Test
  void aWriteThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("kept");
    CheckpointFile.write(file, sample());
    byte[] before = Files.readAllBytes(file);
    // A folder cannot be replaced by a file: the rename fails after everything was written.
    Path blocked = folder.resolve("blocked");
    Files.createDirectories(blocked.resolve("full"));
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> CheckpointFile.write(blocked, sample()))
        .withMessageContaining("cannot be written");
    // Missing folders are made, but not where a file is in the way.
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> CheckpointFile.write(file.resolve("below"), sample()));
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("kept", "blocked");
    }
  }
}
