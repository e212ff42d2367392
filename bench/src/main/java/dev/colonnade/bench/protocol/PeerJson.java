// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.protocol;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A message to one line of JSON and back. Fields that this version does not know are passed over,
 * so that later versions can add some; a field of another kind, or a missing one, is an error.
 */
public final class PeerJson {
  private static final int SHOWN = 120;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private PeerJson() {}

  /** A request as one line. */
  public static String toLine(PeerRequest request) {
    return MAPPER.writerFor(PeerRequest.class).writeValueAsString(request);
  }

  /** A reply as one line. */
  public static String toLine(PeerReply reply) {
    return MAPPER.writerFor(PeerReply.class).writeValueAsString(reply);
  }

  /** The request of a line. */
  public static PeerRequest request(String line) throws PeerProtocolException {
    return read(line, PeerRequest.class);
  }

  /** The reply of a line. */
  public static PeerReply reply(String line) throws PeerProtocolException {
    return read(line, PeerReply.class);
  }

  private static <T> T read(String line, Class<T> type) throws PeerProtocolException {
    T message;
    try {
      message = MAPPER.readValue(line, type);
    } catch (JacksonException e) {
      throw new PeerProtocolException(sentence(e) + ": " + shown(line));
    }
    if (message == null) {
      throw new PeerProtocolException("a JSON object is expected: " + shown(line));
    }
    return message;
  }

  private static String sentence(JacksonException error) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (t instanceof IllegalArgumentException && t.getMessage() != null) {
        return t.getMessage();
      }
    }
    return "this is no message of " + PeerRequest.PROTOCOL;
  }

  /** Control characters could move the cursor of whoever reads the message. */
  private static String shown(String line) {
    String text = line.replaceAll("\\p{Cntrl}", "?");
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
