// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.library;

import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import dev.colonnade.core.backend.BackendException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

/**
 * Implements an interface by the functions of a native library. Every abstract method stands for
 * the function of its name (or of its {@link Symbol}): {@code long} for handles, device addresses
 * and sizes, {@code int} for integers and enums, {@code float} and {@code double} for themselves,
 * {@link MemorySegment} for a pointer to host memory. It returns {@code int}, {@code long} or
 * nothing.
 *
 * <p>All names are looked up when the interface is bound. The call itself is linked when it is
 * first made, as linking takes about a millisecond and most programs need few of the functions;
 * from then on it is a constant of a generated class, so a call costs what the foreign linker's own
 * stub costs.
 */
public final class ForeignFunctions {
  private static final ClassDesc HERE = ForeignFunctions.class.describeConstable().orElseThrow();

  private static final DirectMethodHandleDesc LINK =
      MethodHandleDesc.ofMethod(
          DirectMethodHandleDesc.Kind.STATIC,
          HERE,
          "link",
          MethodTypeDesc.of(
              CD_MethodHandle,
              ConstantDescs.CD_MethodHandles_Lookup,
              CD_String,
              ConstantDescs.CD_Class,
              CD_String,
              ConstantDescs.CD_MethodType));

  private ForeignFunctions() {}

  /**
   * Binds an interface.
   *
   * @param lookup of the package that declares the interface
   * @throws BackendException if a function is missing, naming it, the library and its version
   */
  public static <T> T bind(MethodHandles.Lookup lookup, Class<T> functions, NativeLibrary library) {
    for (Method method : methods(functions)) {
      library.symbol(symbolOf(method));
    }
    byte[] bytes = implement(lookup.lookupClass(), functions);
    try {
      MethodHandles.Lookup hidden = lookup.defineHiddenClassWithClassData(bytes, library, true);
      Object instance =
          hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class)).invoke();
      return functions.cast(instance);
    } catch (Throwable e) {
      throw rethrow(e);
    }
  }

  /** The exported names that an interface stands for. */
  public static List<String> symbols(Class<?> functions) {
    return methods(functions).stream().map(ForeignFunctions::symbolOf).sorted().toList();
  }

  /**
   * Bootstrap of the constant that a generated method calls.
   *
   * @param lookup of the generated class, whose class data is the library
   * @param name ignored
   * @param type of the constant
   * @param symbol the function
   * @param call its Java type
   * @throws IllegalAccessException if the class was not generated here
   */
  public static MethodHandle link(
      MethodHandles.Lookup lookup, String name, Class<?> type, String symbol, MethodType call)
      throws IllegalAccessException {
    NativeLibrary library =
        MethodHandles.classData(lookup, ConstantDescs.DEFAULT_NAME, NativeLibrary.class);
    if (library == null) {
      throw new IllegalAccessException(lookup.lookupClass() + " carries no library");
    }
    return library.handle(symbol, descriptor(call));
  }

  /** Passes errors and unchecked exceptions on; a checked one cannot come out of a native call. */
  static RuntimeException rethrow(Throwable thrown) {
    switch (thrown) {
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> throw new IllegalStateException("a native call failed: " + thrown, thrown);
    }
  }

  private static List<Method> methods(Class<?> functions) {
    return Arrays.stream(functions.getMethods())
        .filter(method -> Modifier.isAbstract(method.getModifiers()))
        .toList();
  }

  private static String symbolOf(Method method) {
    Symbol symbol = method.getAnnotation(Symbol.class);
    return symbol == null ? method.getName() : symbol.value();
  }

  private static FunctionDescriptor descriptor(MethodType call) {
    MemoryLayout[] parameters =
        call.parameterList().stream().map(ForeignFunctions::layout).toArray(MemoryLayout[]::new);
    return call.returnType() == void.class
        ? FunctionDescriptor.ofVoid(parameters)
        : FunctionDescriptor.of(layout(call.returnType()), parameters);
  }

  private static MemoryLayout layout(Class<?> type) {
    if (type == int.class) {
      return ValueLayout.JAVA_INT;
    }
    if (type == long.class) {
      return ValueLayout.JAVA_LONG;
    }
    if (type == float.class) {
      return ValueLayout.JAVA_FLOAT;
    }
    if (type == double.class) {
      return ValueLayout.JAVA_DOUBLE;
    }
    if (type == MemorySegment.class) {
      return ValueLayout.ADDRESS;
    }
    throw new IllegalArgumentException("a native function cannot take a " + type.getName());
  }

  private static byte[] implement(Class<?> host, Class<?> functions) {
    ClassDesc self =
        ClassDesc.of(host.getPackageName() + "." + functions.getSimpleName() + "Binding");
    ClassDesc contract = functions.describeConstable().orElseThrow();
    return ClassFile.of()
        .build(
            self,
            type -> {
              type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
              type.withInterfaceSymbols(contract);
              type.withMethodBody(
                  INIT_NAME,
                  MTD_void,
                  0,
                  code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_());
              for (Method method : methods(functions)) {
                MethodTypeDesc call = typeOf(method).describeConstable().orElseThrow();
                type.withMethodBody(
                    method.getName(),
                    call,
                    ClassFile.ACC_PUBLIC,
                    code -> callNative(code, symbolOf(method), call));
              }
            });
  }

  private static MethodType typeOf(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes());
  }

  private static void callNative(CodeBuilder code, String symbol, MethodTypeDesc call) {
    code.loadConstant(DynamicConstantDesc.ofNamed(LINK, "function", CD_MethodHandle, symbol, call));
    int slot = 1;
    for (ClassDesc parameter : call.parameterList()) {
      TypeKind kind = TypeKind.from(parameter);
      code.loadLocal(kind, slot);
      slot += kind.slotSize();
    }
    code.invokevirtual(CD_MethodHandle, "invokeExact", call);
    code.return_(TypeKind.from(call.returnType()));
  }
}
