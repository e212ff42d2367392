// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.models.data.catalog.DataCatalog;
import dev.colonnade.models.data.fetch.Checksum;
import org.junit.jupiter.api.Test;

/** The published data sets themselves, where they are at hand. */
final class RealDataTest {
  @Test
  void mnistHasItsPublishedCounts() {
    DataSource mnist = RealData.catalogWith("mnist").open("mnist", Geometry.AS_STORED);
    DataSet train = mnist.load(Split.TRAIN);
    assertThat(train.size()).isEqualTo(60_000);
    assertThat(train.height()).isEqualTo(28);
    assertThat(train.width()).isEqualTo(28);
    assertThat(train.channels()).isEqualTo(1);
    assertThat(train.classCounts())
        .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
    assertThat(train.label(0)).isEqualTo(5);
    DataSet test = mnist.load(Split.TEST);
    assertThat(test.size()).isEqualTo(10_000);
    assertThat(test.classCounts())
        .containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
    assertThat(test.label(0)).isEqualTo(7);
  }

  @Test
  void mnistHoldsTheOfficialBytes() {
    DataCatalog catalog = RealData.catalogWith("mnist");
    assertThat(catalog.verify("mnist")).hasSize(4).doesNotContainValue(Checksum.Match.DIFFERENT);
  }

  @Test
  void mnistInTheFrameOfTheNet() {
    DataSet test =
        RealData.catalogWith("mnist").open("mnist", Geometry.pad(29, 29)).load(Split.TEST);
    assertThat(test.imageBytes()).isEqualTo(841);
    long border = 0;
    for (int i = 0; i < test.size(); i++) {
      for (int j = 0; j < 29; j++) {
        border += test.pixel(i, 0, 28, j) + test.pixel(i, 0, j, 28);
      }
    }
    assertThat(border).isZero();
  }

  @Test
  void cifar10HasItsPublishedCounts() {
    DataSource cifar = RealData.catalogWith("cifar10").open("cifar10", Geometry.AS_STORED);
    for (Split split : Split.values()) {
      long start = System.nanoTime();
      DataSet set = cifar.load(split);
      System.out.printf(
          "%s from %s: %.1f s%n", set, set.origin(), (System.nanoTime() - start) / 1e9);
      assertThat(set.channels()).isEqualTo(3);
      assertThat(set.height()).isEqualTo(32);
      assertThat(set.width()).isEqualTo(32);
      assertThat(set.classNames()).hasSize(10).startsWith("airplane").endsWith("truck");
      assertThat(set.classCounts()).containsOnly(split == Split.TRAIN ? 5_000 : 1_000);
    }
  }
}
