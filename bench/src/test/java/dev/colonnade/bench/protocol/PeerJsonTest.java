// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.bench.record.Conditions;
import dev.colonnade.models.network.Network;
import dev.colonnade.models.network.NetworkOptions;
import dev.colonnade.models.notation.NetString;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PeerJsonTest {
  private static PeerRequest.Prepare prepare() {
    return new PeerRequest.Prepare(
        "1x4x4-10N",
        List.of(1, 4, 4),
        List.of(Map.of("kind", "fully-connected", "units", 10)),
        List.of(new PeerRequest.Parameter("layer1/weights", List.of(10, 16))),
        "softmax-cross-entropy",
        0.001f,
        "/tmp/weights",
        "/tmp/images",
        "/tmp/labels",
        64,
        new PeerRequest.Scaling(0.0078431377f, -1),
        32,
        "STRICT_FP32",
        "cpu",
        2,
        "eager",
        false);
  }

  static Stream<PeerRequest> requests() {
    return Stream.of(
        new PeerRequest.Hello(PeerRequest.PROTOCOL),
        prepare(),
        new PeerRequest.Check(8, "/tmp/out"),
        new PeerRequest.Time(5, 0.1, null, new PeerRequest.WarmUpRule(1, 4, 5, 0.03)),
        new PeerRequest.Time(5, 0.1, 100, new PeerRequest.WarmUpRule(1, 4, 5, 0.03)),
        new PeerRequest.Bye());
  }

  static Stream<PeerReply> replies() {
    return Stream.of(
        new PeerReply.Hello(
            PeerRequest.PROTOCOL,
            "pytorch",
            Map.of("torch", "2"),
            List.of(
                new PeerReply.OfferedDevice(
                    "cpu", "cpu", "A CPU", null, null, List.of("eager"), List.of("STRICT_FP32"))),
            Map.of("LD_PRELOAD", "x"),
            List.of("a note")),
        new PeerReply.Prepared(
            "cpu",
            "STRICT_FP32",
            2,
            "eager",
            32,
            false,
            true,
            "F32",
            16,
            0.5,
            "a loop",
            "program",
            List.of("kernel"),
            Map.of("a", "b")),
        new PeerReply.Checked(List.of(2.3, 2.25), "/tmp/out"),
        new PeerReply.Timed(
            List.of(0.1, 0.11),
            40,
            new PeerReply.WarmedUp(100, 1.5, true),
            0.002,
            new PeerConditions(
                3,
                new Conditions.Range(1980, 1905, 1980, 1905),
                2100.0,
                null,
                null,
                null,
                null,
                new TreeMap<>(Map.of("power-cap", 2)),
                Map.of("powerWatts", "no meter"))),
        new PeerReply.Timed(List.of(0.1), 1, new PeerReply.WarmedUp(1, 0.1, false), null, null),
        new PeerReply.Bye(),
        new PeerReply.Declined("no such mode"),
        new PeerReply.Failed("out of memory", "out-of-memory"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void requestsSurviveALine(PeerRequest request) throws PeerProtocolException {
    String line = PeerJson.toLine(request);
    assertThat(line).doesNotContain("\n");
    assertThat(PeerJson.request(line)).isEqualTo(request);
  }

  @ParameterizedTest
  @MethodSource("replies")
  void repliesSurviveALine(PeerReply reply) throws PeerProtocolException {
    String line = PeerJson.toLine(reply);
    assertThat(line).doesNotContain("\n");
    assertThat(PeerJson.reply(line)).isEqualTo(reply);
  }

  @Test
  void theFormIsTheDocumentedOne() {
    assertThat(PeerJson.toLine(new PeerRequest.Hello(PeerRequest.PROTOCOL)))
        .isEqualTo("{\"type\":\"hello\",\"protocol\":\"colonnade-peer/1\"}");
    assertThat(PeerJson.toLine(new PeerRequest.Bye())).isEqualTo("{\"type\":\"bye\"}");
    assertThat(PeerJson.toLine(new PeerRequest.Check(8, "/w")))
        .isEqualTo("{\"type\":\"check\",\"steps\":8,\"weights\":\"/w\"}");
  }

  @Test
  void fieldsOfLaterVersionsArePassedOver() throws PeerProtocolException {
    assertThat(PeerJson.reply("{\"type\":\"declined\",\"reason\":\"no\",\"more\":[1,2]}"))
        .isEqualTo(new PeerReply.Declined("no"));
  }

  @Test
  void listsAndMapsMayBeLeftOut() throws PeerProtocolException {
    assertThat(
            PeerJson.reply("{\"type\":\"hello\",\"protocol\":\"colonnade-peer/1\",\"name\":\"x\"}"))
        .isInstanceOfSatisfying(
            PeerReply.Hello.class, hello -> assertThat(hello.devices()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Segmentation fault | no message of colonnade-peer/1
          null | JSON object
          [] | no message
          {"type":"dance"} | no message
          {"reason":"no type"} | no message
          {"type":"declined"} | declined.reason is missing
          {"type":"error","reason":" "} | error.reason is blank
          {"type":"checked","losses":[1.0]} | checked.weights is missing
          {"type":"checked","losses":["x"],"weights":"w"} | no message
          {"type":"timed","seconds":[0.1],"stepsPerSample":1} | timed.warmUp is missing
          {"type":"timed","seconds":[-1],"stepsPerSample":1,"warmUp":{}} | timed.seconds is -1.0
          {"type":"timed","seconds":[0.1],"warmUp":{}} | timed.stepsPerSample is 0
          {"type":"bye"} {"type":"bye"} | no message
          """)
  void whatIsNoReplyIsRefusedWithAReason(String line, String reason) {
    assertThatThrownBy(() -> PeerJson.reply(line))
        .isInstanceOf(PeerProtocolException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining(line.substring(0, Math.min(4, line.length())));
  }

  @Test
  void aLayerListSaysEverythingInPlainWords() {
    Network network =
        new Network(NetString.parse("1x9x9-4C3p1-MP2-6C2/2t2-AP2f-5N"), NetworkOptions.DANNET);
    List<Map<String, Object>> layers = LayerList.of(network);
    Map<String, Object> tanh =
        Map.of("kind", "scaled-tanh", "amplitude", 1.7159f, "slope", 0.6666f);
    assertThat(layers).hasSize(5);
    assertThat(layers.get(0))
        .containsEntry("kind", "convolution")
        .containsEntry("inputMaps", 1)
        .containsEntry("maps", 4)
        .containsEntry("kernel", List.of(3, 3))
        .containsEntry("stride", List.of(1, 1))
        .containsEntry("padding", List.of(1, 1))
        .containsEntry("groups", 1)
        .containsEntry("activation", tanh)
        .doesNotContainKey("connections");
    assertThat(layers.get(1))
        .containsEntry("kind", "max-pooling")
        .containsEntry("window", List.of(2, 2))
        .containsEntry("stride", List.of(2, 2))
        .containsEntry("ceil", true);
    assertThat(layers.get(2)).containsEntry("stride", List.of(2, 2));
    assertThat((List<?>) layers.get(2).get("connections"))
        .hasSize(6)
        .allSatisfy(inputs -> assertThat((List<?>) inputs).hasSize(2));
    assertThat(layers.get(3)).containsEntry("kind", "average-pooling").containsEntry("ceil", false);
    assertThat(layers.get(4))
        .containsEntry("kind", "fully-connected")
        .containsEntry("units", 5)
        .containsEntry("activation", Map.of("kind", "identity"));
  }
}
