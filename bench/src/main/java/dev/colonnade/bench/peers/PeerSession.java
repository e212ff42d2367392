// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import dev.colonnade.bench.process.LineConversation;
import dev.colonnade.bench.protocol.PeerJson;
import dev.colonnade.bench.protocol.PeerProtocolException;
import dev.colonnade.bench.protocol.PeerReply;
import dev.colonnade.bench.protocol.PeerRequest;
import dev.colonnade.bench.record.FailureRecord.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One process of a peer and what is said with it. A reply that is not the one asked for, or that
 * says that something else was done than was asked, ends the session with a {@link PeerException}.
 */
public final class PeerSession implements AutoCloseable {
  private final LineConversation conversation;
  private final Duration limit;
  private boolean goodBye;

  private PeerSession(LineConversation conversation, Duration limit) {
    this.conversation = conversation;
    this.limit = limit;
  }

  /**
   * Starts the process.
   *
   * @param limit time for each answer, but for that to {@code time}, which has the time of its
   *     samples besides
   */
  public static PeerSession start(
      List<String> command, Map<String, String> environment, Duration limit) throws PeerException {
    try {
      return new PeerSession(LineConversation.start(command, environment), limit);
    } catch (IOException e) {
      throw new PeerException(
          Kind.UNAVAILABLE,
          command.getFirst() + " cannot be started (" + e.getMessage() + "); check its path");
    }
  }

  /** Asks who it is. */
  public PeerReply.Hello hello() throws PeerException, InterruptedException {
    PeerReply.Hello hello =
        ask(new PeerRequest.Hello(PeerRequest.PROTOCOL), PeerReply.Hello.class, limit);
    if (!hello.protocol().equals(PeerRequest.PROTOCOL)) {
      throw broken("it speaks " + hello.protocol() + ", not " + PeerRequest.PROTOCOL);
    }
    return hello;
  }

  PeerReply.Prepared prepare(PeerRequest.Prepare asked) throws PeerException, InterruptedException {
    PeerReply.Prepared done = ask(asked, PeerReply.Prepared.class, limit);
    same("device", asked.device(), done.device());
    same("math", asked.math(), done.math());
    same("threads", asked.threads(), done.threads());
    same("variant", asked.variant(), done.variant());
    same("batch", asked.batch(), done.batch());
    same("flushDenormals", asked.flushDenormals(), done.flushDenormals());
    return done;
  }

  /** Has it make ready one operation. */
  public PeerReply.KernelPrepared prepare(PeerRequest.PrepareKernel asked)
      throws PeerException, InterruptedException {
    PeerReply.KernelPrepared done = ask(asked, PeerReply.KernelPrepared.class, limit);
    same("device", asked.device(), done.device());
    same("math", asked.math(), done.math());
    same("threads", asked.threads(), done.threads());
    same("variant", asked.variant(), done.variant());
    return done;
  }

  /** Has it run the operation once and write the result to a file. */
  public void compute(Path result) throws PeerException, InterruptedException {
    PeerReply.Computed done =
        ask(new PeerRequest.Compute(result.toString()), PeerReply.Computed.class, limit);
    same("result", result.toString(), done.result());
  }

  private static void same(String field, @Nullable Object asked, @Nullable Object inForce)
      throws PeerException {
    if (!Objects.equals(asked, inForce)) {
      throw broken("it was asked for " + field + " " + asked + " and took " + inForce);
    }
  }

  PeerReply.Checked check(PeerRequest.Check asked) throws PeerException, InterruptedException {
    PeerReply.Checked done = ask(asked, PeerReply.Checked.class, limit);
    if (done.losses().size() != asked.steps()) {
      throw broken(
          "it was asked for "
              + asked.steps()
              + " steps and gave "
              + done.losses().size()
              + " losses");
    }
    same("weights", asked.weights(), done.weights());
    return done;
  }

  /** Has it warm up and take its samples. */
  public PeerReply.Timed time(PeerRequest.Time asked) throws PeerException, InterruptedException {
    // A sample lasts as long as asked, or as long as one submission if that is longer.
    double planned = asked.warmUp().mostSeconds() + 4 * asked.samples() * asked.sampleSeconds();
    PeerReply.Timed done =
        ask(asked, PeerReply.Timed.class, limit.plusMillis(Math.round(1000 * planned)));
    if (done.seconds().size() != asked.samples()) {
      throw broken(
          "it was asked for " + asked.samples() + " samples and gave " + done.seconds().size());
    }
    Integer steps = asked.stepsPerSample();
    if (steps != null) {
      same("stepsPerSample", steps, done.stepsPerSample());
    }
    return done;
  }

  /** Ends it with a good word. */
  public void bye() throws PeerException, InterruptedException {
    ask(new PeerRequest.Bye(), PeerReply.Bye.class, limit);
    goodBye = true;
  }

  private <T extends PeerReply> T ask(PeerRequest request, Class<T> expected, Duration within)
      throws PeerException, InterruptedException {
    return switch (conversation.ask(PeerJson.toLine(request), within)) {
      case LineConversation.Answer.Line(String text) -> reply(text, expected);
      case LineConversation.Answer.Ended(String reason) ->
          throw new PeerException(Kind.CRASHED, "the process " + reason);
      case LineConversation.Answer.TimedOut(Duration time) ->
          throw new PeerException(
              Kind.HUNG,
              "it gave no answer to "
                  + name(request)
                  + " within "
                  + time.toSeconds()
                  + " s; --timeout allows more");
    };
  }

  private <T extends PeerReply> T reply(String line, Class<T> expected) throws PeerException {
    PeerReply reply;
    try {
      reply = PeerJson.reply(line);
    } catch (PeerProtocolException e) {
      throw broken(String.valueOf(e.getMessage()));
    }
    return switch (reply) {
      case PeerReply.Declined(String reason) -> throw new PeerException(Kind.UNSUPPORTED, reason);
      case PeerReply.Failed(String reason, String kind) ->
          throw new PeerException(
              switch (kind == null ? "failed" : kind) {
                case "out-of-memory" -> Kind.OUT_OF_MEMORY;
                case "unavailable" -> Kind.UNAVAILABLE;
                default -> Kind.CRASHED;
              },
              reason);
      default -> {
        if (!expected.isInstance(reply)) {
          throw broken(
              "a reply of kind " + expected.getSimpleName() + " was expected, not " + reply);
        }
        yield expected.cast(reply);
      }
    };
  }

  private static String name(PeerRequest request) {
    return request.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static PeerException broken(String how) {
    return new PeerException(Kind.CRASHED, "it does not keep to the protocol: " + how);
  }

  /** Waits for the process after a good bye, and ends it otherwise. */
  @Override
  public void close() {
    if (!goodBye) {
      conversation.kill();
    }
    try {
      conversation.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
