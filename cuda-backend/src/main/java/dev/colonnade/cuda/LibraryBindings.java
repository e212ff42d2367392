// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.DeviceLostException;
import dev.colonnade.cuda.blas.Blas;
import dev.colonnade.cuda.blas.BlasLt;
import dev.colonnade.cuda.blas.ForeignBlas;
import dev.colonnade.cuda.blas.ForeignBlasLt;
import dev.colonnade.cuda.blas.JCublasBlas;
import dev.colonnade.cuda.dnn.Dnn;
import dev.colonnade.cuda.dnn.DnnGraph;
import dev.colonnade.cuda.dnn.ForeignDnn;
import dev.colonnade.cuda.dnn.ForeignDnnGraph;
import dev.colonnade.cuda.dnn.JCudnnDnn;
import dev.colonnade.cuda.kernel.Libraries;
import dev.colonnade.cuda.library.CudaLibrary;
import dev.colonnade.cuda.library.LibrarySearch;
import dev.colonnade.cuda.library.LibraryStatus;
import dev.colonnade.cuda.part.Part;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * By which binding each of NVIDIA's libraries is called on this machine: by {@code
 * java.lang.foreign} where the search finds a version that it is written for, else by JCuda's older
 * binding where that loads, else not at all.
 *
 * @param blas ways to call cuBLAS, the preferred first
 * @param blasLt ways to call cuBLASLt
 * @param dnn ways to call cuDNN, the preferred first
 * @param dnnGraph ways to call cuDNN's operation graphs
 */
record LibraryBindings(
    List<Binding<Blas>> blas,
    List<Binding<BlasLt>> blasLt,
    List<Binding<Dnn>> dnn,
    List<Binding<DnnGraph>> dnnGraph) {
  /** Copies the lists. */
  LibraryBindings {
    blas = List.copyOf(blas);
    blasLt = List.copyOf(blasLt);
    dnn = List.copyOf(dnn);
    dnnGraph = List.copyOf(dnnGraph);
  }

  /**
   * A way to call a library.
   *
   * @param name as the device's properties have it
   * @param whyNot why it cannot be used here; empty if it can
   * @param open makes a handle in the current context
   */
  record Binding<L>(String name, Supplier<Optional<String>> whyNot, Supplier<L> open) {}

  /** Those of a machine. */
  static LibraryBindings of(LibrarySearch search) {
    return new LibraryBindings(
        List.of(
            foreign(
                search,
                CudaLibrary.CUBLAS,
                () -> new ForeignBlas(search.require(CudaLibrary.CUBLAS))),
            new Binding<>("JCublas2", () -> linked(JCublasBlas::whyNot), JCublasBlas::new)),
        List.of(
            foreign(
                search,
                CudaLibrary.CUBLAS_LT,
                () -> new ForeignBlasLt(search.require(CudaLibrary.CUBLAS_LT)))),
        List.of(
            foreign(
                search, CudaLibrary.CUDNN, () -> new ForeignDnn(search.require(CudaLibrary.CUDNN))),
            new Binding<>("JCudnn", () -> linked(JCudnnDnn::whyNot), JCudnnDnn::new)),
        List.of(
            foreign(
                search,
                CudaLibrary.CUDNN,
                () -> new ForeignDnnGraph(search.require(CudaLibrary.CUDNN)))));
  }

  private static <L> Binding<L> foreign(
      LibrarySearch search, CudaLibrary library, Supplier<L> open) {
    return new Binding<>(
        "java.lang.foreign",
        () ->
            search.find(library) instanceof LibraryStatus.Missing missing
                ? Optional.of(missing.reason())
                : Optional.empty(),
        open);
  }

  /** Their jars are optional: without one even the class of ours that uses it does not load. */
  private static Optional<String> linked(Supplier<Optional<String>> whyNot) {
    try {
      return whyNot.get();
    } catch (LinkageError e) {
      return Optional.of("its jar is not on the class path: " + e.getMessage());
    }
  }

  /** The name of what will be used, or {@code none}. */
  static <L> String name(List<Binding<L>> bindings) {
    return chosen(bindings).map(Binding::name).orElse("none");
  }

  private static <L> Optional<Binding<L>> chosen(List<Binding<L>> bindings) {
    return bindings.stream().filter(binding -> binding.whyNot.get().isEmpty()).findFirst();
  }

  /**
   * Handles in the current context; what is missing, left out, or cannot be opened is left to our
   * own kernels, and plans give the reason.
   */
  Libraries open() {
    Map<Part, String> refusals = new EnumMap<>(Part.class);
    return new Libraries(
        opened(Part.CUBLAS, blas, refusals),
        opened(Part.CUBLASLT, blasLt, refusals),
        opened(Part.CUDNN, dnn, refusals),
        opened(Part.CUDNN_GRAPH, dnnGraph, refusals),
        refusals);
  }

  private static <L> Optional<L> opened(
      Part part, List<Binding<L>> bindings, Map<Part, String> refusals) {
    if (part.isLeftOut()) {
      refusals.put(part, part.whyLeftOut());
      return Optional.empty();
    }
    try {
      return chosen(bindings).map(binding -> binding.open.get());
    } catch (DeviceLostException e) {
      throw e;
    } catch (BackendException e) {
      refusals.put(part, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
