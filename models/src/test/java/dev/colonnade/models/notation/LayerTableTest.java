// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerTableTest {

  /** Weights and MACs as recomputed, apart from this code, for the sheet of published results. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "1x29x29-20C4-MP2-40C5-MP3-150N-10N, 76040, 1.89e6",
    "3x32x32-300C3-MP2-300C2-MP2-300C3-MP2-300C2-MP2-300N-100N-10N, 1660710, 99.7e6",
    "1x48x48-100C3-MP2-200C2-MP2-300C2-MP2-400C2-MP2-500N-3755N, 3483655, 75.0e6",
    "3x48x48-100C7-MP2-150C4-MP2-250C4-MP2-300N-43N, 1543443, 126.0e6",
    "3x48x48-100C3-MP2-150C4-MP2-250C3-MP2-200N-43N, 1389543, 124.1e6"
  })
  void agreesWithTheSheet(String text, long weights, double macs) {
    LayerTable table = LayerTable.of(NetString.parse(text));

    assertThat(table.weights()).isEqualTo(weights);
    assertThat((double) table.denseMacs()).isCloseTo(macs, within(0.005 * macs));
    assertThat(table.isSparse()).isFalse();
    assertThat(table.denseWeights()).isEqualTo(weights);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "841-1000-500-10, 1.348",
    "841-1500-1000-500-10, 3.270",
    "841-2000-1500-1000-500-10, 6.692",
    "841-2500-2000-1500-1000-500-10, 12.115",
    "841-1000-1000-1000-1000-1000-1000-1000-1000-1000-10, 8.860"
  })
  void agreesWithTheMultilayerPerceptronsOf2010(String text, double millions) {
    LayerTable table = LayerTable.of(NetString.parse(text));

    assertThat(table.weights() / 1e6).isCloseTo(millions, within(0.0005));
  }

  @Test
  void theNorbNetNeedsAGigaMac() {
    LayerTable table = LayerTable.of(NetString.parse("2x96x96-300C6/2-MP2-500C4-MP4-500N-5N"));

    assertThat(table.denseMacs() / 1e9).isCloseTo(1.01, within(0.005));
  }

  @Test
  void aConnectionTableMakesTheEffectiveCountsSmaller() {
    LayerTable table = LayerTable.of(NetString.parse("4x5x5-6C3t2-3N"));
    LayerTable.Row convolution = table.rows().getFirst();

    assertThat(convolution.weights()).isEqualTo(6 * (2 * 9 + 1));
    assertThat(convolution.denseWeights()).isEqualTo(6 * (4 * 9 + 1));
    assertThat(convolution.effectiveMacs()).isEqualTo(9 * 6 * 2 * 9);
    assertThat(convolution.denseMacs()).isEqualTo(9 * 6 * 4 * 9);
    assertThat(convolution.kind()).isEqualTo("table convolution");
    assertThat(table.isSparse()).isTrue();
    assertThat(table.toText()).contains("effective MACs");
  }

  @Test
  void groupsDivideTheFanIn() {
    LayerTable.Row row = LayerTable.of(NetString.parse("4x5x5-6C3g2-3N")).rows().getFirst();

    assertThat(row.weights()).isEqualTo(6 * (2 * 9 + 1));
    assertThat(row.denseWeights()).isEqualTo(row.weights());
    assertThat(row.denseMacs()).isEqualTo(9 * 6 * 2 * 9);
  }

  @Test
  void rendersAlignedText() {
    LayerTable table = LayerTable.of(NetString.parse("1x29x29-20C4-MP2-40C5-MP3-150N-10N"));

    assertThat(table.toText())
        .isEqualTo(
            """
               layer  kind             output    weights       MACs  activations  weights so far  MACs so far
            -  -----  ---------------  --------  -------  ---------  -----------  --------------  -----------
               input                   1x29x29
            1  20C4   convolution      20x26x26      340    216,320       13,520             340      216,320
            2  MP2    max-pooling      20x13x13        0          0        3,380             340      216,320
            3  40C5   convolution      40x9x9     20,040  1,620,000        3,240          20,380    1,836,320
            4  MP3    max-pooling      40x3x3          0          0          360          20,380    1,836,320
            5  150N   fully connected  150        54,150     54,000          150          74,530    1,890,320
            6  10N    fully connected  10          1,510      1,500           10          76,040    1,891,820
            -  -----  ---------------  --------  -------  ---------  -----------  --------------  -----------
               total                              76,040  1,891,820       20,660
            """);
  }

  @Test
  void notesFollowTheTable() {
    assertThat(LayerTable.of(NetString.parse("1x5x5-MP2-2N")).toText())
        .endsWith(
            "note: layer 1 (MP2): windows do not tile 5x5: rounded up to 3x3, the last ones are"
                + " clipped at the border\n");
  }
}
