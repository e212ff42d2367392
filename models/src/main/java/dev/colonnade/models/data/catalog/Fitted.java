// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.catalog;

import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.DataSource;
import dev.colonnade.models.data.Geometry;
import dev.colonnade.models.data.Split;
import java.util.Set;

/** A source whose images are brought to a geometry after loading. */
record Fitted(DataSource source, Geometry geometry) implements DataSource {
  static DataSource of(DataSource source, Geometry geometry) {
    return geometry.equals(Geometry.AS_STORED) ? source : new Fitted(source, geometry);
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public String origin() {
    return source.origin();
  }

  @Override
  public Set<Split> splits() {
    return source.splits();
  }

  @Override
  public DataSet load(Split split) {
    return geometry.apply(source.load(split));
  }
}
