// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ConnectionTableTest {

  @Property
  void randomTablesUseEveryInputMapWherePossible(
      @ForAll @IntRange(min = 1, max = 40) int outputs,
      @ForAll @IntRange(min = 1, max = 40) int inputs,
      @ForAll @IntRange(min = 1, max = 40) int wanted,
      @ForAll @LongRange(min = 0) long seed) {
    int fanIn = Math.min(wanted, inputs);
    ConnectionTable table = ConnectionTable.random(outputs, inputs, fanIn, seed);

    boolean[] used = new boolean[inputs];
    for (int out = 0; out < outputs; out++) {
      assertThat(table.inputsOf(out)).hasSize(fanIn).isSorted().doesNotHaveDuplicates();
      for (int in : table.inputsOf(out)) {
        used[in] = true;
      }
    }
    int distinct = 0;
    for (boolean in : used) {
      distinct += in ? 1 : 0;
    }
    assertThat(distinct).isEqualTo(Math.min(inputs, outputs * fanIn));
    assertThat(table.count()).isEqualTo((long) outputs * fanIn);
    assertThat(table).isEqualTo(ConnectionTable.random(outputs, inputs, fanIn, seed));
  }

  @Test
  void theDrawIsTheSameForEver() {
    assertThat(ConnectionTable.random(4, 8, 3, 0))
        .hasToString(
            """
            .X.X.X..
            X.X.X...
            ...X.X.X
            .X.X..X.
            """);
    assertThat(ConnectionTable.random(4, 8, 3, 1)).isNotEqualTo(ConnectionTable.random(4, 8, 3, 0));
  }

  @Test
  void inputMapsAreReadAboutEquallyOften() {
    ConnectionTable table = ConnectionTable.random(4000, 10, 5, 3);
    int[] readers = new int[10];
    for (int out = 0; out < 4000; out++) {
      for (int in : table.inputsOf(out)) {
        readers[in]++;
      }
    }
    // Binomial with mean 2000 and standard deviation 31.6; five deviations either way.
    for (int n : readers) {
      assertThat(n).isBetween(1842, 2158);
    }
  }

  @Test
  void tablesCanBeWrittenOut() {
    boolean[][] mask = {{true, false, true}, {false, true, false}};
    ConnectionTable table = ConnectionTable.of(mask);
    mask[0][0] = false;
    table.mask()[1][1] = false;

    assertThat(table.connects(0, 0)).isTrue();
    assertThat(table.connects(1, 1)).isTrue();
    assertThat(table.connects(0, 1)).isFalse();
    assertThat(table.count()).isEqualTo(3);
    assertThat(table.density()).isEqualTo(0.5);
    assertThat(table).hasToString("X.X\n.X.\n");
    assertThat(table).hasSameHashCodeAs(ConnectionTable.of(table.mask()));
    assertThat(ConnectionTable.full(2, 3).density()).isEqualTo(1.0);
  }

  @Test
  void impossibleTablesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ConnectionTable.random(2, 3, 4, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> ConnectionTable.random(2, 3, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> ConnectionTable.full(0, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConnectionTable.of(new boolean[][] {{true}, {false}}))
        .withMessageContaining("output map 1 reads no input map");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConnectionTable.of(new boolean[][] {{true}, {true, true}}))
        .withMessageContaining("row 1");
    assertThatIllegalArgumentException().isThrownBy(() -> ConnectionTable.of(new boolean[0][0]));
  }
}
