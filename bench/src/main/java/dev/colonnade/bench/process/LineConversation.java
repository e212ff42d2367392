// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A child process that is sent lines and answers each with a line. Whatever it does, the caller
 * gets an {@link Answer} within the time it allows.
 */
public final class LineConversation implements AutoCloseable {
  private static final int KEPT_ERROR_LINES = 20;
  private static final int LONGEST_LINE = 1 << 22;
  private static final int WAITING_LINES = 16;
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Process child;
  private final Thread hook;
  private final BlockingQueue<Answer> answers = new ArrayBlockingQueue<>(WAITING_LINES);
  private final Deque<String> errors = new ArrayDeque<>();
  private final Thread errorReader;

  /** What came back. */
  public sealed interface Answer {
    /**
     * A line.
     *
     * @param text without its end
     */
    record Line(String text) implements Answer {}

    /**
     * No line: the child closed its output, ended, or wrote one of megabytes.
     *
     * @param reason what happened, for the end of "the process ..."
     */
    record Ended(String reason) implements Answer {}

    /**
     * No line in time; the child was killed.
     *
     * @param limit the time it had
     */
    record TimedOut(Duration limit) implements Answer {}
  }

  private LineConversation(Process child) {
    this.child = child;
    this.hook = new Thread(() -> kill(child), "kill-conversation");
    Runtime.getRuntime().addShutdownHook(hook);
    Thread.ofVirtual().start(this::readLines);
    this.errorReader = Thread.ofVirtual().start(this::readErrors);
  }

  /**
   * Starts a child.
   *
   * @param command program and arguments
   * @param environment variables to set besides the inherited ones
   * @throws IOException if it cannot be started
   */
  public static LineConversation start(List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return new LineConversation(builder.start());
  }

  /** Sends a line and waits for the answer. */
  public Answer ask(String line, Duration limit) throws InterruptedException {
    Thread writer = Thread.ofVirtual().start(() -> send(line));
    Answer answer = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (answer == null) {
      kill(child);
      writer.interrupt();
      return new Answer.TimedOut(limit);
    }
    return answer instanceof Answer.Ended(String reason) ? new Answer.Ended(end(reason)) : answer;
  }

  /** Waits a little for the child to end by itself, then ends it. */
  @Override
  public void close() throws InterruptedException {
    try {
      if (!child.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        kill(child);
        child.waitFor();
      }
    } finally {
      kill(child);
      removeHook();
    }
  }

  /** Ends the child at once; {@link #close} is still to be called. */
  public void kill() {
    kill(child);
  }

  private static void kill(Process child) {
    // First those it started: a shell's children would live on with our pipes in their hands.
    child.descendants().forEach(ProcessHandle::destroyForcibly);
    child.destroyForcibly();
  }

  private String end(String reason) throws InterruptedException {
    if (!reason.isEmpty()) {
      kill(child);
      return reason;
    }
    if (!child.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
      kill(child);
      return "closed its standard output without an answer";
    }
    errorReader.join(GRACE);
    int status = child.exitValue();
    String how =
        status > 128 ? "was ended by signal " + (status - 128) : "ended with exit code " + status;
    String words = lastWords();
    return words.isEmpty() ? how : how + ": " + words;
  }

  /** The last line that is not indented: the lines of a stack trace below its message are. */
  private String lastWords() {
    synchronized (errors) {
      return errors.reversed().stream()
          .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
          .findFirst()
          .orElse("");
    }
  }

  private void send(String line) {
    try {
      OutputStream stdin = child.getOutputStream();
      stdin.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      stdin.flush();
    } catch (IOException e) {
      // The child is gone; the reader of its output says so.
      return;
    }
  }

  private void readLines() {
    try (Reader output =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      for (int next = output.read(); next >= 0; next = output.read()) {
        if (next == '\n') {
          answers.put(new Answer.Line(line.toString()));
          line.setLength(0);
        } else if (line.length() >= LONGEST_LINE) {
          answers.put(
              new Answer.Ended("wrote a line of more than " + LONGEST_LINE + " characters"));
          return;
        } else {
          line.append((char) next);
        }
      }
      answers.put(new Answer.Ended(""));
    } catch (IOException e) {
      // The child was killed while it wrote.
      answers.offer(new Answer.Ended(""));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readErrors() {
    try (InputStream stream = child.getErrorStream();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (errors) {
          errors.addLast(line);
          if (errors.size() > KEPT_ERROR_LINES) {
            errors.removeFirst();
          }
        }
      }
    } catch (IOException e) {
      // The child was killed while it wrote; what it wrote before is kept.
      return;
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This JVM is going down: the hook runs, which is what it is for.
      return;
    }
  }
}
