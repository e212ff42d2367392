// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.runtime.PlanCodec;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.models.checkpoint.Checkpoint;
import dev.colonnade.models.checkpoint.CheckpointException;
import dev.colonnade.models.checkpoint.CheckpointFile;
import dev.colonnade.models.notation.NetSpec;
import dev.colonnade.models.notation.NetString;
import dev.colonnade.models.notation.NotationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/**
 * A training run as a checkpoint keeps it: everything that is needed to go on, bit for bit, and to
 * evaluate the net.
 */
public final class SavedTraining {
  private static final String FORMAT = "colonnade-training";
  private static final String VERSION = "1";

  private final Path file;
  private final String name;
  private final NetSpec net;
  private final TrainingOptions options;
  private final String trainHash;
  private final String testHash;
  private final String device;
  private final Optional<Plan> plan;
  private final Position position;
  private final List<EpochMetrics> history;
  private final Map<String, HostTensor> tensors;

  SavedTraining(
      Path file,
      String name,
      NetSpec net,
      TrainingOptions options,
      String trainHash,
      String testHash,
      String device,
      Optional<Plan> plan,
      Position position,
      List<EpochMetrics> history,
      Map<String, HostTensor> tensors) {
    this.file = file;
    this.name = name;
    this.net = net;
    this.options = options;
    this.trainHash = trainHash;
    this.testHash = testHash;
    this.device = device;
    this.plan = plan;
    this.position = position;
    this.history = List.copyOf(history);
    this.tensors = tensors;
  }

  /** The state of a job on a device. */
  static SavedTraining of(
      Path file,
      TrainingJob job,
      Device device,
      Plan plan,
      Position position,
      List<EpochMetrics> history,
      Map<String, HostTensor> tensors) {
    return new SavedTraining(
        file,
        job.name(),
        job.net(),
        job.options(),
        job.train().contentHash(),
        testHash(job),
        describe(device),
        Optional.of(plan),
        position,
        history,
        tensors);
  }

  /**
   * Reads a checkpoint of a training run.
   *
   * @throws CheckpointException if it cannot be read, is damaged or is not one
   */
  public static SavedTraining read(Path file) {
    Checkpoint checkpoint = CheckpointFile.read(file);
    Map<String, String> metadata = checkpoint.metadata();
    String format = metadata.get("format");
    String version = metadata.get("version");
    if (!FORMAT.equals(format)) {
      throw new CheckpointException(file, "is not of a training run; give one that train wrote");
    }
    if (!VERSION.equals(version)) {
      throw new CheckpointException(
          file,
          "is of format version "
              + version
              + ", this program reads version "
              + VERSION
              + "; use the program that wrote it");
    }
    try {
      String plan = text(file, metadata, "plan");
      return new SavedTraining(
          file,
          text(file, metadata, "name"),
          NetString.parse(text(file, metadata, "net")),
          TrainingJson.read(text(file, metadata, "options"), TrainingOptions.class),
          text(file, metadata, "trainData"),
          text(file, metadata, "testData"),
          text(file, metadata, "device"),
          plan.isEmpty() ? Optional.empty() : Optional.of(PlanCodec.fromJson(plan)),
          TrainingJson.read(text(file, metadata, "position"), Position.class),
          TrainingJson.readList(text(file, metadata, "history"), EpochMetrics.class),
          checkpoint.tensors());
    } catch (JacksonException | NotationException | BackendException e) {
      throw new CheckpointException(
          file, "cannot be understood (" + e.getMessage() + "); use the program that wrote it", e);
    }
  }

  /** Writes it to its file, atomically. */
  void write() {
    TreeMap<String, String> metadata = new TreeMap<>();
    metadata.put("format", FORMAT);
    metadata.put("version", VERSION);
    metadata.put("name", name);
    metadata.put("net", net.toString());
    metadata.put("options", TrainingJson.write(options));
    metadata.put("trainData", trainHash);
    metadata.put("testData", testHash);
    metadata.put("device", device);
    metadata.put("plan", plan.map(PlanCodec::toJson).orElse(""));
    metadata.put("position", TrainingJson.write(position));
    metadata.put("history", TrainingJson.write(history));
    CheckpointFile.write(file, new Checkpoint(metadata, tensors));
  }

  /**
   * Checks that a job is the one that was saved; only the number of epochs and the rule for
   * stopping may differ.
   *
   * @throws TrainingException naming the first thing that differs
   */
  void requireSame(TrainingJob job) {
    require("net", net.toString(), job.net().toString());
    require("seed", Long.toString(options.seed()), Long.toString(job.options().seed()));
    require("training data", trainHash, job.train().contentHash());
    require("test data", testHash, testHash(job));
    TrainingOptions wanted = job.options();
    require("batch", options.batch(), wanted.batch());
    require("learning rate", options.rate(), wanted.rate());
    require("optimizer", options.optimizer(), wanted.optimizer());
    require("distortion", options.distortion(), wanted.distortion());
    require("validation", options.validation(), wanted.validation());
    require("network options", options.network(), wanted.network());
    require("initialisation", options.initialisation(), wanted.initialisation());
    require("storage of images", options.storage(), wanted.storage());
    require("evaluation chunk", options.evaluationChunk(), wanted.evaluationChunk());
    require("distortion chunk", options.distortionChunk(), wanted.distortionChunk());
    require("compile options", options.compile(), wanted.compile());
  }

  private void require(String what, Object saved, Object wanted) {
    if (!saved.equals(wanted)) {
      throw new TrainingException(
          "checkpoint "
              + file
              + " was trained with another "
              + what
              + " ("
              + saved
              + ", not "
              + wanted
              + "); resume with the same, or start anew in another folder");
    }
  }

  private static String testHash(TrainingJob job) {
    return job.test().map(set -> set.contentHash()).orElse("none");
  }

  /** Id and name of a device, as a checkpoint keeps it. */
  static String describe(Device device) {
    return device.id() + " (" + device.name() + ")";
  }

  private static String text(Path file, Map<String, String> metadata, String key) {
    String value = metadata.get(key);
    if (value == null) {
      throw new CheckpointException(file, "is damaged: it lacks " + key + "; take another copy");
    }
    return value;
  }

  /** The file it was read from or goes to. */
  public Path file() {
    return file;
  }

  /** What the net was called. */
  public String name() {
    return name;
  }

  /** The net. */
  public NetSpec net() {
    return net;
  }

  /** What is computed; with these, and the same data, training goes on. */
  public TrainingOptions options() {
    return options;
  }

  /** SHA-256 of the training set, {@code DataSet.contentHash()}. */
  public String trainHash() {
    return trainHash;
  }

  /** SHA-256 of the test set, or {@code none}. */
  public String testHash() {
    return testHash;
  }

  /** Id and name of the device it ran on. */
  public String device() {
    return device;
  }

  /** The backend's plan. */
  public Optional<Plan> plan() {
    return plan;
  }

  /** Whole epochs trained. */
  public int epochs() {
    return position.epoch();
  }

  /** Steps done of the epoch under way. */
  public int step() {
    return position.step();
  }

  Position position() {
    return position;
  }

  /** Metrics of the whole epochs. */
  public List<EpochMetrics> history() {
    return history;
  }

  /** Parameters, and velocities where there are any, by variable name. */
  public Map<String, HostTensor> tensors() {
    return tensors;
  }
}
