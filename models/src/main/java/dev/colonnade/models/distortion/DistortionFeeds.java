// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.distortion;

import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Philox;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.models.random.RandomStreams;

/**
 * What an epoch gives to a {@link DistortionGraph}: keys, the epoch's number, the smoothing kernel.
 */
public final class DistortionFeeds {
  /** Feed: I32 [2], key of the affine draws. */
  public static final String AFFINE_KEY = "affineKey";

  /** Feed: I32 [2], key of the displacement fields. */
  public static final String ELASTIC_KEY = "elasticKey";

  /** Feed: I32 scalar, number of the epoch from 0. */
  public static final String EPOCH = "epoch";

  /** Feed: F32 [reach], the Gaussian's weight at each distance in pixels from 0. */
  public static final String SMOOTHING = "smoothing";

  private DistortionFeeds() {}

  /** Sigma of an epoch, drawn from its range by the seed and the epoch's number alone. */
  public static float sigma(Distortion.Elastic elastic, long seed, int epoch) {
    int[] key = RandomStreams.key(seed, RandomStreams.Purpose.EPOCH);
    float uniform = Philox.uniform(Philox.word(key[0], key[1], epoch, 0, 0));
    return elastic.sigma().low() + uniform * elastic.sigma().width();
  }

  /** Adds all that the distortion of an epoch needs, the same in every step. */
  public static void add(
      Feeds feeds, Distortion distortion, int height, int width, long seed, int epoch) {
    feeds.constant(EPOCH, HostTensor.scalar(epoch));
    if (distortion.isAffine() || distortion.elastic().isPresent()) {
      feeds.constant(AFFINE_KEY, key(seed, RandomStreams.Purpose.AFFINE));
    }
    distortion
        .elastic()
        .ifPresent(elastic -> {
          float sigma = sigma(elastic, seed, epoch);
          feeds.constant(ELASTIC_KEY, key(seed, RandomStreams.Purpose.ELASTIC));
          feeds.constant(SMOOTHING, GaussianKernel.weights(smoothingReach(height, width), sigma));
        });
  }

  /** Weights of the kernel: enough for any two pixels of a line, whatever sigma is drawn. */
  static int smoothingReach(int height, int width) {
    return Math.max(height, width);
  }

  private static HostTensor key(long seed, RandomStreams.Purpose purpose) {
    return HostTensor.of(Shape.of(2), RandomStreams.key(seed, purpose));
  }
}
