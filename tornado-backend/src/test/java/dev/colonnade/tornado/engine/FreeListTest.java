// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FreeListTest {
  @Test
  void blocksNeverOverlapAndAllSpaceComesBack() {
    FreeList list = new FreeList();
    list.growTo(1 << 20);
    Random random = new Random(7);
    record Taken(long start, long count) {}
    List<Taken> taken = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      if (taken.size() > 20 || (random.nextBoolean() && !taken.isEmpty())) {
        Taken one = taken.remove(random.nextInt(taken.size()));
        list.release(one.start, one.count);
      } else {
        int count = 1 + random.nextInt(20_000);
        list.take(count)
            .ifPresent(start -> {
              assertThat(taken)
                  .noneMatch(
                      other -> start < other.start + other.count && other.start < start + count);
              taken.add(new Taken(start, count));
            });
      }
    }
    assertThat(taken).isNotEmpty();
    taken.forEach(one -> list.release(one.start, one.count));
    assertThat(list.freeAtTheEnd()).isEqualTo((1L << 20) - FreeList.ALIGNMENT);
  }

  @Test
  void aFullListHasNoBlock() {
    FreeList list = new FreeList();
    assertThat(list.take(1)).isEmpty();
    list.growTo(256);
    assertThat(list.fits(192)).isTrue();
    assertThat(list.fits(193)).isFalse();
    assertThat(list.take(192)).hasValue(64);
    assertThat(list.take(1)).isEmpty();
  }
}
