// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.colonnade.core.op.Activation;
import dev.colonnade.models.network.Initialisation;
import dev.colonnade.models.network.Loss;
import dev.colonnade.models.network.Optimizer;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON of options, metrics and results: records by their components, alternatives by name. */
final class TrainingJson {
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Activation.Identity.class, name = "identity"),
    @JsonSubTypes.Type(value = Activation.Relu.class, name = "relu"),
    @JsonSubTypes.Type(value = Activation.Tanh.class, name = "tanh"),
    @JsonSubTypes.Type(value = Activation.Sigmoid.class, name = "sigmoid"),
    @JsonSubTypes.Type(value = Activation.ScaledTanh.class, name = "scaled-tanh")
  })
  private interface NamedActivation {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Loss.SoftmaxCrossEntropyLoss.class, name = "softmax-cross-entropy"),
    @JsonSubTypes.Type(value = Loss.SquaredErrorLoss.class, name = "squared-error")
  })
  private interface NamedLoss {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Optimizer.Sgd.class, name = "sgd"),
    @JsonSubTypes.Type(value = Optimizer.Momentum.class, name = "momentum")
  })
  private interface NamedOptimizer {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({@JsonSubTypes.Type(value = Initialisation.Uniform.class, name = "uniform")})
  private interface NamedInitialisation {}

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addMixIn(Activation.class, NamedActivation.class)
          .addMixIn(Loss.class, NamedLoss.class)
          .addMixIn(Optimizer.class, NamedOptimizer.class)
          .addMixIn(Initialisation.class, NamedInitialisation.class)
          // isIdentity() and the like are no components.
          .changeDefaultVisibility(
              visibility -> visibility.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private TrainingJson() {}

  /** One line. */
  static String write(Object value) {
    return JSON.writeValueAsString(value);
  }

  /** The value that was written. */
  static <T> T read(String json, Class<T> type) throws JacksonException {
    return JSON.readValue(json, type);
  }

  /** The list that was written. */
  static <T> List<T> readList(String json, Class<T> element) throws JacksonException {
    return JSON.readValue(json, JSON.getTypeFactory().constructCollectionType(List.class, element));
  }
}
