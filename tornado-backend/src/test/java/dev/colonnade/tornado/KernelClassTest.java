// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.tornado.kernel.Products;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.OperatorInstruction;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What TornadoVM wants of a kernel's class file, and would not say. */
class KernelClassTest {
  /** Without local variable tables TornadoVM runs a kernel as sequential Java. */
  @TestFactory
  Stream<DynamicTest> kernelsHaveLocalVariableTables() throws Exception {
    return kernels()
        .map(kernel ->
            DynamicTest.dynamicTest(
                name(kernel),
                () ->
                    assertThat(
                            kernel
                                .code()
                                .orElseThrow()
                                .findAttribute(Attributes.localVariableTable()))
                        .isPresent()));
  }

  /** TornadoVM compiles unsigned shifts as signed ones. */
  @TestFactory
  Stream<DynamicTest> kernelsHaveNoUnsignedShifts() throws Exception {
    return kernels()
        .map(kernel ->
            DynamicTest.dynamicTest(
                name(kernel),
                () ->
                    assertThat(kernel.code().orElseThrow().elementList())
                        .noneMatch(element ->
                            element instanceof OperatorInstruction operator
                                && (operator.opcode() == Opcode.IUSHR
                                    || operator.opcode() == Opcode.LUSHR))));
  }

  /** A class file that was compiled with preview features would force the flag on everyone. */
  @TestFactory
  Stream<DynamicTest> classesNeedNoPreview() throws Exception {
    return classes().stream()
        .map(model ->
            DynamicTest.dynamicTest(
                model.thisClass().asInternalName(),
                () -> assertThat(model.minorVersion()).isZero()));
  }

  private static String name(MethodModel kernel) {
    return kernel.parent().orElseThrow().thisClass().asInternalName()
        + "."
        + kernel.methodName().stringValue();
  }

  private static Stream<MethodModel> kernels() throws IOException, URISyntaxException {
    List<MethodModel> kernels =
        classes().stream()
            .flatMap(model -> model.methods().stream())
            .filter(method -> !method.methodName().stringValue().startsWith("<"))
            .toList();
    assertThat(kernels).hasSizeGreaterThan(40);
    return kernels.stream();
  }

  private static List<ClassModel> classes() throws IOException, URISyntaxException {
    Path folder =
        Path.of(Products.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("dev/colonnade/tornado/kernel");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> !file.toString().contains("package-info"))
          .map(file -> {
            try {
              return ClassFile.of().parse(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          })
          .toList();
    }
  }
}
