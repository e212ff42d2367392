// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.tornado.sdk.SdkSearch;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.invoke.MethodType;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Every member of TornadoVM's API that our classes refer to exists, with that descriptor, in the
 * API of the SDK that is installed. The class files are read, not loaded: a plain JVM refuses those
 * of an SDK.
 */
class ApiSignatureTest {
  private static final String API = "uk/ac/manchester/tornado/api/";

  private record Member(String owner, String name, String descriptor) {}

  @Test
  void whatWeReferToExistsInTheSdk() throws IOException {
    Path jar = apiJar();
    List<String> missing = new ArrayList<>();
    List<Member> members = referred();
    try (JarFile api = new JarFile(jar.toFile())) {
      for (Member member : members) {
        if (!declares(api, member.owner, member)) {
          missing.add(member.toString());
        }
      }
    }
    assertThat(members).hasSizeGreaterThan(30);
    assertThat(missing).isEmpty();
  }

  /** javac copies constants into our classes; they must be those of the SDK. */
  @Test
  void transferModesHaveTheSdksValues() throws IOException {
    try (JarFile api = new JarFile(apiJar().toFile())) {
      ClassModel modes = read(api, API + "enums/DataTransferMode").orElseThrow();
      List<String> constants = new ArrayList<>();
      for (var field : modes.fields()) {
        field
            .findAttribute(Attributes.constantValue())
            .ifPresent(value ->
                constants.add(
                    field.fieldName().stringValue() + "=" + value.constant().constantValue()));
      }
      assertThat(constants).contains("FIRST_EXECUTION=0", "EVERY_EXECUTION=1", "UNDER_DEMAND=2");
    }
  }

  private static Path apiJar() throws IOException {
    SdkSearch.Result found = SdkSearch.ofThisProcess().find();
    String reason = found instanceof SdkSearch.Result.Missing(String why) ? why : "";
    Assumptions.assumeTrue(
        found instanceof SdkSearch.Result.Found,
        "the API is not compared with an SDK's: " + reason);
    Path home = ((SdkSearch.Result.Found) found).sdk().home();
    try (Stream<Path> jars = Files.list(home.resolve("share/java/tornado"))) {
      return jars.filter(jar -> jar.getFileName().toString().matches("tornado-api-.*\\.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no tornado-api jar in " + home));
    }
  }

  private static List<Member> referred() throws IOException {
    Path classes = Path.of(classesFolder());
    var members = new TreeSet<Member>((a, b) -> a.toString().compareTo(b.toString()));
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
          if (entry instanceof MemberRefEntry member
              && member.owner().asInternalName().startsWith(API)) {
            members.add(
                new Member(
                    member.owner().asInternalName(),
                    member.name().stringValue(),
                    member.type().stringValue()));
          }
        }
      }
    }
    return List.copyOf(members);
  }

  private static String classesFolder() {
    try {
      return Path.of(
              TornadoBackendProvider.class
                  .getProtectionDomain()
                  .getCodeSource()
                  .getLocation()
                  .toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<ClassModel> read(JarFile jar, String name) throws IOException {
    var entry = jar.getJarEntry(name + ".class");
    if (entry == null) {
      return Optional.empty();
    }
    try (InputStream stream = jar.getInputStream(entry)) {
      return Optional.of(ClassFile.of().parse(stream.readAllBytes()));
    }
  }

  private static boolean declares(JarFile jar, String owner, Member member) throws IOException {
    if (owner.startsWith("java/")) {
      return declaredByJava(owner, member);
    }
    Optional<ClassModel> model = read(jar, owner);
    if (model.isEmpty()) {
      return false;
    }
    boolean here =
        model.get().methods().stream()
                .anyMatch(method ->
                    method.methodName().stringValue().equals(member.name)
                        && method.methodType().stringValue().equals(member.descriptor))
            || model.get().fields().stream()
                .anyMatch(field ->
                    field.fieldName().stringValue().equals(member.name)
                        && field.fieldType().stringValue().equals(member.descriptor));
    if (here) {
      return true;
    }
    List<ClassEntry> above = new ArrayList<>(model.get().interfaces());
    model.get().superclass().ifPresent(above::add);
    for (ClassEntry parent : above) {
      if (declares(jar, parent.asInternalName(), member)) {
        return true;
      }
    }
    return false;
  }

  /** What comes from java.lang.Enum, for example. */
  private static boolean declaredByJava(String owner, Member member) {
    try {
      return Stream.of(Class.forName(owner.replace('/', '.')).getMethods())
          .anyMatch(method ->
              method.getName().equals(member.name)
                  && MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                      .descriptorString()
                      .equals(member.descriptor));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
