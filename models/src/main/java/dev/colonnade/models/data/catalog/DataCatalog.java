// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.catalog;

import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.DataReferenceException;
import dev.colonnade.models.data.DataSource;
import dev.colonnade.models.data.Geometry;
import dev.colonnade.models.data.digits.DigitOptions;
import dev.colonnade.models.data.digits.DigitSet;
import dev.colonnade.models.data.fetch.Checksum;
import dev.colonnade.models.data.fetch.DataFetcher;
import dev.colonnade.models.data.fetch.RemoteFile;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Data sets by name.
 *
 * <p>A reference is a name ({@code mnist}, {@code cifar10}, {@code digits}), the digits with
 * options ({@code digits:train=5000,seed=7}), a path with its form ({@code idx:PATH}, {@code
 * cifar10:PATH}, {@code folder:PATH}), or a bare path whose content tells the form. A name goes
 * before a folder of that name in the working folder; {@code ./mnist} means the folder.
 */
public final class DataCatalog {
  private static final String DIGITS = "digits";
  private static final String FORMS =
      "mnist, cifar10, digits, idx:PATH, cifar10:PATH, folder:PATH, or a path";

  private final SearchPath searchPath;

  /** A catalogue that looks for known names in these folders. */
  public DataCatalog(SearchPath searchPath) {
    this.searchPath = searchPath;
  }

  /** The names that are known. */
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Known known : Known.values()) {
      names.add(known.label());
    }
    names.add(DIGITS);
    return List.copyOf(names);
  }

  /**
   * Finds a data set.
   *
   * @param reference as described above
   * @param geometry the size and channels to bring every image to
   * @throws DataReferenceException if the reference means no data set
   * @throws DataException if the set is not there, with the command that gets it where there is one
   */
  public DataSource open(String reference, Geometry geometry) {
    Known known = Known.of(reference);
    if (known != null) {
      return known.open(require(known), geometry);
    }
    int colon = reference.indexOf(':');
    String form = colon < 0 ? "" : reference.substring(0, colon);
    String rest = reference.substring(colon + 1);
    if (reference.equals(DIGITS) || form.equals(DIGITS)) {
      String options = colon < 0 ? "" : rest;
      return Fitted.of(new DigitSet(DigitOptions.parse(options)), geometry);
    }
    switch (form) {
      case "idx" -> {
        return PathReference.idx(path(rest), geometry);
      }
      case "cifar10" -> {
        return PathReference.cifar10(path(rest), geometry);
      }
      case "folder" -> {
        return PathReference.folder(path(rest), geometry);
      }
      default -> {
        Path path = path(reference);
        if (!reference.isBlank() && Files.exists(path)) {
          return PathReference.recognised(path, geometry);
        }
        if (path.getNameCount() > 1 || path.isAbsolute()) {
          throw DataException.of(path, "does not exist", "a file or folder", "Check the path");
        }
        throw new DataReferenceException(
            "data set '" + reference + "'",
            "neither a known name nor a path that exists",
            FORMS,
            "Run 'colonnade data' to see what is there");
      }
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new DataReferenceException(
          "data set '" + text + "'", "not a path (" + e.getReason() + ")", FORMS, "Mend it");
    }
  }

  /** Every known data set: whether it is there, where, what is missing and how to get it. */
  public List<DataStatus> status() {
    List<DataStatus> all = new ArrayList<>();
    for (Known known : Known.values()) {
      all.add(status(known));
    }
    all.add(
        new DataStatus(
            DIGITS,
            "digits drawn by Colonnade, any number of any size; "
                + DigitOptions.DEFAULT.train()
                + " + "
                + DigitOptions.DEFAULT.test()
                + " gray images of 28x28 unless asked otherwise",
            DataStatus.State.GENERATED,
            Form.GENERATED,
            null,
            List.of(),
            "",
            List.of(),
            ""));
    return all;
  }

  /**
   * Downloads what is missing of a known data set into the folder for downloads.
   *
   * @return the folder in which the data set now lies
   * @throws DataReferenceException if the name is not one that can be fetched
   * @throws DataException if the download fails
   */
  public Path fetch(String name, DataFetcher fetcher) {
    Path folder = searchPath.fetchFolder().resolve(name);
    fetcher.fetch(files(name), folder);
    return folder;
  }

  /**
   * Compares the official files of a known data set with what lies on disk.
   *
   * @return each file that is there, with the result; files in another form, such as images, have
   *     no published checksum and are not listed
   * @throws DataReferenceException if the name is not one that can be fetched
   * @throws DataException if a file cannot be read
   */
  public Map<Path, Checksum.Match> verify(String name) {
    List<RemoteFile> files = files(name);
    Known known = Known.of(name);
    Location location = known == null ? null : find(known);
    Map<Path, Checksum.Match> matches = new LinkedHashMap<>();
    if (location == null) {
      return matches;
    }
    Path folder = location.path();
    if (!Files.isDirectory(folder)) {
      folder = Objects.requireNonNull(folder.toAbsolutePath().getParent()); // a file has a folder
    }
    for (RemoteFile file : files) {
      for (String candidate : List.of(file.name(), file.unpackedName(), dotted(file))) {
        Path path = folder.resolve(candidate);
        if (Files.isRegularFile(path)) {
          matches.put(path, Checksum.compare(path, file));
        }
      }
    }
    return matches;
  }

  private static String dotted(RemoteFile file) {
    return file.unpackedName().replace("-idx", ".idx");
  }

  private static List<RemoteFile> files(String name) {
    Known known = Known.of(name);
    if (known == null) {
      throw new DataReferenceException(
          "data set '" + name + "'",
          name.equals(DIGITS) ? "is drawn when it is used" : "not one that can be downloaded",
          "mnist or cifar10",
          name.equals(DIGITS) ? "Use it as it is" : "Name one of them");
    }
    return known.files();
  }

  private Location require(Known known) {
    Location location = find(known);
    if (location != null && location.whole()) {
      return location;
    }
    if (location != null) {
      throw DataException.of(
          location.path(),
          "lacks " + String.join(", ", location.missing()),
          "all files of " + known.label(),
          "Run '" + known.fetchCommand() + "'");
    }
    List<String> places =
        searchPath.places().stream().map(place -> place.folder().toString()).toList();
    throw DataException.of(
        "data set '" + known.label() + "'",
        "not found",
        "its files in one of " + String.join(", ", places),
        "Run '"
            + known.fetchCommand()
            + "', or name the folder of data with --data-dir or "
            + SearchPath.VARIABLE);
  }

  private DataStatus status(Known known) {
    Location location;
    String note;
    try {
      location = find(known);
      note = location == null ? "" : known.note(location);
    } catch (DataException e) { // one unreadable folder must not hide the other data sets
      location = null;
      note = e.getMessage() == null ? "" : e.getMessage();
    }
    boolean whole = location != null && location.whole();
    return new DataStatus(
        known.label(),
        known.description(),
        location == null
            ? DataStatus.State.MISSING
            : whole ? DataStatus.State.AVAILABLE : DataStatus.State.INCOMPLETE,
        location == null ? null : location.form(),
        location == null ? null : location.path(),
        location == null
            ? known.files().stream().map(RemoteFile::name).toList()
            : location.missing(),
        note,
        searchPath.places(),
        whole ? "" : known.fetchCommand());
  }

  /**
   * The first whole copy in a published form, else the first whole copy in another form, else the
   * first that lacks files.
   */
  private @Nullable Location find(Known known) {
    List<Location> found = new ArrayList<>();
    for (SearchPath.Place place : searchPath.places()) {
      if (Files.isDirectory(place.folder())) {
        found.addAll(known.candidates(place.folder()));
      }
    }
    return found.stream()
        .filter(Location::whole)
        .filter(location -> location.form() != Form.IMAGES)
        .findFirst()
        .or(() -> found.stream().filter(Location::whole).findFirst())
        .or(() -> found.stream().findFirst())
        .orElse(null);
  }
}
