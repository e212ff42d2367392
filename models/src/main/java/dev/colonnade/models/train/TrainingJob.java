// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.notation.NetSpec;
import java.util.Optional;

/**
 * What is to be trained on what, and how. Images must have the net's input size already ({@code
 * Geometry} sees to that).
 *
 * @param name what the net is called, for results and messages
 * @param net the net
 * @param options what is computed
 * @param train the training set, held-out validation examples included
 * @param test the test set, if any
 */
public record TrainingJob(
    String name, NetSpec net, TrainingOptions options, DataSet train, Optional<DataSet> test) {
  /**
   * Checks that the data fit the net.
   *
   * @throws UnfitDataException if they do not, saying how to mend it
   */
  public TrainingJob {
    requireFits(name, net, train);
    test.ifPresent(set -> {
      requireFits(name, net, set);
      if (!set.classNames().equals(train.classNames())) {
        throw new UnfitDataException(
            "training and test set have different classes ("
                + train.classNames()
                + " and "
                + set.classNames()
                + "); give two splits of one data set");
      }
    });
    if (options.batch() > trained(train, options)) {
      throw new UnfitDataException(
          "a batch of "
              + options.batch()
              + " does not fit a training set of "
              + trained(train, options)
              + " images; choose a smaller one");
    }
  }

  /** Examples that are trained on. */
  public int trainCount() {
    return trained(train, options);
  }

  /** This job with other options. */
  public TrainingJob withOptions(TrainingOptions other) {
    return new TrainingJob(name, net, other, train, test);
  }

  private static int trained(DataSet train, TrainingOptions options) {
    int heldOut =
        options.validation().kind() == Validation.Kind.HELD_OUT
            ? options.validation().examples()
            : 0;
    if (heldOut >= train.size()) {
      throw new UnfitDataException(
          heldOut
              + " examples are held out for validation, but the training set has only "
              + train.size()
              + "; use more examples (generated digits: --data digits:train=N), or hold out fewer");
    }
    return train.size() - heldOut;
  }

  /** Refuses data of another size or with another number of classes than the net has. */
  static void requireFits(String name, NetSpec net, DataSet data) {
    String images = data.channels() + "x" + data.height() + "x" + data.width();
    if (data.size() == 0) {
      throw new TrainingException(data + " is empty; give a data set with images");
    }
    boolean same =
        data.channels() == net.input().maps()
            && data.height() == net.input().height()
            && data.width() == net.input().width();
    boolean flattened = net.input().isVector() && data.imageBytes() == net.input().elements();
    if (!same && !flattened) {
      throw new UnfitDataException(
          name
              + " takes images of "
              + net.input()
              + ", but "
              + data.name()
              + " has "
              + images
              + "; pad or resize them to the net's input");
    }
    if (net.output().elements() != data.classes()) {
      throw new UnfitDataException(
          name
              + " has "
              + net.output().elements()
              + " outputs, but "
              + data.name()
              + " has "
              + data.classes()
              + " classes; the last layer must have one unit for each class");
    }
  }
}
