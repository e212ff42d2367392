// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class RandomStreamsTest {
  @Property(tries = 100)
  void everyIndexComesOnce(
      @ForAll long seed,
      @ForAll @IntRange(max = 10_000) int epoch,
      @ForAll @IntRange(min = 1, max = 500) int count) {
    int[] order = RandomStreams.permutation(seed, epoch, count);
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < count; i++) {
      assertThat(sorted[i]).isEqualTo(i);
    }
  }

  @Test
  void epochsAndSeedsGiveOtherOrders() {
    int[] first = RandomStreams.permutation(1, 0, 100);
    assertThat(RandomStreams.permutation(1, 0, 100)).isEqualTo(first);
    assertThat(RandomStreams.permutation(1, 1, 100)).isNotEqualTo(first);
    assertThat(RandomStreams.permutation(2, 0, 100)).isNotEqualTo(first);
    assertThat(RandomStreams.permutation(1L + (1L << 32), 0, 100)).isNotEqualTo(first);
  }

  @Test
  void everyPlaceIsEquallyLikely() {
    int[][] counts = new int[5][5];
    int draws = 20_000;
    for (int epoch = 0; epoch < draws; epoch++) {
      int[] order = RandomStreams.permutation(7, epoch, 5);
      for (int i = 0; i < 5; i++) {
        counts[i][order[i]]++;
      }
    }
    // Standard deviation of a count: sqrt(20000 * 0.2 * 0.8) = 57; five of them is 0.0142.
    for (int[] row : counts) {
      for (int count : row) {
        assertThat(count / (double) draws).isCloseTo(0.2, within(0.0142));
      }
    }
  }

  @Test
  void theOrderIsTheSameInEveryVersion() {
    // Whoever resumes a run with a newer version must see the same order.
    assertThat(RandomStreams.permutation(1, 0, 10)).containsExactly(ORDER);
  }

  private static final int[] ORDER = {7, 5, 0, 9, 2, 4, 3, 8, 6, 1};

  @Test
  void purposesHaveKeysOfTheirOwn() {
    assertThat(
            Arrays.stream(RandomStreams.Purpose.values())
                .map(purpose -> Arrays.toString(RandomStreams.key(3, purpose)))
                .distinct())
        .hasSize(RandomStreams.Purpose.values().length);
  }
}
