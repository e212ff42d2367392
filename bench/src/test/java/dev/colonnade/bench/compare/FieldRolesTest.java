// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.Accuracy;
import dev.colonnade.bench.record.Conditions;
import dev.colonnade.bench.record.Energy;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.PlanSummary;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FieldRolesTest {
  private static final Set<Class<?>> OPENED =
      Set.of(PlanSummary.class, Accuracy.class, Conditions.class, Energy.class);

  @Test
  void everyFieldOfTheSchemaHasOneRole() {
    List<String> schema = new ArrayList<>();
    collect("", MeasurementRecord.class, schema);
    schema.add(RecordFields.IMAGES_PER_STEP);
    assertThat(FieldRoles.shipped().fields().keySet()).containsExactlyInAnyOrderElementsOf(schema);
  }

  private static void collect(String prefix, Class<?> type, List<String> paths) {
    for (RecordComponent component : type.getRecordComponents()) {
      Type generic = component.getGenericType();
      Class<?> held =
          generic instanceof ParameterizedType measured
                  && measured.getActualTypeArguments()[0] instanceof Class<?> inner
                  && OPENED.contains(inner)
              ? inner
              : component.getType();
      if (held.isRecord()) {
        collect(prefix + component.getName() + ".", held, paths);
      } else {
        paths.add(prefix + component.getName());
      }
    }
  }

  @Test
  void everySubjectIsExplainedAndFreesSomething() {
    FieldRoles roles = FieldRoles.shipped();
    List<String> used =
        roles.fields().values().stream()
            .flatMap(field -> field.subjects().stream())
            .distinct()
            .toList();
    assertThat(roles.subjects().keySet()).containsExactlyInAnyOrderElementsOf(used);
    assertThat(roles.subjects().values()).noneMatch(String::isBlank);
  }

  /** The document repeats the table for people. */
  @Test
  void theDocumentNamesEveryFieldThatIsNotTheRecordsOwn() throws Exception {
    String document = Files.readString(Path.of("..", "docs", "comparing.md"));
    FieldRoles.shipped()
        .fields()
        .values()
        .forEach(field -> {
          if (field.role() != FieldRole.OWN) {
            assertThat(document).contains("`" + field.path() + "`");
          }
          field.subjects().forEach(subject -> assertThat(document).contains("`" + subject + "`"));
        });
  }
}
