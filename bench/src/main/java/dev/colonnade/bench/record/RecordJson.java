// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/** One record to one line of JSON and back. Strict: no field is missing, unknown or null. */
public final class RecordJson {

  static final String ABSENCE = "unavailable";
  private static final String ABSENCE_FORM = "{\"unavailable\": \"reason\"}";
  private static final String MEASUREMENT = "measurement";
  private static final String TRAINING = "training";
  private static final String FAILURE = "failure";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .addModule(
              new SimpleModule()
                  .addSerializer(new MeasuredSerializer())
                  .addDeserializer(Measured.class, new MeasuredDeserializer(null)))
          .build();

  private RecordJson() {}

  /** The record as one line of JSON. */
  public static String toLine(BenchmarkRecord record) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("schema", BenchmarkRecord.SCHEMA);
    line.put("kind", kind(record));
    line.setAll((ObjectNode) MAPPER.valueToTree(record));
    return MAPPER.writeValueAsString(line);
  }

  private static String kind(BenchmarkRecord record) {
    return switch (record) {
      case MeasurementRecord _ -> MEASUREMENT;
      case TrainingRecord _ -> TRAINING;
      case FailureRecord _ -> FAILURE;
    };
  }

  static boolean isObject(String line) {
    try {
      return MAPPER.readTree(line) instanceof ObjectNode;
    } catch (JacksonException e) {
      return false;
    }
  }

  /**
   * The record of a line, of this schema or an older one ({@link SchemaHistory}).
   *
   * @throws IllegalArgumentException saying what is wrong with the line
   */
  public static BenchmarkRecord fromLine(String line) {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(line);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "this is not JSON" + column(e) + "; restore the line or delete it", e);
    }
    if (!(tree instanceof ObjectNode object)) {
      throw new IllegalArgumentException("a JSON object is expected, one record on a line");
    }
    String schema = checkSchema(object.path("schema"));
    JsonNode kind = object.path("kind");
    object.remove("schema");
    object.remove("kind");
    SchemaHistory.migrate(schema, object);
    Class<? extends BenchmarkRecord> type =
        switch (kind.asString("")) {
          case MEASUREMENT -> MeasurementRecord.class;
          case TRAINING -> TrainingRecord.class;
          case FAILURE -> FailureRecord.class;
          default ->
              throw new IllegalArgumentException(
                  "field kind is "
                      + kind
                      + "; \"measurement\", \"training\" or \"failure\" is expected");
        };
    try {
      return MAPPER.treeToValue(object, type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(sentence(e), e);
    }
  }

  private static String checkSchema(JsonNode schema) {
    String found = schema.asString("");
    if (SchemaHistory.READABLE.contains(found)) {
      return found;
    }
    throw new IllegalArgumentException(
        found.startsWith("colonnade-record/")
            ? "schema is \""
                + found
                + "\", and this version of Colonnade reads \""
                + String.join("\", \"", SchemaHistory.READABLE)
                + "\"; read it with the version that wrote it"
            : "schema is "
                + (schema.isMissingNode() ? "missing" : schema.toString())
                + "; \""
                + BenchmarkRecord.SCHEMA
                + "\" is expected as the first field of each line");
  }

  private static String sentence(JacksonException e) {
    String path =
        e.getPath().stream()
            .map(r -> r.getPropertyName() == null ? "[" + r.getIndex() + "]" : r.getPropertyName())
            .collect(Collectors.joining("."))
            .replace(".[", "[");
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof IllegalArgumentException && t.getMessage() != null) {
        return t.getMessage();
      }
    }
    String field = "field " + (path.isEmpty() ? "(whole record)" : path);
    String message = e.getOriginalMessage();
    if (e instanceof UnrecognizedPropertyException) {
      return field + " is not a field of " + BenchmarkRecord.SCHEMA + "; remove it";
    }
    if (message.startsWith("Missing creator property")) {
      return field + " is missing; a value or " + ABSENCE_FORM + " is expected";
    }
    if (message.startsWith("Null value")) {
      return field + " is null; a value or " + ABSENCE_FORM + " is expected";
    }
    return e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
        ? field + " holds a value of another kind; " + expected(mismatch.getTargetType())
        : field + " cannot be read";
  }

  private static String column(JacksonException e) {
    boolean known = e.getLocation() != null && e.getLocation().getColumnNr() > 0;
    String[] quoted = e.getOriginalMessage().split("\"", -1);
    boolean twice = e.getOriginalMessage().startsWith("Duplicate") && quoted.length > 1;
    return (twice ? ", since field " + quoted[1] + " stands twice" : "")
        + (known ? ", at column " + e.getLocation().getColumnNr() : "");
  }

  private static String expected(Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(MAPPER::writeValueAsString)
          .sorted()
          .collect(Collectors.joining(", ", "one of ", " is expected"));
    }
    return switch (type.getSimpleName()) {
      case "int", "Integer", "long", "Long" -> "a whole number is expected";
      case "double", "Double" -> "a number is expected";
      case "boolean", "Boolean" -> "true or false is expected";
      case "String" -> "a string is expected";
      case "Instant" -> "an instant such as \"2026-01-02T03:04:05Z\" is expected";
      case "List", "ArrayList" -> "a list is expected";
      default -> "an object with the fields of " + type.getSimpleName() + " is expected";
    };
  }

  private static final class MeasuredSerializer extends ValueSerializer<Measured<?>> {
    @Override
    public Class<Measured<?>> handledType() {
      @SuppressWarnings("unchecked")
      Class<Measured<?>> type = (Class<Measured<?>>) (Class<?>) Measured.class;
      return type;
    }

    @Override
    public void serialize(
        Measured<?> value, JsonGenerator generator, SerializationContext context) {
      switch (value) {
        case Measured.Value<?>(Object held) -> context.writeValue(generator, held);
        case Measured.Unavailable<?>(String reason) -> {
          generator.writeStartObject();
          generator.writeStringProperty(ABSENCE, reason);
          generator.writeEndObject();
        }
      }
    }
  }

  private static final class MeasuredDeserializer extends ValueDeserializer<Measured<?>> {
    private final @Nullable JavaType content;

    MeasuredDeserializer(@Nullable JavaType content) {
      this.content = content;
    }

    @Override
    public ValueDeserializer<?> createContextual(
        DeserializationContext context, BeanProperty property) {
      return new MeasuredDeserializer(context.getContextualType().containedType(0));
    }

    @Override
    public Measured<?> deserialize(JsonParser parser, DeserializationContext context) {
      JsonNode node = context.readTree(parser);
      if (node.size() == 1 && node.path(ABSENCE).isString()) {
        return Measured.unavailable(node.path(ABSENCE).asString());
      }
      if (content == null) {
        throw new IllegalStateException("Measured was read without its type argument");
      }
      Object value = context.readTreeAsValue(node, content);
      if (value == null) {
        return context.reportInputMismatch(
            this, "Null value; a value or an explained absence is expected");
      }
      return Measured.of(value);
    }
  }
}
