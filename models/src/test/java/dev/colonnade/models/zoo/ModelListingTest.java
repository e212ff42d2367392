// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ModelListingTest {

  private final JsonMapper json = JsonMapper.builder().build();

  @Test
  void theTableHasALineForEachNet() {
    String text = ModelListing.text();

    assertThat(text.lines())
        .filteredOn(line -> Zoo.names().contains(line.split(" ")[0]))
        .hasSize(Zoo.names().size());
    assertThat(text)
        .containsPattern(
            "mcdnn-mnist +1x29x29-20C4-MP2-40C5-MP3-150N-10N +seen-2nd +76,040 +1.89 M");
  }

  @Test
  void theJsonListHasTheSameNumbers() {
    JsonNode list = json.readTree(ModelListing.json());

    assertThat(list.size()).isEqualTo(Zoo.names().size());
    for (JsonNode net : list) {
      assertThat(net.get("weights").longValue()).isPositive();
      assertThat(net.get("effectiveMacs").longValue())
          .isPositive()
          .isLessThanOrEqualTo(net.get("macs").longValue());
    }
  }

  @Test
  void aDescriptionSaysStructureRecipeResultsAndAssumptions() {
    assertThat(ModelListing.describe("dannet-mnist"))
        .contains(
            "dannet-mnist: DanNet for MNIST",
            "effective MACs",
            "1.7159 tanh(0.6666 a)",
            "0.001, x 0.993 per epoch, not below 3.0E-5",
            "on-line (batch 1)",
            "translation up to 5 % of the image, rotation up to 15 degrees",
            "the training set without distortion",
            "test error 2.42 %, after 1 epoch (abstract) [seen]",
            "Other structures that fit what is published",
            "Assumed by us",
            "20M-40M-60M-80M-100M-120M-150N");
    assertThat(ModelListing.describe("mcdnn-cifar10"))
        .contains("note: layer 6 (MP2): windows do not tile 5x5: rounded up to 3x3");
  }

  @Test
  void theJsonDescriptionIsComplete() {
    JsonNode net = json.readTree(ModelListing.describeJson("dannet-mnist"));

    assertThat(net.get("layers").size()).isEqualTo(8);
    assertThat(net.get("layers").get(2).get("kind").stringValue()).isEqualTo("table convolution");
    assertThat(net.get("training").get("learningRate").get("factor").doubleValue())
        .isEqualTo(0.993);
    assertThat(net.get("training").get("activation").stringValue()).isEqualTo("scaled-tanh");
    assertThat(net.get("assumed").size()).isEqualTo(Zoo.get("dannet-mnist").assumed().size());
    assertThat(net.get("alternatives").size()).isEqualTo(2);
    assertThat(net.get("published").get(0).get("mark").stringValue()).isEqualTo("seen");
    assertThat(json.readTree(ModelListing.describeJson("mlp-2010-1")).get("training").has("batch"))
        .isTrue();
  }

  @Test
  void anUnknownNetIsAnError() {
    assertThatExceptionOfType(ZooException.class).isThrownBy(() -> ModelListing.describe("x"));
  }
}
