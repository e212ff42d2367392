// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.colonnade.bench.protocol.PeerJson;
import dev.colonnade.bench.protocol.PeerReply;
import dev.colonnade.bench.record.Conditions;
import dev.colonnade.bench.record.Measured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the module for peers in Python makes of a training's conditions; needs no torch. */
class PythonPeerConditionsTest {
  private static final String PEER =
      """
      import time
      import colonnade_peer

      class Training:
          step_multiple = 1
          asked = 0

          def seconds(self, steps):
              time.sleep(0.06)
              return 0.06
      # METHODS
      training = Training()
      colonnade_peer.reply(colonnade_peer._time(training, {"samples": 3, "sampleSeconds": 0.05,
          "stepsPerSample": 1,
          "warmUp": {"leastSeconds": 0, "mostSeconds": 0, "window": 2, "tolerance": 0.1}}))
      """;

  @TempDir private Path folder;

  /** The reply of a peer whose training has this method. */
  private PeerReply.Timed timed(String method) throws Exception {
    String python = System.getenv().getOrDefault("COLONNADE_TEST_PYTHON", "python3");
    PyTorchPeer.install(python, Map.of(), folder);
    Path script = Files.writeString(folder.resolve("stub.py"), PEER.replace("# METHODS", method));
    Process process;
    try {
      process =
          new ProcessBuilder(python, script.toString())
              .redirectError(folder.resolve("errors.txt").toFile())
              .start();
    } catch (IOException e) {
      assumeTrue(false, "there is no " + python + " here");
      throw e;
    }
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("errors.txt"))).isZero();
    return (PeerReply.Timed) PeerJson.reply(out.strip());
  }

  @Test
  void readingsAreSummedUpAsRanges() throws Exception {
    PeerReply.Timed timed =
        timed(
            """

            def conditions(self):
                self.asked += 1
                return {"clockMegahertz": 1000 + self.asked % 4, "powerWatts": 0.5}
            """
                .indent(4));
    Conditions conditions = timed.conditions().measured().asOptional().orElseThrow();
    assertThat(conditions.readings()).as("before, after each of 3 samples, after").isEqualTo(5);
    assertThat(conditions.powerWatts())
        .isEqualTo(Measured.of(new Conditions.Range(0.5, 0.5, 0.5, 0.5)));
    assertThat(conditions.clockMegahertz())
        .isEqualTo(Measured.of(new Conditions.Range(1001, 1000, 1003, 1001)));
    assertThat(conditions.temperatureCelsius())
        .isEqualTo(Measured.unavailable("the peer does not state it"));
  }

  @Test
  void aReasonIsHandedOn() throws Exception {
    PeerReply.Timed timed =
        timed("\n    def conditions(self):\n        return \"pynvml is not installed\"\n");
    assertThat(timed.conditions().measured())
        .isEqualTo(Measured.unavailable("pynvml is not installed"));
  }

  @Test
  void whoHasNoConditionsStatesNone() throws Exception {
    assertThat(timed("").conditions()).isNull();
  }
}
