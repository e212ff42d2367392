// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import java.util.List;

/**
 * Convolutions as operation graphs, for bfloat16 operands and for bias and activation in the same
 * kernel. One thread at a time, in the context that was current when it was made.
 *
 * <p>Methods throw {@link dev.colonnade.core.backend.OutOfDeviceMemoryException} where memory is
 * short and another {@link dev.colonnade.core.backend.BackendException} otherwise.
 */
public interface DnnGraph extends AutoCloseable {
  /** Name and version of the library. */
  String version();

  /**
   * Engines that can run a graph and that a filter allows, the one first that the library holds for
   * the fastest. Each is made ready to run, for which the library may compile kernels, up to a
   * second each. Not to be captured.
   *
   * @param filter what is allowed; the library's favourites for binary32 operands use TF32, so that
   *     strict mode takes what it would only fall back to
   * @param most how many to return at most
   * @return at least one
   * @throws dev.colonnade.core.backend.BackendException if none is allowed, with the reasons
   */
  List<Engine> engines(GraphConvolution convolution, AlgorithmFilter filter, int most);

  /**
   * Makes an engine ready that comes from a plan on disk, so that {@link #run} does no such thing.
   * Not to be captured.
   *
   * @param name of the engine
   * @return the engine with its workspace, and without its notes
   * @throws dev.colonnade.core.backend.BackendException if it cannot run the graph on this device
   */
  Engine prepare(GraphConvolution convolution, String name);

  /**
   * Runs a graph in the order of a stream. May be captured once the engine is ready.
   *
   * @param engine from {@link #engines} for the same graph, kind of device and library version
   */
  void run(GraphConvolution convolution, Engine engine, Addresses addresses, long stream);

  /**
   * An engine with its parameters.
   *
   * @param name its number in the library and its knobs: {@code 36:2=4,13=1}; valid for one version
   *     of the library and one kind of device
   * @param workspaceBytes scratch memory it needs
   * @param notes what it does to numbers
   */
  record Engine(String name, long workspaceBytes, List<NumericalNote> notes) {
    /** Copies the list. */
    public Engine {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Device addresses of a graph, all aligned to 16 bytes.
   *
   * @param x input or its gradient
   * @param w filter or its gradient
   * @param y output or its gradient
   * @param bias vector of m floats; 0 if none
   * @param workspace scratch memory, aligned to 256 bytes; 0 if none
   */
  record Addresses(long x, long w, long y, long bias, long workspace) {}

  @Override
  void close();
}
