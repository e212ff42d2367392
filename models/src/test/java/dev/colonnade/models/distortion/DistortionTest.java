// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.distortion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.models.network.DataVariables;
import dev.colonnade.models.network.Entries;
import dev.colonnade.models.network.InputScaling;
import dev.colonnade.models.train.TestDevices;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DistortionTest {
  private static final long SEED = 11;

  /** What each kind of distortion is on its own, and all at once. */
  enum Sample {
    TRANSLATION(Distortion.NONE.withTranslation(0.1f, 0.2f)),
    ROTATION(Distortion.NONE.withRotation(30)),
    SCALE(Distortion.NONE.withScale(0.2f, 0.1f)),
    SHEAR(Distortion.NONE.withShear(20)),
    ELASTIC(
        Distortion.NONE.withElastic(new Distortion.Elastic(new Range(2, 3), new Range(10, 20)))),
    CLASS_ANGLES(
        Distortion.NONE
            .withRotation(30)
            .withShear(15)
            .withAnglesOfClass(new TreeMap<>(Map.of(1, 7.5f, 2, 0f)))),
    ALL(
        Distortion.NONE
            .withTranslation(0.1f, 0.1f)
            .withRotation(15)
            .withScale(0.15f, 0.2f)
            .withShear(15)
            .withElastic(new Distortion.Elastic(Range.of(3), Range.of(15)))),
    ALL_REPLICATED(ALL.distortion.withFill(Distortion.Fill.REPLICATE));

    final Distortion distortion;

    Sample(Distortion distortion) {
      this.distortion = distortion;
    }
  }

  /** Distorts a whole set, F32 [n, c, h, w] in bytes; labels are example % 3. */
  private static float[] distort(
      Device device, Distortion distortion, HostTensor images, int chunk, int epoch) {
    Shape shape = images.type().shape();
    int count = shape.dimension(0);
    DataVariables source =
        DataVariables.of(
            "train", DType.U8, count, shape.dimension(1), shape.dimension(2), shape.dimension(3));
    Variable epochImages = new Variable("epoch/images", new TensorType(DType.F32, shape));
    Program program =
        Program.of(
            Entries.distort(
                "distort", source, epochImages, distortion, new InputScaling(0, 255), chunk));
    try (Session session = device.open()) {
      Executable executable = session.compile(program, CompileOptions.DEFAULT);
      State state = executable.newState();
      state.write(source.images(), images);
      int[] labels = new int[count];
      for (int i = 0; i < count; i++) {
        labels[i] = i % 3;
      }
      if (program.variables().containsKey("train/labels")) {
        state.write(source.labels(), HostTensor.of(Shape.of(count), labels));
      }
      int steps = Math.ceilDiv(count, chunk);
      int[] offsets = new int[steps];
      for (int i = 0; i < steps; i++) {
        offsets[i] = i * chunk;
      }
      Feeds feeds = new Feeds().stacked(Entries.OFFSET, HostTensor.of(Shape.of(steps), offsets));
      DistortionFeeds.add(feeds, distortion, shape.dimension(2), shape.dimension(3), SEED, epoch);
      executable.submit(state, "distort", feeds, steps).await();
      return state.read(epochImages).toFloatArray();
    }
  }

  private static HostTensor noise(int... extents) {
    HostTensor images = HostTensor.zeros(TensorType.u8(extents));
    Random random = new Random(3);
    for (long i = 0; i < images.type().elementCount(); i++) {
      images.setByte(i, (byte) random.nextInt(256));
    }
    return images;
  }

  @ParameterizedTest
  @EnumSource
  void theGraphAgreesWithPlainJava(Sample sample) {
    int count = 5;
    int height = 13;
    int width = 10;
    HostTensor images = noise(count, 2, height, width);
    float[] distorted = distort(TestDevices.scalar(), sample.distortion, images, count, 4);
    for (int example = 0; example < count; example++) {
      for (int channel = 0; channel < 2; channel++) {
        int plane = (example * 2 + channel) * height * width;
        double[][] image = new double[height][width];
        for (int i = 0; i < height * width; i++) {
          image[i / width][i % width] = images.getUnsigned(plane + i);
        }
        double[][] expected =
            PlainDistortion.apply(sample.distortion, image, SEED, 4, example, example % 3);
        for (int i = 0; i < height * width; i++) {
          // Coordinates of about 10 pixels in fp32, times steps of up to 255 between pixels.
          assertThat((double) distorted[plane + i])
              .as("example %d, channel %d, pixel %d", example, channel, i)
              .isCloseTo(expected[i / width][i % width], within(0.02));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void chunksDoNotMatter(Sample sample) {
    HostTensor images = noise(11, 1, 9, 12);
    float[] whole = distort(TestDevices.cpu(), sample.distortion, images, 11, 0);
    for (int chunk : new int[] {1, 3, 4}) {
      float[] pieces = distort(TestDevices.cpu(), sample.distortion, images, chunk, 0);
      for (int i = 0; i < whole.length; i++) {
        // Matrix products of other sizes may add in another order.
        assertThat(pieces[i]).as("chunk %d, %d", chunk, i).isCloseTo(whole[i], within(0.01f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void epochsDiffer(Sample sample) {
    HostTensor images = noise(3, 1, 8, 8);
    assertThat(distort(TestDevices.cpu(), sample.distortion, images, 3, 0))
        .isNotEqualTo(distort(TestDevices.cpu(), sample.distortion, images, 3, 1));
  }

  @Test
  void zeroRangesLeaveImagesAsTheyAre() {
    HostTensor images = noise(4, 3, 7, 6);
    float[] same = distort(TestDevices.cpu(), Distortion.NONE, images, 4, 2);
    float[] still =
        distort(
            TestDevices.cpu(),
            Distortion.NONE.withElastic(new Distortion.Elastic(Range.of(4), Range.of(0))),
            images,
            4,
            2);
    for (int i = 0; i < same.length; i++) {
      assertThat(same[i]).isEqualTo(images.getUnsigned(i));
      assertThat(still[i]).isEqualTo(images.getUnsigned(i));
    }
    assertThat(Distortion.NONE.isIdentity()).isTrue();
  }

  /** Images whose brightness is the column: what is sampled tells where it was sampled. */
  private static HostTensor ramps(int count, int side) {
    HostTensor images = HostTensor.zeros(TensorType.u8(count, 1, side, side));
    for (int i = 0; i < count * side * side; i++) {
      images.setByte(i, (byte) (2 * (i % side)));
    }
    return images;
  }

  @Test
  void translationsAreUniform() {
    int count = 2000;
    int side = 21;
    float[] distorted =
        distort(
            TestDevices.cpu(),
            Distortion.NONE.withTranslation(0.2f, 0.2f),
            ramps(count, side),
            500,
            0);
    double limit = 0.2 * side;
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (int i = 0; i < count; i++) {
      double move = 10 - distorted[i * side * side + 10 * side + 10] / 2;
      sum += move;
      squares += move * move;
      largest = Math.max(largest, Math.abs(move));
    }
    // Standard deviation of a draw: 0.577 of the limit; of the mean over 2000: 0.013 of it.
    assertThat(sum / count / limit).isCloseTo(0, within(0.05));
    assertThat(squares / count / limit / limit).isCloseTo(1.0 / 3, within(0.03));
    assertThat(largest / limit).isBetween(0.99, 1.0001);
  }

  @Test
  void elasticDisplacementsHaveTheStatedSpread() {
    int count = 1000;
    int side = 31;
    double sigma = 3;
    double alpha = 30;
    float[] distorted =
        distort(
            TestDevices.cpu(),
            Distortion.NONE.withElastic(
                new Distortion.Elastic(Range.of((float) sigma), Range.of((float) alpha))),
            ramps(count, side),
            250,
            0);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double move = distorted[i * side * side + 15 * side + 15] / 2 - 15;
      sum += move;
      squares += move * move;
    }
    double expected = alpha / (sigma * Math.sqrt(12 * Math.PI));
    assertThat(sum / count / expected).isCloseTo(0, within(0.15));
    assertThat(Math.sqrt(squares / count) / expected).isCloseTo(1, within(0.1));
  }

  @Test
  void theKernelHasUnitSum() {
    float[] weights = GaussianKernel.weights(21, 2).toFloatArray();
    double sum = weights[0];
    for (int d = 1; d < weights.length; d++) {
      sum += 2 * weights[d];
      assertThat(weights[d]).isLessThan(weights[d - 1]);
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
    assertThat(weights[2] / weights[0]).isCloseTo((float) Math.exp(-0.5), within(1e-6f));
  }

  @Test
  void aBackendSeesOneOperationItMayClaim() {
    assertThat(operations(Sample.ALL.distortion))
        .contains("elasticDistortion")
        .doesNotContain("gridSample");
    assertThat(operations(Sample.ROTATION.distortion)).contains("affineGrid", "gridSample");
  }

  private static List<String> operations(Distortion distortion) {
    DataVariables source = DataVariables.of("train", DType.U8, 4, 1, 9, 9);
    Variable epochImages = new Variable("epoch/images", TensorType.f32(4, 1, 9, 9));
    return Entries.distort(
            "distort", source, epochImages, distortion, InputScaling.PLUS_MINUS_ONE, 2)
        .nodes()
        .stream()
        .map(node -> node.op().name())
        .toList();
  }

  @Test
  void rangesAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Distortion.NONE.withScale(1, 0))
        .withMessageContaining("scaleX of a distortion must be from 0");
    assertThatIllegalArgumentException().isThrownBy(() -> Distortion.NONE.withRotation(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Distortion.Elastic(Range.of(0), Range.of(1)))
        .withMessageContaining("sigma");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Range(2, 1))
        .withMessageContaining("from a smaller to a larger");
  }
}
