// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.models.notation.LayerSpec.AveragePooling;
import dev.colonnade.models.notation.LayerSpec.Convolution;
import dev.colonnade.models.notation.LayerSpec.FullyConnected;
import dev.colonnade.models.notation.LayerSpec.MaxPooling;
import dev.colonnade.models.notation.LayerSpec.Rounding;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NotationPropertyTest {

  @Property(tries = 2000)
  void readingWhatWasPrintedGivesTheSameNet(@ForAll("nets") NetSpec net) {
    String text = NetString.print(net);
    NetSpec again = NetString.parse(text);

    assertThat(again).isEqualTo(net);
    assertThat(NetString.print(again)).isEqualTo(text);
    assertThat(again.outputs()).isEqualTo(net.outputs());
  }

  @Property(tries = 500)
  void theTableAgreesWithTheConnectionTables(@ForAll("nets") NetSpec net) {
    LayerTable table = LayerTable.of(net);
    long macs = 0;
    long weights = 0;
    for (int i = 0; i < net.layers().size(); i++) {
      MapShape out = net.outputs().get(i);
      switch (net.layers().get(i)) {
        case Convolution c -> {
          long products = net.connectionTable(i).count() * c.kernel().area();
          macs += products * out.height() * out.width();
          weights += products + c.maps();
        }
        case FullyConnected(int units) -> {
          macs += units * net.inputOf(i).elements();
          weights += units * (net.inputOf(i).elements() + 1);
        }
        case LayerSpec.Pooling _ -> {}
      }
    }
    assertThat(table.effectiveMacs()).isEqualTo(macs);
    assertThat(table.weights()).isEqualTo(weights);
    assertThat(table.rows().getLast().cumulativeWeights()).isEqualTo(table.weights());
    assertThat(table.rows().getLast().cumulativeMacs()).isEqualTo(table.denseMacs());
    assertThat(table.denseMacs()).isGreaterThanOrEqualTo(table.effectiveMacs());
  }

  @Property(tries = 5000)
  void garbageIsRefusedWithACaretInsideTheText(@ForAll("garbage") String text) {
    try {
      NetSpec net = NetString.parse(text);
      assertThat(NetString.parse(net.toString())).isEqualTo(net);
    } catch (NotationException e) {
      assertThat(e.position()).isBetween(0, text.length());
      assertThat(e.position() + e.length()).isLessThanOrEqualTo(text.length());
      assertThat(e.getMessage()).contains("^");
    }
  }

  @Property(tries = 3000)
  void garbageTemplatesAreRefusedInTheSameWay(@ForAll("garbage") String text) {
    try {
      NetTemplate template = NetTemplate.parse(text);
      assertThat(template).hasToString(text);
    } catch (NotationException e) {
      assertThat(e.position()).isBetween(0, text.length());
    }
  }

  @Provide
  Arbitrary<NetSpec> nets() {
    return Arbitraries.randomValue(NotationPropertyTest::randomNet);
  }

  /** Grows a net layer by layer; only layers that fit are added. */
  private static NetSpec randomNet(Random random) {
    boolean vector = random.nextInt(6) == 0;
    MapShape input =
        vector
            ? MapShape.vector(1 + random.nextInt(900))
            : new MapShape(1 + random.nextInt(6), 1 + random.nextInt(40), 1 + random.nextInt(40));
    MapShape shape = input;
    List<LayerSpec> layers = new ArrayList<>();
    int depth = 1 + random.nextInt(7);
    while (layers.size() < depth) {
      LayerSpec layer = randomLayer(random, shape);
      layers.add(layer);
      shape = NetSpec.of(shape, List.of(layer)).output();
    }
    return NetSpec.of(input, layers);
  }

  private static LayerSpec randomLayer(Random random, MapShape in) {
    Extent window =
        new Extent(
            1 + random.nextInt(Math.min(7, in.height())),
            1 + random.nextInt(Math.min(7, in.width())));
    Extent stride =
        random.nextBoolean() ? window : new Extent(1 + random.nextInt(4), 1 + random.nextInt(4));
    Rounding rounding = random.nextBoolean() ? Rounding.CEIL : Rounding.FLOOR;
    return switch (random.nextInt(6)) {
      case 0, 1 -> {
        Extent padding =
            random.nextBoolean()
                ? Extent.ZERO
                : new Extent(random.nextInt(window.height()), random.nextInt(window.width()));
        int groups = random.nextInt(3) == 0 ? in.maps() : 1;
        Connections connections =
            groups == 1 && random.nextBoolean()
                ? new Connections.Random(1 + random.nextInt(in.maps()), random.nextInt(3))
                : Connections.FULL;
        int maps = groups * (1 + random.nextInt(5));
        yield new Convolution(maps, window, stride, padding, groups, connections);
      }
      case 2 -> new MaxPooling(window, stride, rounding);
      case 3 -> new AveragePooling(window, stride, rounding);
      default -> new FullyConnected(1 + random.nextInt(200));
    };
  }

  @Provide
  Arbitrary<String> garbage() {
    Arbitrary<String> anything = Arbitraries.strings().ofMaxLength(60);
    Arbitrary<String> alphabet =
        Arbitraries.strings().withChars("0123456789xX×CMPANncmpfgt/#-–{}()+*_ \t.").ofMaxLength(40);
    Arbitrary<String> nearlyRight =
        Combinators.combine(
                nets().map(NetSpec::toString),
                Arbitraries.strings().ofMaxLength(3),
                Arbitraries.integers().between(0, 1000),
                Arbitraries.integers().between(0, 3))
            .as((text, insert, at, drop) -> {
              int from = at % (text.length() + 1);
              int to = Math.min(text.length(), from + drop);
              return text.substring(0, from) + insert + text.substring(to);
            });
    return Arbitraries.oneOf(anything, alphabet, nearlyRight);
  }
}
