// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.BackendLibrary;
import dev.colonnade.core.backend.BackendProvider;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.ProbeResult;
import dev.colonnade.core.backend.SpiVersion;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.runtime.CodeDigest;
import dev.colonnade.core.runtime.PlanCache;
import dev.colonnade.core.runtime.UserCache;
import dev.colonnade.cuda.compiler.CachingCompiler;
import dev.colonnade.cuda.compiler.CompiledKernels;
import dev.colonnade.cuda.compiler.CubinCache;
import dev.colonnade.cuda.compiler.KernelCompiler;
import dev.colonnade.cuda.compiler.NvrtcCompiler;
import dev.colonnade.cuda.device.CudaDevice;
import dev.colonnade.cuda.driver.DeviceFacts;
import dev.colonnade.cuda.driver.Driver;
import dev.colonnade.cuda.driver.JCudaDriverBinding;
import dev.colonnade.cuda.library.CudaLibrary;
import dev.colonnade.cuda.library.LibraryOverview;
import dev.colonnade.cuda.library.LibrarySearch;
import dev.colonnade.cuda.library.LibraryStatus;
import dev.colonnade.cuda.management.ForeignManagement;
import dev.colonnade.cuda.part.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jcuda.JCudaVersion;

/** Finds the CUDA devices of this machine, or says what is missing. */
public final class CudaBackendProvider implements BackendProvider {
  private final LibrarySearch search;

  /** Without side effects, for the service loader. */
  public CudaBackendProvider() {
    this(LibrarySearch.ofThisProcess());
  }

  CudaBackendProvider(LibrarySearch search) {
    this.search = search;
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public SpiVersion spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("--enable-native-access=ALL-UNNAMED");
  }

  @Override
  public ProbeResult probe() {
    if (search.find(CudaLibrary.DRIVER) instanceof LibraryStatus.Missing missing) {
      return new ProbeResult.Unavailable(
          missing.library().title() + ": " + missing.reason(), missing.library().remedy());
    }
    Driver driver;
    try {
      driver = new JCudaDriverBinding(search.require(CudaLibrary.DRIVER));
    } catch (BackendException e) {
      return new ProbeResult.Unavailable(
          "the CUDA driver refuses to start: " + e.getMessage(),
          "run nvidia-smi to see whether the driver and the device work at all");
    } catch (LinkageError e) {
      return new ProbeResult.Unavailable(
          "JCuda's native part does not load: " + e.getMessage(),
          "use an x86-64 Linux with glibc, for which JCuda is built");
    }
    if (driver.devices().isEmpty()) {
      return new ProbeResult.Unavailable(
          "the CUDA driver is there and finds no device",
          "look at CUDA_VISIBLE_DEVICES, and whether this container may use the device");
    }
    if (search.find(CudaLibrary.NVRTC) instanceof LibraryStatus.Missing missing) {
      return new ProbeResult.Unavailable(
          "the kernels cannot be compiled, as "
              + missing.library().title()
              + " is missing: "
              + missing.reason(),
          missing.library().remedy());
    }
    return new ProbeResult.Available(devices(driver));
  }

  @Override
  public List<BackendLibrary> libraries() {
    LibraryBindings bindings = LibraryBindings.of(search);
    return LibraryOverview.of(
        search,
        List.of(
            adapter(bindings.blas().getLast(), "12.6.0", CudaLibrary.CUBLAS),
            adapter(bindings.dnn().getLast(), "11.7.0", CudaLibrary.CUDNN)));
  }

  @Override
  public List<String> parts() {
    return Part.keys();
  }

  private static LibraryOverview.Adapter adapter(
      LibraryBindings.Binding<?> binding, String version, CudaLibrary serves) {
    return new LibraryOverview.Adapter(binding.name(), version, serves, binding.whyNot());
  }

  private List<Device> devices(Driver driver) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("cudaDriver", driver.version() / 1000 + "." + driver.version() % 1000 / 10);
    versions.put("jcuda", JCudaVersion.get());
    for (CudaLibrary library : CudaLibrary.values()) {
      if (library != CudaLibrary.DRIVER) {
        versions.put(
            switch (library) {
              case DRIVER -> "cudaDriver";
              case NVRTC -> "nvrtc";
              case CUBLAS_LT -> "cublasLt";
              case CUBLAS -> "cublas";
              case CUDNN -> "cudnn";
              case NVML -> "nvml";
            },
            switch (search.find(library)) {
              case LibraryStatus.Found found -> found.version();
              case LibraryStatus.Missing missing -> "missing";
            });
      }
    }
    LibraryBindings bindings = LibraryBindings.of(search);
    versions.put("cublasBinding", LibraryBindings.name(bindings.blas()));
    versions.put("cudnnBinding", LibraryBindings.name(bindings.dnn()));
    if (!Part.asked().isEmpty()) {
      versions.put("parts", Part.asked());
    }
    PlanCache plans =
        new PlanCache(
            UserCache.folder().resolve("plans").resolve(CodeDigest.of(Graph.class, getClass())));
    List<Device> devices = new ArrayList<>();
    for (DeviceFacts facts : driver.devices()) {
      CompiledKernels kernels =
          new CompiledKernels(this::compiler, facts.computeMajor(), facts.computeMinor());
      devices.add(
          new CudaDevice(
                  driver, facts, kernels, context -> bindings.open(), versions, Optional.of(plans))
              .with(ForeignManagement.of(search, facts.pciBusId())));
    }
    return devices;
  }

  private KernelCompiler compiler() {
    return new CachingCompiler(
        new NvrtcCompiler(search.require(CudaLibrary.NVRTC)),
        new CubinCache(UserCache.folder().resolve("cubin")));
  }
}
