// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.record.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was asked when a training began, kept beside its checkpoint as {@code run.json}, so that
 * resuming needs no arguments.
 *
 * @param net name or string of the net
 * @param data reference of the data set
 * @param dataDir folder given with {@code --data-dir}
 * @param limit images of the training set that are used, 0 for all
 * @param device id of the device
 */
record RunFile(String net, String data, @Nullable String dataDir, int limit, String device) {
  private static final String NAME = "run.json";

  /**
   * A data reference that means the same from every folder: a path in it is made absolute.
   *
   * @param reference as typed
   */
  static String lasting(String reference) {
    int colon = reference.indexOf(':');
    String form = reference.substring(0, colon + 1);
    try {
      Path path = Path.of(reference.substring(colon + 1));
      return Files.exists(path) ? form + path.toAbsolutePath().normalize() : reference;
    } catch (InvalidPathException e) {
      // Then it is no path, and what it is says itself when it is opened.
      return reference;
    }
  }

  void write(Path folder) throws IOException {
    ResultFile.write(
        folder.resolve(NAME), JsonMapper.builder().build().writeValueAsString(this) + "\n");
  }

  /**
   * Reads it.
   *
   * @throws CommandFailure if the folder holds no training run
   */
  static RunFile read(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      throw CommandFailure.failed(
          folder
              + " holds no training run ("
              + NAME
              + " is missing); give the --out folder of an earlier 'colonnade train'");
    }
    try {
      return JsonMapper.builder().build().readValue(Files.readString(file), RunFile.class);
    } catch (JacksonException e) {
      throw CommandFailure.failed(
          file + place(e) + " cannot be read: " + fault(e) + "; restore it or train anew");
    }
  }

  private static String place(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    return at == null || at.getLineNr() < 1
        ? ""
        : ", line " + at.getLineNr() + ", column " + at.getColumnNr() + ",";
  }

  private static String fault(JacksonException e) {
    return e instanceof DatabindException
        ? "it is JSON, but not what 'colonnade train' writes"
        : "it is damaged or cut off, and no JSON";
  }
}
