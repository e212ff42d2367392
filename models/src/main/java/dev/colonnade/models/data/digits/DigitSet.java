// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.digits;

import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.DataSource;
import dev.colonnade.models.data.Split;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The generated digits. Example {@code i} depends on the seed, the split and {@code i} alone, so a
 * larger set begins with the smaller one. Every ten consecutive examples, from a multiple of ten
 * on, hold each digit once, in a random order. Gray images, light ink on dark paper as in MNIST.
 */
public final class DigitSet implements DataSource {
  /** The classes' names: the digits. */
  public static final List<String> CLASS_NAMES =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  private final DigitOptions options;

  /** A set that is drawn when loaded. */
  public DigitSet(DigitOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "digits";
  }

  @Override
  public String origin() {
    return options.toString();
  }

  @Override
  public Set<Split> splits() {
    return EnumSet.allOf(Split.class);
  }

  @Override
  public DataSet load(Split split) {
    int count = split == Split.TRAIN ? options.train() : options.test();
    int size = options.size();
    byte[] images = new byte[DataSet.requireFits(origin(), count, 1, size, size)];
    int[] labels = new int[count];
    DigitPainter painter = new DigitPainter(size, options.difficulty());
    // Numbers, not ordinals: the order of the enum must not decide what is drawn.
    int stream = split == Split.TRAIN ? 1 : 2;
    IntStream.range(0, count)
        .parallel()
        .forEach(i -> {
          labels[i] = label(stream, i);
          byte[] image = painter.paint(labels[i], new ExampleRandom(options.seed(), stream, i));
          System.arraycopy(image, 0, images, i * image.length, image.length);
        });
    return DataSet.wrap(name(), split, origin(), 1, size, size, CLASS_NAMES, images, labels);
  }

  /** Place {@code i % 10} of the random order of its ten. */
  private int label(int stream, int i) {
    ExampleRandom random = new ExampleRandom(options.seed(), -stream, i / 10);
    int[] order = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    for (int last = 9; last > 0; last--) {
      int other = random.below(last + 1);
      int swapped = order[last];
      order[last] = order[other];
      order[other] = swapped;
    }
    return order[i % 10];
  }
}
