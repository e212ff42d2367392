// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.cuda.driver.Context;
import java.util.HashMap;
import java.util.Map;

/** The modules of a session, loaded when the first of their kernels is asked for. */
public final class KernelModules implements KernelLibrary, AutoCloseable {
  private final Context context;
  private final KernelImages images;
  private final Map<String, Long> modules = new HashMap<>();
  private final Map<String, Long> functions = new HashMap<>();

  /** Nothing loaded yet. */
  public KernelModules(Context context, KernelImages images) {
    this.context = context;
    this.images = images;
  }

  @Override
  public long function(String file, String kernel) {
    return functions.computeIfAbsent(
        file + "/" + kernel, key -> context.function(module(file), kernel));
  }

  @Override
  public long written(String source, String kernel) {
    return functions.computeIfAbsent(
        source,
        text ->
            context.function(
                modules.computeIfAbsent(text, key -> context.loadModule(images.written(key))),
                kernel));
  }

  private long module(String file) {
    return modules.computeIfAbsent(file, name -> context.loadModule(images.image(name)));
  }

  @Override
  public void close() {
    functions.clear();
    modules.values().forEach(context::unloadModule);
    modules.clear();
  }
}
