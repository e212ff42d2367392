// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.library;

import dev.colonnade.core.backend.BackendException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.Pointer;
import jcuda.runtime.cudaStream_t;

/** What the adapters to JCuda's older bindings share: its objects from addresses, its loading. */
public final class JCudaAdapters {
  private static final Pattern CAUSE = Pattern.compile("[\\w.]+(?:Error|Exception): (.*)");

  private JCudaAdapters() {}

  /** A device address as JCuda takes it. */
  public static Pointer pointer(long address) {
    return new AddressPointer(address);
  }

  private static final class AddressPointer extends Pointer {
    AddressPointer(long address) {
      super(address);
    }
  }

  /** A stream as JCuda takes it. Its constructor from an address is not public. */
  public static cudaStream_t stream(long address) {
    try {
      return (cudaStream_t) Streams.CONSTRUCTOR.invokeExact(address);
    } catch (Throwable e) {
      throw ForeignFunctions.rethrow(e);
    }
  }

  private static final class Streams {
    static final MethodHandle CONSTRUCTOR = constructor();

    private static MethodHandle constructor() {
      try {
        return MethodHandles.privateLookupIn(cudaStream_t.class, MethodHandles.lookup())
            .findConstructor(cudaStream_t.class, MethodType.methodType(void.class, long.class));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("JCuda's streams cannot be made from addresses: " + e, e);
      }
    }
  }

  /**
   * Loads a binding of JCuda's, or says why it does not load.
   *
   * @param load touches the class, which loads its native part
   * @param needs what the native part needs, one sentence without a full stop
   * @return the reason why not, if it does not
   */
  public static Optional<String> whyNot(Runnable load, String needs) {
    try {
      load.run();
      return Optional.empty();
    } catch (LinkageError e) {
      return Optional.of(reason(String.valueOf(e.getMessage())) + "; " + needs);
    }
  }

  /**
   * The one line that tells. JCuda's message holds the stack traces of two attempts, by name and
   * from its jar, and it is the second that is meant to succeed.
   */
  static String reason(String message) {
    return message
        .lines()
        .map(CAUSE::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .reduce((first, second) -> second)
        .orElseGet(() -> message.lines().findFirst().orElse("no reason given"));
  }

  /** Throws the reason, if there is one. */
  public static void require(String binding, Optional<String> whyNot) {
    if (whyNot.isPresent()) {
      throw new BackendException(binding + " does not load here: " + whyNot.get());
    }
  }
}
