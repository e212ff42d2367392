// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback whose addresses misbehave in the ways that servers do. */
final class FileServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final byte[] content;

  FileServer(byte[] content) throws IOException {
    this.content = content;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    AtomicInteger breaking = new AtomicInteger();
    AtomicInteger failing = new AtomicInteger();
    serve("/whole", exchange -> send(exchange, content, content.length, true));
    serve("/no-range", exchange -> send(exchange, content, content.length, false));
    serve("/breaks", exchange -> send(exchange, content, cut(breaking), true));
    serve("/breaks-no-range", exchange -> send(exchange, content, cut(breaking), false));
    serve("/missing", exchange -> status(exchange, 404));
    serve("/forbidden", exchange -> status(exchange, 403));
    serve("/down", exchange -> status(exchange, 503));
    serve(
        "/down-twice",
        exchange -> {
          if (failing.incrementAndGet() <= 2) {
            status(exchange, 503);
          } else {
            send(exchange, content, content.length, true);
          }
        });
    byte[] other = content.clone();
    other[other.length / 2] ^= 1;
    serve("/wrong", exchange -> send(exchange, other, other.length, true));
    serve("/short", exchange -> send(exchange, Arrays.copyOf(content, 100), 100, true));
    serve("/chunked-long", this::endless);
    serve(
        "/wrong-range",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Range", "bytes 0-9/" + content.length);
          exchange.sendResponseHeaders(206, 10);
          exchange.getResponseBody().write(content, 0, 10);
        });
    serve("/stalls", exchange -> stall(exchange, 1000));
    serve("/silent", exchange -> pause(20_000));
    serve(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().set("Location", uri("/whole").toString());
          status(exchange, 302);
        });
    server.start();
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private void serve(String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          log.add(path + (range == null ? "" : " " + range));
          try (exchange) {
            answer.to(exchange);
          }
        });
  }

  /** A third of the content the first time, two thirds of the rest the second, then all. */
  private int cut(AtomicInteger count) {
    return switch (count.getAndIncrement()) {
      case 0 -> content.length / 3;
      case 1 -> content.length * 2 / 3;
      default -> content.length;
    };
  }

  private static void send(HttpExchange exchange, byte[] bytes, int until, boolean ranges)
      throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = 0;
    if (range != null && ranges) {
      from = Integer.parseInt(range.replace("bytes=", "").replace("-", ""));
      if (from >= bytes.length) {
        status(exchange, 416);
        return;
      }
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, bytes.length - from);
    exchange.getResponseBody().write(bytes, from, Math.max(0, until - from));
    exchange.getResponseBody().flush();
    if (until < bytes.length) {
      pause(200); // so that what was sent arrives before the connection breaks
    }
    // Closing the exchange with bytes owing breaks the connection, as an unplugged cable would.
  }

  private static void status(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  private void endless(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0); // chunked: no length is told
    for (int i = 0; i < 3; i++) {
      exchange.getResponseBody().write(content);
    }
  }

  private void stall(HttpExchange exchange, int after) throws IOException {
    exchange.sendResponseHeaders(200, content.length);
    exchange.getResponseBody().write(content, 0, after);
    exchange.getResponseBody().flush();
    pause(20_000);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server is being closed
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** The requests so far: paths, with the range where one was asked for. */
  List<String> log() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
