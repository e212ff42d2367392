// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.zoo;

import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.Geometry;
import dev.colonnade.models.notation.NetSpec;
import dev.colonnade.models.notation.NetString;
import dev.colonnade.models.notation.NotationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * Reads TOML into records without forgiveness: an unknown key, a missing one, a value of the wrong
 * type or out of range is an error that names the file and the key.
 *
 * <p>Keys are the record components in kebab case. A component may be absent only if it is an
 * {@link Optional}, a collection or a map. Net strings and geometries are read in their own
 * notations.
 */
public final class StrictToml {

  private static final TomlMapper MAPPER =
      TomlMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .annotationIntrospector(new EverythingRequired())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .addModule(
              new SimpleModule()
                  .addDeserializer(NetSpec.class, new Text<>(NetSpec.class, NetString::parse))
                  .addDeserializer(Geometry.class, new Text<>(Geometry.class, Geometry::parse)))
          .build();

  private StrictToml() {}

  /**
   * The text of a resource beside a class.
   *
   * @throws ZooException if it is not there or cannot be read
   */
  public static String resource(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new ZooException("the resource " + name + " is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ZooException("the resource " + name + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a whole file into a record.
   *
   * @param file its name, for errors
   * @throws ZooException if the text is not TOML or does not fit the record
   */
  public static <T> T read(String file, String text, Class<T> type) {
    return bind(file, tree(file, text), type);
  }

  /**
   * Parses a file without looking at its meaning.
   *
   * @throws ZooException if the text is not TOML
   */
  static ObjectNode tree(String file, String text) {
    try {
      JsonNode tree = MAPPER.readTree(text);
      return tree instanceof ObjectNode object ? object : MAPPER.createObjectNode();
    } catch (JacksonException e) {
      throw new ZooException(
          "%s is not valid TOML at line %d, column %d: %s"
              .formatted(
                  file,
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr(),
                  e.getOriginalMessage()),
          e);
    }
  }

  /**
   * Fits a parsed file to a record.
   *
   * @throws ZooException if it does not fit
   */
  static <T> T bind(String file, JsonNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JacksonException e) {
      String key = key(e);
      throw new ZooException(
          file + (key.isEmpty() ? "" : ", key " + key) + ": " + problem(e, tree), e);
    }
  }

  private static String key(JacksonException e) {
    StringBuilder key = new StringBuilder();
    for (JacksonException.Reference step : e.getPath()) {
      String name = step.getPropertyName();
      if (name == null) {
        key.append('[').append(step.getIndex() + 1).append(']');
      } else {
        key.append(key.isEmpty() ? "" : ".").append(name);
      }
    }
    return key.toString();
  }

  private static String problem(JacksonException e, JsonNode tree) {
    Throwable cause = e.getCause();
    if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
      return cause.getMessage();
    }
    return switch (e) {
      case UnrecognizedPropertyException unknown ->
          "unknown key '%s'; known here: %s"
              .formatted(unknown.getPropertyName(), known(unknown.getKnownPropertyIds()));
      case InvalidFormatException wrong ->
          "'%s' is not %s".formatted(wrong.getValue(), expected(wrong.getTargetType()));
      case MismatchedInputException _ when isMissing(e, tree) ->
          "the key is missing or misspelt; given beside it: "
              + String.join(", ", parent(e, tree).propertyNames());
      case MismatchedInputException wrong when wrong.getTargetType() != null ->
          expected(wrong.getTargetType()) + " is expected here";
      default -> String.valueOf(e.getOriginalMessage());
    };
  }

  private static String known(@Nullable Collection<Object> ids) {
    TreeSet<String> names = new TreeSet<>();
    if (ids != null) {
      ids.forEach(id -> names.add(String.valueOf(id)));
    }
    return String.join(", ", names);
  }

  private static String expected(Class<?> type) {
    if (type.isEnum()) {
      List<String> words = new ArrayList<>();
      for (Object constant : type.getEnumConstants()) {
        words.add(MAPPER.valueToTree(constant).stringValue());
      }
      return "one of " + String.join(", ", words);
    }
    return switch (type.getSimpleName()) {
      case "int", "Integer", "long", "Long" -> "a whole number";
      case "double", "Double" -> "a number";
      case "boolean", "Boolean" -> "true or false";
      case "String", "NetSpec", "Geometry" -> "a text";
      case "List" -> "a list";
      default -> "a table";
    };
  }

  private static boolean isMissing(JacksonException e, JsonNode tree) {
    List<JacksonException.Reference> path = e.getPath();
    if (path.isEmpty() || path.getLast().getPropertyName() == null) {
      return false;
    }
    return !parent(e, tree).has(path.getLast().getPropertyName());
  }

  /** The table that holds the key an error is about. */
  private static JsonNode parent(JacksonException e, JsonNode tree) {
    JsonNode node = tree;
    for (JacksonException.Reference step : e.getPath().subList(0, e.getPath().size() - 1)) {
      String name = step.getPropertyName();
      node = name == null ? node.path(step.getIndex()) : node.path(name);
    }
    return node;
  }

  /** Requires every record component that has no natural empty value. */
  private static final class EverythingRequired extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
      Class<?> type = member.getRawType();
      return !(type == Optional.class
          || Collection.class.isAssignableFrom(type)
          || Map.class.isAssignableFrom(type));
    }
  }

  /** Values that have a notation of their own. */
  private static final class Text<T> extends StdDeserializer<T> {

    private final transient Function<String, T> parser;

    Text(Class<T> type, Function<String, T> parser) {
      super(type);
      this.parser = parser;
    }

    @Override
    public T deserialize(JsonParser json, DeserializationContext context) {
      String text = json.getValueAsString();
      if (text == null) {
        return context.reportInputMismatch(String.class, "a text is expected here");
      }
      try {
        return parser.apply(text);
      } catch (NotationException | DataException e) {
        throw context.instantiationException(
            handledType(), new IllegalArgumentException(e.getMessage(), e));
      }
    }
  }
}
