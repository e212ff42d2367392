// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import dev.colonnade.cuda.driver.Context;
import dev.colonnade.cuda.driver.DeviceFacts;
import dev.colonnade.cuda.driver.Driver;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The driver, with one check more: the structure that a launch passes has just the size that the
 * kernel's C++ declares. A field too few or too many would otherwise shift all that follow.
 */
final class CheckedDriver implements Driver {
  private final Driver driver;
  private final Path folder;
  private final Map<String, Long> sizes = new ConcurrentHashMap<>();

  CheckedDriver(Driver driver, Path folder) {
    this.driver = driver;
    this.folder = folder;
  }

  @Override
  public int version() {
    return driver.version();
  }

  @Override
  public List<DeviceFacts> devices() {
    return driver.devices();
  }

  @Override
  public Context open(int ordinal) {
    Context context = driver.open(ordinal);
    Map<Long, String> kernels = new ConcurrentHashMap<>();
    return (Context)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("launch")
                  && !method.getName().equals("launchGraph")) {
                check(kernels.get((Long) arguments[0]), (MemorySegment) arguments[2]);
              }
              Object result = invoke(context, method, arguments);
              if (method.getName().equals("function")) {
                kernels.put((Long) result, (String) arguments[1]);
              }
              return result;
            });
  }

  private static Object invoke(Context context, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(context, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private void check(String kernel, MemorySegment parameters) {
    long expected = sizes.computeIfAbsent(kernel, this::sizeOf);
    if (parameters.byteSize() != expected) {
      throw new AssertionError(
          "kernel "
              + kernel
              + " declares "
              + expected
              + " bytes of parameters and is given "
              + parameters.byteSize());
    }
  }

  @SuppressWarnings("restricted") // Native memory is what this test driver is about.
  private long sizeOf(String kernel) {
    String[] built = folder.toFile().list((parent, name) -> name.endsWith(".so"));
    for (String file : built == null ? new String[0] : built) {
      Path library = folder.resolve(file);
      var size =
          SymbolLookup.libraryLookup(library, Arena.global()).find(kernel + "_parameter_bytes");
      if (size.isPresent()) {
        return size.get().reinterpret(Integer.BYTES).get(ValueLayout.JAVA_INT, 0);
      }
    }
    throw new AssertionError("no source has kernel " + kernel);
  }
}
