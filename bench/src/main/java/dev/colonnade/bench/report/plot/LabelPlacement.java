// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds places for short texts beside points, where they cover neither points nor each other. */
final class LabelPlacement {

  /** A rectangle, from its upper left corner. */
  record Box(double x, double y, double width, double height) {
    boolean overlaps(Box other) {
      return x < other.x + other.width
          && other.x < x + width
          && y < other.y + other.height
          && other.y < y + height;
    }

    boolean inside(Box other) {
      return x >= other.x
          && y >= other.y
          && x + width <= other.x + other.width
          && y + height <= other.y + other.height;
    }
  }

  private final Box area;
  private final List<Box> taken = new ArrayList<>();

  LabelPlacement(Box area) {
    this.area = area;
  }

  void occupy(Box box) {
    taken.add(box);
  }

  /** Returns a free box of this size near the point, nearest choices first. */
  Optional<Box> near(double x, double y, double width, double height, double gap) {
    double[][] corners = {
      {x + gap, y - height - gap * 0.4},
      {x - gap - width, y - height - gap * 0.4},
      {x - width / 2, y - height - gap},
      {x + gap, y + gap * 0.4},
      {x - gap - width, y + gap * 0.4},
      {x - width / 2, y + gap},
      {x + gap * 1.6, y - height / 2},
      {x - gap * 1.6 - width, y - height / 2},
    };
    for (double[] corner : corners) {
      Box box = new Box(corner[0], corner[1], width, height);
      if (box.inside(area) && taken.stream().noneMatch(box::overlaps)) {
        taken.add(box);
        return Optional.of(box);
      }
    }
    return Optional.empty();
  }
}
