// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compiler;

import dev.colonnade.cuda.library.ForeignFunctions;
import java.lang.foreign.MemorySegment;

/** The functions of {@code nvrtc.h} that are used, for {@link ForeignFunctions}. */
interface NvrtcFunctions {
  long nvrtcGetErrorString(int result);

  int nvrtcVersion(MemorySegment major, MemorySegment minor);

  int nvrtcGetNumSupportedArchs(MemorySegment count);

  int nvrtcGetSupportedArchs(MemorySegment architectures);

  int nvrtcCreateProgram(
      MemorySegment program,
      MemorySegment source,
      MemorySegment name,
      int headerCount,
      MemorySegment headers,
      MemorySegment includeNames);

  int nvrtcDestroyProgram(MemorySegment program);

  int nvrtcCompileProgram(long program, int optionCount, MemorySegment options);

  int nvrtcGetCUBINSize(long program, MemorySegment size);

  int nvrtcGetCUBIN(long program, MemorySegment image);

  int nvrtcGetPTXSize(long program, MemorySegment size);

  int nvrtcGetPTX(long program, MemorySegment text);

  int nvrtcGetProgramLogSize(long program, MemorySegment size);

  int nvrtcGetProgramLog(long program, MemorySegment log);
}
