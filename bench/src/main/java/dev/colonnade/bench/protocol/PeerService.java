// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.protocol;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;

/** The answering side of the protocol: what a peer written in Java implements. */
public interface PeerService extends AutoCloseable {
  /**
   * Answers one request.
   *
   * @throws DeclinedException if this cannot be done exactly as asked
   * @throws IOException if a file of the exchange cannot be read or written
   */
  PeerReply answer(PeerRequest request) throws IOException;

  /** What is said of an error that {@link #answer} threw. */
  default PeerReply failed(Throwable error) {
    return new PeerReply.Failed(
        words(error), error instanceof OutOfMemoryError ? "out-of-memory" : "failed");
  }

  @Override
  void close();

  /**
   * Answers requests until good bye or the end of input.
   *
   * @return whether the launcher said good bye
   * @throws IOException if the input cannot be read
   */
  default boolean serve(BufferedReader input, PrintStream output) throws IOException {
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      PeerReply reply = reply(line);
      output.println(PeerJson.toLine(reply));
      output.flush();
      if (reply instanceof PeerReply.Bye) {
        return true;
      }
    }
    return false;
  }

  /** The reply to a line, whatever happens. */
  private PeerReply reply(String line) {
    try {
      return answer(PeerJson.request(line));
    } catch (DeclinedException e) {
      return new PeerReply.Declined(words(e));
    } catch (PeerProtocolException | IOException | RuntimeException | OutOfMemoryError e) {
      return failed(e);
    }
  }

  /** An error's message, or its name where it has none. */
  static String words(Throwable error) {
    String message = error.getMessage();
    return message == null || message.isBlank() ? error.toString() : message;
  }

  /**
   * Declines unless the condition holds.
   *
   * @throws DeclinedException otherwise, with this reason
   */
  static void require(boolean condition, String reason) {
    if (!condition) {
      throw new DeclinedException(reason);
    }
  }

  /** This peer cannot do exactly what was asked. */
  final class DeclinedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the reason, one sentence. */
    public DeclinedException(String reason) {
      super(reason);
    }
  }
}
