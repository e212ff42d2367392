// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import dev.colonnade.models.zoo.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds and reads studies: those that come with Colonnade, by id, and a user's own, by path. */
public final class Studies {

  private static final List<String> SHIPPED =
      List.of(
          "maps",
          "nets",
          "batch",
          "threads",
          "mlp",
          "im2col",
          "distortion",
          "committee",
          "time-to-error");

  /** The others take longer, or answer a question of their own: they are named explicitly. */
  private static final List<String> USUAL = List.of("maps", "nets", "batch");

  private Studies() {}

  /** Returns the ids of the studies that come with Colonnade. */
  public static List<String> shippedIds() {
    return SHIPPED;
  }

  /** Returns the studies that are measured if none is named. */
  public static List<Study> usual() {
    return USUAL.stream().map(Studies::resource).toList();
  }

  /** Returns the studies that come with Colonnade. */
  public static List<Study> shipped() {
    return SHIPPED.stream().map(Studies::resource).toList();
  }

  /**
   * Returns the study with this id, or the one in the file of this path.
   *
   * @throws UnknownStudyException if it is neither
   * @throws StudyException if the file is missing or wrong
   */
  public static Study find(String idOrPath) {
    if (SHIPPED.contains(idOrPath)) {
      return resource(idOrPath);
    }
    Path file = Path.of(idOrPath);
    if (!Files.exists(file) && (file.isAbsolute() || file.getNameCount() > 1)) {
      throw new StudyException(idOrPath + " does not exist; check the path of the study file");
    }
    if (Files.isRegularFile(file)) {
      try {
        return parse(idOrPath, Files.readString(file));
      } catch (IOException e) {
        throw new StudyException(
            idOrPath + " cannot be read: " + e.getMessage() + "; check its permissions", e);
      }
    }
    throw new UnknownStudyException(
        "\""
            + idOrPath
            + "\" is neither a study ("
            + String.join(", ", SHIPPED)
            + ") nor a file; "
            + Nearest.of(idOrPath, SHIPPED)
                .map(id -> "did you mean " + id + "?")
                .orElse("name one of them or the path of a study file"));
  }

  private static Study resource(String id) {
    String name = id + ".toml";
    try (InputStream in = Studies.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new StudyException("study " + id + " is missing from the build; build again");
      }
      return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new StudyException("study " + id + " cannot be read from the build", e);
    }
  }

  /**
   * Reads a study from text.
   *
   * @param file its name in messages
   * @throws StudyException if the text is not a study; the message names line and key
   */
  public static Study parse(String file, String text) {
    return new StudyReader(file, text).read();
  }
}
