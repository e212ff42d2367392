// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.fetch;

import dev.colonnade.models.data.DataException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Downloads files one after the other. Each file is written to {@code NAME.part}, checked, synced
 * and renamed, so that under its own name it is whole or absent. A part left by a broken download
 * is continued where the server can (HTTP range requests) and begun anew where it cannot. Each
 * address is tried several times with growing pauses when the problem may pass, once when it will
 * not (404), and then the next address follows. A download whose SHA-256 is wrong is deleted,
 * because no use of it is right, and the sentence that reports it names both checksums. A file that
 * is already there with the wrong checksum is never touched.
 */
public final class DataFetcher {
  private final FetchSettings settings;
  private final FetchListener listener;

  /** A fetcher that may be used any number of times. */
  public DataFetcher(FetchSettings settings, FetchListener listener) {
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Fetches what is missing.
   *
   * @param folder where the files go; made where it does not exist
   * @return the files' paths, in order
   * @throws DataException if a file cannot be had from any address, the folder cannot be written,
   *     or a file of that name is there and is another one
   */
  public List<Path> fetch(List<RemoteFile> files, Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw PartFile.unwritable(folder, e);
    }
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.patience())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    try {
      List<Path> paths = new ArrayList<>();
      for (RemoteFile file : files) {
        Path there = existing(file, folder);
        if (there == null) {
          there = download(client, file, folder);
          listener.finished(file, there);
        } else {
          listener.alreadyThere(file, there);
        }
        paths.add(there);
      }
      return paths;
    } finally {
      client.shutdownNow();
    }
  }

  private static @Nullable Path existing(RemoteFile file, Path folder) {
    Path target = folder.resolve(file.name());
    Path unpacked = folder.resolve(file.unpackedName());
    for (Path path : List.of(target, unpacked)) {
      if (Files.isRegularFile(path) && Checksum.compare(path, file) != Checksum.Match.DIFFERENT) {
        return path;
      }
    }
    if (Files.exists(target)) {
      throw DataException.of(
          target,
          Files.isRegularFile(target)
              ? "is there already with the SHA-256 " + Checksum.of(target)
              : "is there already and is not a file",
          "SHA-256 " + file.sha256() + ", or no such file",
          "Move it away, then fetch again");
    }
    return null;
  }

  private Path download(HttpClient client, RemoteFile file, Path folder) {
    Path target = folder.resolve(file.name());
    try (PartFile part = PartFile.open(target)) {
      requireSpace(file, folder, part);
      List<String> reasons = new ArrayList<>();
      Request request = new Request(client, settings.patience(), listener);
      for (URI address : file.addresses()) {
        String reason = tryAddress(request, file, address, part);
        if (reason.isEmpty()) {
          part.moveTo(target);
          return target;
        }
        listener.givenUp(file, address, reason);
        reasons.add(address + " " + reason);
      }
      part.discardIfEmpty();
      throw DataException.of(
          target,
          "could not be downloaded (" + String.join("; ", reasons) + ")",
          file.size() + " bytes from one of " + file.addresses().size() + " addresses",
          "Check the network (a proxy is named by -Dhttps.proxyHost and -Dhttps.proxyPort in"
              + " JAVA_TOOL_OPTIONS) and try again, which continues what has arrived, or put the"
              + " file there by other means");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DataException.of(
          target, "the download was interrupted", "a whole file", "Fetch again to continue it", e);
    }
  }

  /** Downloads from one address; returns why that failed, or nothing where it did not. */
  private String tryAddress(Request request, RemoteFile file, URI address, PartFile part)
      throws InterruptedException {
    for (int failures = 1; ; failures++) {
      boolean continued = part.size() > 0;
      FetchProblem problem;
      try {
        if (part.size() != file.size()) {
          if (part.size() > file.size()) {
            part.truncate();
          }
          request.run(file, address, part);
        }
        String found = part.checksum();
        if (found.equals(file.sha256())) {
          return "";
        }
        part.truncate();
        String wrong =
            "delivered a file with the SHA-256 " + found + " instead of " + file.sha256();
        // What an earlier run left may be at fault: one fresh start for a continued file.
        problem = continued ? FetchProblem.passing(wrong) : FetchProblem.lasting(wrong);
      } catch (FetchProblem e) {
        problem = e;
      }
      if (!problem.isPassing() || failures == settings.attempts()) {
        return problem.reason();
      }
      Duration pause = settings.pause(failures);
      listener.retrying(file, address, problem.reason(), pause);
      Thread.sleep(pause);
    }
  }

  private static void requireSpace(RemoteFile file, Path folder, PartFile part) {
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      long needed = file.size() - part.size();
      if (free < needed) {
        throw DataException.of(
            folder,
            "has " + free + " bytes free",
            needed + " bytes for " + file.name(),
            "Free some space or name another folder with --data-dir");
      }
    } catch (IOException e) {
      throw PartFile.unwritable(folder, e);
    }
  }
}
