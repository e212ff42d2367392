// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import java.lang.foreign.MemorySegment;

/**
 * The functions of {@code cudnn_graph.h} that are used, for {@link
 * dev.colonnade.cuda.library.ForeignFunctions}.
 */
interface DnnGraphFunctions extends DnnHandleFunctions {
  int cudnnBackendCreateDescriptor(int type, MemorySegment descriptor);

  int cudnnBackendDestroyDescriptor(long descriptor);

  int cudnnBackendFinalize(long descriptor);

  int cudnnBackendSetAttribute(
      long descriptor, int attribute, int type, long count, MemorySegment values);

  int cudnnBackendGetAttribute(
      long descriptor,
      int attribute,
      int type,
      long requested,
      MemorySegment count,
      MemorySegment values);

  int cudnnBackendExecute(long handle, long plan, long variantPack);
}
