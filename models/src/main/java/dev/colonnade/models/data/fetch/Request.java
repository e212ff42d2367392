// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request for one file, or for the rest of it. Time-outs are kept here rather than by the
 * client: the client's own would, from JDK 26 on, count the whole body, and before that none of it.
 */
final class Request {
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+|\\*)");

  private final HttpClient client;
  private final Duration patience;
  private final FetchListener listener;

  Request(HttpClient client, Duration patience, FetchListener listener) {
    this.client = client;
    this.patience = patience;
    this.listener = listener;
  }

  /** Appends to {@code part} until it is whole. */
  void run(RemoteFile file, URI address, PartFile part) throws FetchProblem, InterruptedException {
    long from = part.size();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("User-Agent", "colonnade")
            .header("Accept-Encoding", "identity");
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    HttpResponse<InputStream> response = answer(request.build());
    try (InputStream body = response.body()) {
      long position = start(file, part, from, response);
      listener.started(file, address, position);
      copy(file, part, position, body);
    } catch (IOException e) {
      throw FetchProblem.passing("the connection broke (" + described(e) + ")");
    }
  }

  private HttpResponse<InputStream> answer(HttpRequest request)
      throws FetchProblem, InterruptedException {
    CompletableFuture<HttpResponse<InputStream>> future =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
    try {
      return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw FetchProblem.passing("no answer within " + seconds());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw FetchProblem.passing("no connection (" + described(cause) + ")");
    }
  }

  /** Where the answer's first byte belongs, after checking that it is this file's. */
  private static long start(
      RemoteFile file, PartFile part, long from, HttpResponse<InputStream> response)
      throws FetchProblem {
    int status = response.statusCode();
    switch (status) {
      case 200 -> {
        long offered = response.headers().firstValueAsLong("Content-Length").orElse(file.size());
        if (offered != file.size()) {
          throw FetchProblem.lasting(
              "offers " + offered + " bytes instead of " + file.size() + ", another file");
        }
        part.truncate();
        return 0;
      }
      case 206 -> {
        String range = response.headers().firstValue("Content-Range").orElse("");
        Matcher matcher = CONTENT_RANGE.matcher(range);
        boolean right =
            matcher.matches()
                && matcher.group(1).equals(Long.toString(from))
                && (matcher.group(3).equals("*")
                    || matcher.group(3).equals(Long.toString(file.size())));
        if (!right) {
          part.truncate();
          throw FetchProblem.passing("answered with the wrong range '" + range + "'");
        }
        return from;
      }
      case 416 -> {
        part.truncate();
        throw FetchProblem.passing("does not continue at byte " + from);
      }
      case 408, 429 -> throw FetchProblem.passing("answered with status " + status);
      default -> {
        String problem = "answered with status " + status;
        throw status >= 500 ? FetchProblem.passing(problem) : FetchProblem.lasting(problem);
      }
    }
  }

  private void copy(RemoteFile file, PartFile part, long start, InputStream body)
      throws IOException, FetchProblem {
    byte[] buffer = new byte[1 << 16];
    long position = start;
    try (Watchdog watchdog = new Watchdog(patience, body)) {
      while (true) {
        int read;
        try {
          read = body.read(buffer);
        } catch (IOException e) {
          if (watchdog.bit()) {
            throw FetchProblem.passing("no bytes for " + seconds());
          }
          throw e;
        }
        watchdog.pat();
        if (read < 0) {
          break;
        }
        if (position + read > file.size()) {
          part.truncate();
          throw FetchProblem.lasting("sends more than " + file.size() + " bytes");
        }
        position = part.write(buffer, read, position);
        listener.progress(file, position);
      }
      if (position < file.size()) {
        throw FetchProblem.passing(
            watchdog.bit()
                ? "no bytes for " + seconds()
                : "ended after " + position + " of " + file.size() + " bytes");
      }
    }
  }

  private static String described(Throwable cause) {
    for (Throwable deeper = cause; deeper != null; deeper = deeper.getCause()) {
      if (deeper instanceof UnresolvedAddressException) {
        return "the host's name cannot be resolved";
      }
    }
    String message = cause.getMessage();
    String name = cause.getClass().getSimpleName();
    return message == null ? name : name + ": " + message;
  }

  private String seconds() {
    return patience.toMillis() / 1000.0 + " s";
  }
}
