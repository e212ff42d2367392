// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.CaseContext;
import dev.colonnade.conformance.ConformanceCase;
import dev.colonnade.conformance.Level;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/** Data sets that live on the device: gathered by index, rewritten in place, distorted. */
final class DataCases {
  private static final int EXAMPLES = 10;
  private static final Variable PIXELS = new Variable("pixels", TensorType.u8(EXAMPLES, 1, 5, 6));
  private static final Variable EPOCH = new Variable("epoch", TensorType.f32(EXAMPLES, 1, 5, 6));
  private static final Variable LABELS = new Variable("labels", TensorType.i32(EXAMPLES));

  private DataCases() {}

  static List<ConformanceCase> all() {
    return List.of(
        ConformanceCase.protocol("data/gathered-batches", Level.MLP, DataCases::gathered),
        ConformanceCase.protocol("data/updated-in-place", Level.DISTORTION, DataCases::updated),
        ConformanceCase.protocol(
            "data/updated-while-read", Level.DISTORTION, DataCases::updatedWhileRead),
        ConformanceCase.protocol("data/updated-twice", Level.DISTORTION, DataCases::updatedTwice),
        ConformanceCase.protocol(
            "data/update-from-the-same-variable", Level.DISTORTION, DataCases::shifted),
        ConformanceCase.protocol("distortion/epoch", Level.DISTORTION, DataCases::distorted),
        ConformanceCase.protocol(
            "distortion/does-not-depend-on-the-batch", Level.DISTORTION, DataCases::batches));
  }

  private static Feeds indices(int... values) {
    return new Feeds().constant("indices", HostTensor.of(Shape.of(values.length), values));
  }

  private static Feeds at(int row) {
    return new Feeds().constant("row", HostTensor.scalar(row));
  }

  private static void gathered(CaseContext context) {
    GraphBuilder b = new GraphBuilder("batch");
    Value indices = b.feed("indices", TensorType.i32(4));
    Value images = b.convert(b.gatherRows(b.read(PIXELS), indices), DType.F32);
    b.output("images", b.add(b.multiply(images, 2f / 255), b.constant(-1f)));
    b.output("labels", b.gatherRows(b.read(LABELS), indices));
    try (Rig rig = new Rig(context, Program.of(b.build()))) {
      rig.write(PIXELS, Input.any(DType.U8, EXAMPLES, 1, 5, 6).draw(context.random("pixels")));
      rig.write(LABELS, Input.i32(0, 9, EXAMPLES).draw(context.random("labels")));
      rig.submit("batch", indices(0, 9, 3, 3), 1);
      Feeds stacked =
          new Feeds().stacked("indices", Input.i32(0, 9, 5, 4).draw(context.random("indices")));
      rig.submit("batch", stacked, 5);
      rig.checkVariables();
    }
  }

  /** Starts (row, 0, 0, 0) of a box, with the row fed. */
  private static Value starts(GraphBuilder b) {
    Value row = b.reshape(b.feed("row", TensorType.i32()), Shape.of(1));
    return b.concatenate(0, List.of(row, b.constant(HostTensor.of(Shape.of(3), 0, 0, 0))));
  }

  private static void run(CaseContext context, Graph entry, int[] rows) {
    CompileOptions options = context.compileOptions();
    for (RunMode mode : List.of(RunMode.NORMAL, RunMode.GUARDED)) {
      try (Rig rig = new Rig(context, Program.of(entry), options.withRun(mode))) {
        rig.write(EPOCH, Input.f32(EXAMPLES, 1, 5, 6).draw(context.random("epoch")));
        for (int row : rows) {
          rig.submit(entry.name(), at(row), 1);
          rig.checkVariables();
        }
        rig.submit(entry.name(), at(rows[0]), 3);
        rig.checkVariables();
      }
    }
  }

  private static void updated(CaseContext context) {
    GraphBuilder b = new GraphBuilder("update");
    Value box = b.fill(Shape.of(2, 1, 5, 6), 0.5f);
    b.assign(EPOCH, b.dynamicUpdateSlice(b.read(EPOCH), box, starts(b)));
    run(context, b.build(), new int[] {0, 7, 3, 8, 99, -4});
  }

  private static void updatedWhileRead(CaseContext context) {
    GraphBuilder b = new GraphBuilder("update");
    Value old = b.read(EPOCH);
    Value box = b.fill(Shape.of(3, 1, 5, 6), 9f);
    Value next = b.dynamicUpdateSlice(old, box, starts(b));
    b.assign(EPOCH, next);
    // Nodes behind the update that read the old value, and others that read the new one.
    b.output("oldSum", b.reduceSum(old, 1, 2, 3));
    b.output("newSum", b.reduceSum(next, 1, 2, 3));
    b.output("oldRows", b.gatherRows(old, b.constant(HostTensor.of(Shape.of(4), 0, 3, 4, 9))));
    b.output("old", old);
    run(context, b.build(), new int[] {0, 5, 3});
  }

  private static void updatedTwice(CaseContext context) {
    GraphBuilder b = new GraphBuilder("update");
    Value starts = starts(b);
    Value once = b.dynamicUpdateSlice(b.read(EPOCH), b.fill(Shape.of(3, 1, 5, 6), 1f), starts);
    Value twice =
        b.dynamicUpdateSlice(
            once,
            b.multiply(b.slice(once, 0, 2, 4), 2f),
            b.constant(HostTensor.of(Shape.of(4), 1, 0, 0, 0)));
    b.assign(EPOCH, twice);
    run(context, b.build(), new int[] {0, 2, 7});
  }

  /** The update's contents overlap the place they go to. */
  private static void shifted(CaseContext context) {
    GraphBuilder b = new GraphBuilder("update");
    Value old = b.read(EPOCH);
    b.assign(EPOCH, b.dynamicUpdateSlice(old, b.slice(old, 0, 0, 6), starts(b)));
    run(context, b.build(), new int[] {1, 3, 4, 0});
  }

  /** Translates and scales examples by random numbers of (epoch, example), and stores them. */
  private static Graph distort(int count) {
    GraphBuilder b = new GraphBuilder("distort" + count);
    Value examples = b.feed("indices", TensorType.i32(count));
    Value epoch = b.feed("epochNumber", TensorType.i32());
    Value images =
        b.multiply(b.convert(b.gatherRows(b.read(PIXELS), examples), DType.F32), 1f / 255);
    Shape column = Shape.of(count, 1);
    Value counter =
        b.concatenate(1, List.of(b.broadcast(epoch, column), b.reshape(examples, column)));
    Value key = b.constant(HostTensor.of(Shape.of(2), 7, 11));
    Value uniform = b.randomUniform(key, counter, Shape.of(count, 3));
    Shape field = Shape.of(count, 5, 6);
    Value angle =
        b.broadcast(
            b.reshape(b.multiply(b.slice(uniform, 1, 2, 3), 0.3f), Shape.of(count)), field, 0);
    Value x = coordinate(b, uniform, field, 0, 2);
    Value y = coordinate(b, uniform, field, 1, 1);
    Value turnedX = b.subtract(b.multiply(b.cosine(angle), x), b.multiply(b.sine(angle), y));
    Value turnedY = b.add(b.multiply(b.sine(angle), x), b.multiply(b.cosine(angle), y));
    Shape last = Shape.of(count, 5, 6, 1);
    Value grid = b.concatenate(3, List.of(b.reshape(turnedX, last), b.reshape(turnedY, last)));
    Value distorted = b.gridSample(images, grid, GridSample.Border.ZERO);
    Value first = b.slice(examples, 0, 0, 1);
    Value starts =
        b.concatenate(0, List.of(first, b.constant(HostTensor.of(Shape.of(3), 0, 0, 0))));
    b.assign(EPOCH, b.dynamicUpdateSlice(b.read(EPOCH), distorted, starts));
    b.output("uniform", uniform);
    return b.build();
  }

  private static Value coordinate(GraphBuilder b, Value uniform, Shape field, int which, int axis) {
    Value shift =
        b.reshape(
            b.subtract(b.multiply(b.slice(uniform, 1, which, which + 1), 3f), b.constant(1.5f)),
            Shape.of(field.dimension(0)));
    return b.add(b.convert(b.iota(field, axis), DType.F32), b.broadcast(shift, field, 0));
  }

  private static Feeds examples(int epoch, int first, int count) {
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = first + i;
    }
    return indices(values).constant("epochNumber", HostTensor.scalar(epoch));
  }

  private static void distorted(CaseContext context) {
    try (Rig rig = new Rig(context, Program.of(distort(5)))) {
      rig.write(PIXELS, Input.any(DType.U8, EXAMPLES, 1, 5, 6).draw(context.random("pixels")));
      for (int epoch = 0; epoch < 2; epoch++) {
        rig.submit("distort5", examples(epoch, 0, 5), 1);
        rig.submit("distort5", examples(epoch, 5, 5), 1);
        rig.checkVariables();
      }
    }
  }

  private static void batches(CaseContext context) {
    try (Rig rig = new Rig(context, Program.of(distort(2), distort(5)))) {
      HostTensor pixels = Input.any(DType.U8, EXAMPLES, 1, 5, 6).draw(context.random("pixels"));
      rig.write(PIXELS, pixels);
      for (int first = 0; first < EXAMPLES; first += 2) {
        rig.executable().submit(rig.state(), "distort2", examples(3, first, 2), 1);
      }
      HostTensor byTwo = rig.state().read(EPOCH);
      rig.state().write(EPOCH, HostTensor.zeros(EPOCH.type()));
      for (int first = 0; first < EXAMPLES; first += 5) {
        rig.executable().submit(rig.state(), "distort5", examples(3, first, 5), 1).await();
      }
      HostTensor byFive = rig.state().read(EPOCH);
      // Equal up to rounding: a kernel may treat the tail of a batch in another way.
      for (int i = 0; i < byTwo.type().elementCount(); i++) {
        float difference = Math.abs(byTwo.getFloat(i) - byFive.getFloat(i));
        Check.that(
            difference <= 1e-5f,
            "element "
                + i
                + " of the epoch differs by "
                + difference
                + " between batches of 2 and of 5 examples");
      }
    }
  }
}
