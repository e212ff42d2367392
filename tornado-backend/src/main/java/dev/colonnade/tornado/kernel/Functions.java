// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import dev.colonnade.core.op.UnaryOp;

/** Functions as formulas, of which the driver's compiler makes vectors; a call stays a call. */
@SuppressWarnings("IdentityBinaryExpression") // How a kernel asks for NaN.
final class Functions {
  private Functions() {}

  /**
   * The hyperbolic tangent, within 6.5 ulp over all floats ({@link UnaryOp.Tanh} allows 8): x times
   * a quotient of two polynomials of the fourth degree in x^2, minimax on [-9.02, 9.02], beyond
   * which the result is 1 or -1.
   */
  static float hyperbolicTangent(float x) {
    float z = x > 9.02f ? 9.02f : x;
    z = z < -9.02f ? -9.02f : z;
    float s = z * z;
    float above = 0x1.c9a410p-27f * s + 0x1.59557ap-16f;
    above = above * s + 0x1.c9f866p-9f;
    above = above * s + 0x1.120444p-3f;
    above = (above * s + 1f) * z;
    float below = 0x1.a0b890p-21f * s + 0x1.5841eap-12f;
    below = below * s + 0x1.a7df2cp-6f;
    below = below * s + 0x1.de576ap-2f;
    below = below * s + 1f;
    float y = above / below;
    y = y > 1f ? 1f : y;
    y = y < -1f ? -1f : y;
    return x != x ? x : y;
  }
}
