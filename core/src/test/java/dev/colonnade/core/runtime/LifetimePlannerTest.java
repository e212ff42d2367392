// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LifetimePlannerTest {
  @Provide
  Arbitrary<List<LifetimePlanner.Buffer>> buffers() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 1000),
            Arbitraries.integers().between(0, 20),
            Arbitraries.integers().between(0, 20))
        .as((size, a, b) -> new LifetimePlanner.Buffer(size, Math.min(a, b), Math.max(a, b)))
        .list()
        .ofMaxSize(40);
  }

  @Property
  void buffersAliveTogetherNeverTouch(
      @ForAll("buffers") List<LifetimePlanner.Buffer> buffers,
      @ForAll @IntRange(min = 1, max = 64) int alignment,
      @ForAll @IntRange(min = 0, max = 16) int gap) {
    LifetimePlanner.Placement placement = LifetimePlanner.place(buffers, alignment, gap);
    for (int i = 0; i < buffers.size(); i++) {
      long start = placement.offsets().get(i);
      long end = start + buffers.get(i).size();
      assertThat(start % alignment).isZero();
      assertThat(start).isGreaterThanOrEqualTo(gap);
      assertThat(end + gap).isLessThanOrEqualTo(placement.total());
      for (int j = 0; j < i; j++) {
        if (buffers.get(i).overlaps(buffers.get(j))) {
          long otherStart = placement.offsets().get(j);
          long otherEnd = otherStart + buffers.get(j).size();
          assertThat(end + gap <= otherStart || otherEnd + gap <= start)
              .as("%s at %d and %s at %d", buffers.get(i), start, buffers.get(j), otherStart)
              .isTrue();
        }
      }
    }
  }

  @Test
  void buffersNeverAliveTogetherShareMemory() {
    LifetimePlanner.Placement placement =
        LifetimePlanner.place(
            List.of(
                new LifetimePlanner.Buffer(100, 0, 1),
                new LifetimePlanner.Buffer(100, 2, 3),
                new LifetimePlanner.Buffer(50, 1, 2)),
            1,
            0);
    assertThat(placement.total()).isEqualTo(150);
    assertThat(placement.offsets()).containsExactly(0L, 0L, 100L);
  }
}
