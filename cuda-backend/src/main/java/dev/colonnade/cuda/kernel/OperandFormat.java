// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

/** How operands lie in memory when a library gets them. */
enum OperandFormat {
  /** Binary32, as they are. */
  FLOAT("", 4),
  /** Binary32, rounded to bfloat16: exact operands for an algorithm that rounds to TF32. */
  ROUNDED("/rounded", 4),
  /** Bfloat16. */
  BFLOAT16("/bf16", 2);

  private final String suffix;
  private final int bytes;

  OperandFormat(String suffix, int bytes) {
    this.suffix = suffix;
    this.bytes = bytes;
  }

  /** What a plan says of it, behind the layout. */
  String suffix() {
    return suffix;
  }

  /** Bytes of an element. */
  int bytes() {
    return bytes;
  }
}
