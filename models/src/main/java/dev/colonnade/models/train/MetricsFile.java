// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import dev.colonnade.core.runtime.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/** {@code metrics.jsonl}: a line of JSON for each whole epoch, in order. */
final class MetricsFile {
  private final Path file;

  MetricsFile(Path folder) {
    this.file = folder.resolve("metrics.jsonl");
  }

  /** Replaces the file: after a resume it must tell of the epochs that the checkpoint knows. */
  void rewrite(List<EpochMetrics> history) {
    String text = history.stream().map(MetricsFile::line).collect(Collectors.joining());
    try {
      AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Adds a line and syncs it. */
  void append(EpochMetrics epoch) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap(line(epoch).getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static String line(EpochMetrics epoch) {
    return TrainingJson.write(epoch) + "\n";
  }

  private TrainingException failed(IOException e) {
    return new TrainingException(
        "metrics " + file + " cannot be written (" + e.getMessage() + "); free space, then resume",
        e);
  }
}
