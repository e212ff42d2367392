// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import java.lang.foreign.MemorySegment;

/** The functions of {@code cudnn_graph.h} that handles and errors need. */
interface DnnHandleFunctions {
  int cudnnCreate(MemorySegment handle);

  int cudnnDestroy(long handle);

  int cudnnSetStream(long handle, long stream);

  long cudnnGetErrorString(int status);

  void cudnnGetLastErrorString(MemorySegment message, long bytes);
}
