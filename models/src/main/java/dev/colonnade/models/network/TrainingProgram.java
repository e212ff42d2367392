// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.network;

import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.models.distortion.Distortion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The program that trains a net: which variables there are and which entries work on them.
 *
 * <p>Entries: {@link #TRAIN} takes a step on a full batch, {@link #TRAIN_TAIL} on what is left at
 * the end of an epoch; {@link #VALIDATE} and {@link #TEST} count errors; {@link #DISTORT} writes
 * the epoch set. Those that have nothing to do are left out.
 */
public final class TrainingProgram {
  /** Entry: a step on a full batch. */
  public static final String TRAIN = "train";

  /** Entry: a step on the examples left when the batch does not divide the training set. */
  public static final String TRAIN_TAIL = "trainTail";

  /** Entry: errors on the examples that validate: in the papers the undistorted training set. */
  public static final String VALIDATE = "validate";

  /** Entry: errors on the test set. */
  public static final String TEST = "test";

  /** Entry: distorts a chunk of the training set for this epoch. */
  public static final String DISTORT = "distort";

  private final Network network;
  private final Layout layout;
  private final Program program;
  private final Optional<Variable> epochImages;

  /**
   * Examples that are evaluated.
   *
   * @param data where they lie
   * @param count how many of them, from the first; at least 1
   */
  public record Evaluated(DataVariables data, int count) {
    /** Checks the count. */
    public Evaluated {
      if (count < 1 || count > data.size()) {
        throw new IllegalArgumentException(
            "validation on "
                + count
                + " of "
                + data.size()
                + " examples: it must be from 1 to the size of the set");
      }
    }
  }

  /**
   * What shapes a training program.
   *
   * @param train the undistorted training set
   * @param test the test set, if any
   * @param batch examples in a step, from 1 to the size of the training set
   * @param optimizer how gradients change parameters
   * @param distortion what is done to the training images each epoch
   * @param validation what is validated on, if anything: the training set or one of its own
   * @param evaluationChunk examples in a step of evaluation, before cutting to the set
   * @param distortionChunk examples in a step of distortion, before cutting to the set
   * @param countWrong whether training steps return the number of errors
   */
  public record Layout(
      DataVariables train,
      Optional<DataVariables> test,
      int batch,
      Optimizer optimizer,
      Distortion distortion,
      Optional<Evaluated> validation,
      int evaluationChunk,
      int distortionChunk,
      boolean countWrong) {
    /** Checks the counts. */
    public Layout {
      if (batch < 1 || batch > train.size()) {
        throw new IllegalArgumentException(
            "a batch of "
                + batch
                + " from a training set of "
                + train.size()
                + ": it must be from 1 to the size of the set");
      }
      if (evaluationChunk < 1 || distortionChunk < 1) {
        throw new IllegalArgumentException("chunks must be at least 1");
      }
    }

    /** Examples left over when the batch does not divide the training set; may be 0. */
    public int tail() {
      return train.size() % batch;
    }

    /** Steps in an epoch, the tail's included. */
    public int stepsPerEpoch() {
      return Math.ceilDiv(train.size(), batch);
    }

    /** Examples in a step of validation. */
    public int validationChunk() {
      return Math.min(evaluationChunk, validation.map(v -> v.data().size()).orElse(1));
    }

    /** Examples in a step of the test. */
    public int testChunk() {
      return Math.min(evaluationChunk, test.map(DataVariables::size).orElse(1));
    }

    /** Examples in a step of distortion. */
    public int distortChunk() {
      return Math.min(distortionChunk, train.size());
    }
  }

  /** The program of this net and layout. */
  public TrainingProgram(Network network, Layout layout) {
    this.network = network;
    this.layout = layout;
    DataVariables train = layout.train();
    List<Graph> entries = new ArrayList<>();
    epochImages =
        layout.distortion().isIdentity()
            ? Optional.empty()
            : Optional.of(
                new Variable(
                    "epoch/images", TensorType.f32(train.images().type().shape().dimensions())));
    DataVariables source =
        epochImages.map(images -> new DataVariables(images, train.labels())).orElse(train);
    entries.add(
        Entries.train(
            TRAIN, network, source, layout.optimizer(), layout.batch(), layout.countWrong()));
    if (layout.tail() > 0) {
      entries.add(
          Entries.train(
              TRAIN_TAIL, network, source, layout.optimizer(), layout.tail(), layout.countWrong()));
    }
    layout
        .validation()
        .ifPresent(validation ->
            entries.add(
                Entries.evaluate(
                    VALIDATE,
                    network,
                    validation.data(),
                    layout.validationChunk(),
                    validation.count())));
    layout
        .test()
        .ifPresent(test ->
            entries.add(Entries.evaluate(TEST, network, test, layout.testChunk(), test.size())));
    epochImages.ifPresent(images ->
        entries.add(
            Entries.distort(
                DISTORT,
                train,
                images,
                layout.distortion(),
                network.options().scaling(),
                layout.distortChunk())));
    program = Program.of(entries);
  }

  /** The net it trains. */
  public Network network() {
    return network;
  }

  /** What shaped it. */
  public Layout layout() {
    return layout;
  }

  /** What a session compiles. */
  public Program program() {
    return program;
  }

  /** The distorted images of the epoch, F32; absent where nothing is distorted. */
  public Optional<Variable> epochImages() {
    return epochImages;
  }

  /**
   * What training changes and a checkpoint holds: parameters, and velocities where there are any.
   */
  public List<Variable> trained() {
    List<Variable> variables = new ArrayList<>();
    for (Parameter parameter : network.parameters()) {
      variables.add(parameter.variable());
      if (layout.optimizer().hasVelocity()) {
        variables.add(parameter.velocity());
      }
    }
    return variables;
  }
}
