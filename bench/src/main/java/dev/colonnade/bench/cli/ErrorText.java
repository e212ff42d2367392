// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.bundle.BundleException;
import dev.colonnade.bench.check.CheckException;
import dev.colonnade.bench.record.RecordFormatException;
import dev.colonnade.bench.record.UnwritableFileException;
import dev.colonnade.bench.results.ResultsException;
import dev.colonnade.bench.study.StudyException;
import dev.colonnade.bench.study.UnknownStudyException;
import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.runtime.UnknownDeviceException;
import dev.colonnade.models.checkpoint.CheckpointException;
import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.DataReferenceException;
import dev.colonnade.models.notation.NotationException;
import dev.colonnade.models.train.TrainingException;
import dev.colonnade.models.train.UnfitDataException;
import dev.colonnade.models.zoo.ZooException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Turns an exception into the sentence a user reads, and the exit code it stands for. */
final class ErrorText {
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private ErrorText() {}

  /** The sentence. */
  static String of(Throwable error) {
    return switch (error) {
      // Exceptions of ours are written for the user.
      case CommandFailure failure -> text(failure);
      case BackendException failure -> text(failure);
      case BundleException failure -> text(failure);
      case CheckException failure -> text(failure);
      case CheckpointException failure -> text(failure);
      case DataException failure -> text(failure);
      case NotationException failure -> text(failure);
      case RecordFormatException failure -> text(failure);
      case ResultsException failure -> text(failure);
      case StudyException failure -> text(failure);
      case TrainingException failure -> text(failure);
      case ZooException failure -> text(failure);
      case UnwritableFileException file -> text(file);
      case NoSuchFileException missing -> missing.getFile() + " does not exist; check the path";
      case AccessDeniedException denied ->
          denied.getFile() + " cannot be accessed: permission denied; check its owner and mode";
      case NotDirectoryException file -> file.getFile() + " is not a folder; give the path of one";
      case FileSystemException file ->
          file.getFile()
              + " cannot be used: "
              + (file.getReason() == null ? file.getClass().getSimpleName() : file.getReason());
      case IOException io -> "reading or writing failed: " + text(io);
      case OutOfMemoryError memory ->
          "the Java heap is too small for this ("
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB); give it more with COLONNADE_JAVA_OPTS=-Xmx..., or choose a smaller net or"
              + " batch";
      case IllegalArgumentException argument -> text(argument);
      default ->
          "this is a fault of Colonnade: "
              + error
              + "; please report it with the output of the same command with --verbose";
    };
  }

  /**
   * 2 where no machine could do what was typed: a name, value or combination that does not exist.
   * Else 1: files missing or damaged, no memory, no space, a device that failed.
   */
  static int exitCode(Throwable error) {
    return switch (error) {
      case CommandFailure failure -> failure.exitCode();
      case NotationException _,
          DataReferenceException _,
          UnfitDataException _,
          UnknownDeviceException _,
          UnknownStudyException _ ->
          WRONG_USAGE;
      default -> FAILED;
    };
  }

  private static String text(Throwable error) {
    String message = error.getMessage();
    return message == null ? error.toString() : message;
  }
}
