// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.instruction.RangedInstruction;

/** Element-wise conversion between element types. */
public final class PlainConvert implements RangedInstruction {
  private static final int WORTH_A_THREAD = 32_768;

  private final DType from;
  private final DType to;
  private final int count;
  private final int x;
  private final int y;

  PlainConvert(Call call) {
    this.from = call.operandType(0).dtype();
    this.to = call.resultType(0).dtype();
    this.count = (int) call.resultType(0).elementCount();
    this.x = call.operand(0);
    this.y = call.result(0);
  }

  @Override
  public int items() {
    return count;
  }

  @Override
  public int worthAThread() {
    return WORTH_A_THREAD;
  }

  @Override
  public void run(Frame frame, int start, int end) {
    int xAt = frame.offset(x) + start;
    int yAt = frame.offset(y) + start;
    int n = end - start;
    switch (to) {
      case F32 -> toFloats(frame, xAt, frame.floats(y), yAt, n);
      case I32 -> toInts(frame, xAt, frame.ints(y), yAt, n);
      case U8 -> toUnsigned(frame, xAt, frame.bytes(y), yAt, n);
      case BOOL -> toBools(frame, xAt, frame.bytes(y), yAt, n);
    }
  }

  private void toFloats(Frame frame, int xAt, float[] target, int yAt, int n) {
    switch (from) {
      case F32 -> System.arraycopy(frame.floats(x), xAt, target, yAt, n);
      case I32 -> {
        int[] source = frame.ints(x);
        for (int i = 0; i < n; i++) {
          target[yAt + i] = source[xAt + i];
        }
      }
      case U8, BOOL -> {
        byte[] source = frame.bytes(x);
        for (int i = 0; i < n; i++) {
          target[yAt + i] = source[xAt + i] & 0xFF;
        }
      }
    }
  }

  private void toInts(Frame frame, int xAt, int[] target, int yAt, int n) {
    switch (from) {
      case F32 -> {
        float[] source = frame.floats(x);
        for (int i = 0; i < n; i++) {
          target[yAt + i] = (int) source[xAt + i];
        }
      }
      case I32 -> System.arraycopy(frame.ints(x), xAt, target, yAt, n);
      case U8, BOOL -> {
        byte[] source = frame.bytes(x);
        for (int i = 0; i < n; i++) {
          target[yAt + i] = source[xAt + i] & 0xFF;
        }
      }
    }
  }

  private void toUnsigned(Frame frame, int xAt, byte[] target, int yAt, int n) {
    switch (from) {
      case F32 -> {
        float[] source = frame.floats(x);
        for (int i = 0; i < n; i++) {
          target[yAt + i] = (byte) Math.clamp((int) source[xAt + i], 0, 255);
        }
      }
      case I32 -> {
        int[] source = frame.ints(x);
        for (int i = 0; i < n; i++) {
          target[yAt + i] = (byte) Math.clamp(source[xAt + i], 0, 255);
        }
      }
      case U8, BOOL -> System.arraycopy(frame.bytes(x), xAt, target, yAt, n);
    }
  }

  private void toBools(Frame frame, int xAt, byte[] target, int yAt, int n) {
    switch (from) {
      case F32 -> {
        float[] source = frame.floats(x);
        for (int i = 0; i < n; i++) {
          target[yAt + i] = (byte) (source[xAt + i] != 0 ? 1 : 0);
        }
      }
      case I32 -> {
        int[] source = frame.ints(x);
        for (int i = 0; i < n; i++) {
          target[yAt + i] = (byte) (source[xAt + i] != 0 ? 1 : 0);
        }
      }
      case U8, BOOL -> {
        byte[] source = frame.bytes(x);
        for (int i = 0; i < n; i++) {
          target[yAt + i] = (byte) (source[xAt + i] != 0 ? 1 : 0);
        }
      }
    }
  }
}
