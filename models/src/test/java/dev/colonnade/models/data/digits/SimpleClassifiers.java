// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.digits;

import dev.colonnade.models.data.DataSet;
import java.util.Random;
import java.util.stream.IntStream;

/** Two classifiers that see no shapes, to tell how much of a data set they explain. */
final class SimpleClassifiers {
  private SimpleClassifiers() {}

  /** Softmax regression on the pixels, trained on-line; its test error in percent. */
  static double linearErrorPercent(DataSet train, DataSet test, int epochs) {
    float[][] x = pixels(train);
    int inputs = train.imageBytes();
    float[][] weights = new float[train.classes()][inputs + 1];
    Random random = new Random(1);
    for (int step = 0; step < epochs * x.length; step++) {
      int i = random.nextInt(x.length);
      float rate = 0.02f / (1 + 0.3f * step / x.length);
      double[] gradient = softmax(scores(weights, x[i]));
      gradient[train.label(i)] -= 1;
      for (int c = 0; c < weights.length; c++) {
        float delta = rate * (float) gradient[c];
        for (int j = 0; j < inputs; j++) {
          weights[c][j] -= delta * x[i][j];
        }
        weights[c][inputs] -= delta;
      }
    }
    float[][] unseen = pixels(test);
    long wrong =
        IntStream.range(0, unseen.length)
            .filter(i -> largest(scores(weights, unseen[i])) != test.label(i))
            .count();
    return 100.0 * wrong / unseen.length;
  }

  /** The label of the training image at the least Euclidean distance; test error in percent. */
  static double nearestNeighbourErrorPercent(DataSet train, DataSet test) {
    float[][] x = pixels(train);
    float[][] unseen = pixels(test);
    long wrong =
        IntStream.range(0, unseen.length)
            .filter(i -> train.label(nearest(x, unseen[i])) != test.label(i))
            .count();
    return 100.0 * wrong / unseen.length;
  }

  private static int nearest(float[][] candidates, float[] image) {
    int best = 0;
    double least = Double.MAX_VALUE;
    for (int k = 0; k < candidates.length; k++) {
      double sum = 0;
      for (int j = 0; j < image.length && sum < least; j++) {
        float difference = candidates[k][j] - image[j];
        sum += difference * difference;
      }
      if (sum < least) {
        least = sum;
        best = k;
      }
    }
    return best;
  }

  private static double[] scores(float[][] weights, float[] image) {
    double[] scores = new double[weights.length];
    for (int c = 0; c < scores.length; c++) {
      double sum = weights[c][image.length];
      for (int j = 0; j < image.length; j++) {
        sum += weights[c][j] * image[j];
      }
      scores[c] = sum;
    }
    return scores;
  }

  private static double[] softmax(double[] scores) {
    double most = scores[largest(scores)];
    double sum = 0;
    for (int c = 0; c < scores.length; c++) {
      scores[c] = Math.exp(scores[c] - most);
      sum += scores[c];
    }
    for (int c = 0; c < scores.length; c++) {
      scores[c] /= sum;
    }
    return scores;
  }

  private static int largest(double[] scores) {
    int best = 0;
    for (int c = 1; c < scores.length; c++) {
      if (scores[c] > scores[best]) {
        best = c;
      }
    }
    return best;
  }

  private static float[][] pixels(DataSet set) {
    float[][] pixels = new float[set.size()][set.imageBytes()];
    for (int i = 0; i < pixels.length; i++) {
      byte[] image = set.image(i);
      for (int j = 0; j < image.length; j++) {
        pixels[i][j] = Byte.toUnsignedInt(image[j]) / 255f;
      }
    }
    return pixels;
  }
}
