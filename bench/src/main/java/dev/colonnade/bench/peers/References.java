// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import dev.colonnade.bench.measure.MeasuredNet;
import dev.colonnade.bench.measure.PeerFiles;
import dev.colonnade.bench.protocol.PeerReply;
import dev.colonnade.bench.protocol.PeerRequest;
import dev.colonnade.bench.record.FailureRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What everybody is checked against: the same steps on the first of our devices, in a process of
 * its own, once for each case and number of steps. Also the files that everybody starts from.
 */
final class References {
  private final Participant.Ours reference;
  private final Duration limit;
  private final Path folder;
  private final Map<String, PeerFiles> files = new HashMap<>();
  private final Map<String, Outcome> outcomes = new HashMap<>();
  private final Map<String, PeerException> failures = new HashMap<>();

  /**
   * Makes nothing yet.
   *
   * @param folder for files
   */
  References(Participant.Ours reference, Duration limit, Path folder) {
    this.reference = reference;
    this.limit = limit;
    this.folder = folder;
  }

  /** Id of the device that is the reference. */
  String id() {
    return reference.id();
  }

  /** Initial weights, images and labels of a case. */
  PeerFiles files(PeerCase what) throws IOException {
    String key = what.net() + "," + what.batch();
    PeerFiles made = files.get(key);
    if (made == null) {
      made =
          PeerFiles.create(
              MeasuredNet.of(what.net(), what.batch()), folder.resolve("case-" + files.size()));
      files.put(key, made);
    }
    return made;
  }

  /**
   * The outcome of so many steps on the reference.
   *
   * @throws PeerException if there is none, so that nothing can be checked
   */
  Outcome outcome(PeerCase what, int steps)
      throws PeerException, IOException, InterruptedException {
    String key = what.net() + "," + what.batch() + "," + what.math() + "," + steps;
    PeerException failure = failures.get(key);
    if (failure != null) {
      throw failure;
    }
    Outcome outcome = outcomes.get(key);
    if (outcome == null) {
      try {
        outcome = make(what, steps);
      } catch (PeerException e) {
        PeerException explained =
            new PeerException(
                e.kind(),
                "there is nothing to check it against: " + id() + " gave no result, " + e.reason());
        failures.put(key, explained);
        throw explained;
      }
      outcomes.put(key, outcome);
    }
    return outcome;
  }

  private Outcome make(PeerCase what, int steps)
      throws PeerException, IOException, InterruptedException {
    PeerFiles start = files(what);
    try (PeerSession session =
        PeerSession.start(reference.command(null), reference.environment(), limit)) {
      session.hello();
      session.prepare(start.request(what.math(), reference.device(), null, reference.variant()));
      Outcome outcome = check(session, start, steps);
      session.bye();
      return outcome;
    }
  }

  /** Runs the steps of a check in a session, and reads what came of them. */
  Outcome check(PeerSession session, PeerFiles start, int steps)
      throws PeerException, IOException, InterruptedException {
    Path file = folder.resolve("checked.f32").toAbsolutePath();
    // Who maps the file into memory would keep the length of an older one.
    Files.deleteIfExists(file);
    PeerReply.Checked checked = session.check(new PeerRequest.Check(steps, file.toString()));
    float[] weights;
    try {
      weights = start.weights(file);
    } catch (IOException e) {
      throw new PeerException(
          FailureRecord.Kind.CRASHED,
          "the weights that it says it wrote cannot be read: " + e.getMessage());
    }
    return new Outcome(checked.losses(), start.initialWeights(), weights);
  }
}
