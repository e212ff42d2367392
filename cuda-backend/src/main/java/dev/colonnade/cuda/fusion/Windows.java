// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.fusion;

import dev.colonnade.core.op.PoolGeometry;
import dev.colonnade.core.tensor.Shape;
import java.util.Optional;

/**
 * Max-pooling windows that lie side by side and cover a plane, so that every element belongs to
 * just one.
 *
 * @param height rows of a window
 * @param width columns of a window
 */
public record Windows(int height, int width) {
  /** The windows of a pooling, if they are of that kind on planes of these extents. */
  static Optional<Windows> of(PoolGeometry geometry, int planeHeight, int planeWidth) {
    Windows windows = new Windows(geometry.windowHeight(), geometry.windowWidth());
    boolean sideBySide =
        geometry.strideHeight() == windows.height
            && geometry.strideWidth() == windows.width
            && geometry.dilationHeight() == 1
            && geometry.dilationWidth() == 1
            && geometry.padTop() + geometry.padBottom() == 0
            && geometry.padLeft() + geometry.padRight() == 0;
    boolean all = planeHeight % windows.height == 0 && planeWidth % windows.width == 0;
    return sideBySide && all ? Optional.of(windows) : Optional.empty();
  }

  /** Elements of a window. */
  public int positions() {
    return height * width;
  }

  /** As a pooling. */
  PoolGeometry geometry() {
    return new PoolGeometry(height, width, height, width, 0, 0, 0, 0, 1, 1, false);
  }

  /** What [n, c, h, w] becomes. */
  Shape pooled(Shape shape) {
    return shape.with(2, shape.dimension(2) / height).with(3, shape.dimension(3) / width);
  }
}
