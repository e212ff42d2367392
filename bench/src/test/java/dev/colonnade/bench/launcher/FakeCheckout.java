// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.launcher;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/**
 * A checkout with the real launcher, and with a Maven and an application that are quick and tell
 * what was asked of them. Its path has spaces.
 */
final class FakeCheckout {

  /** Prints its arguments and where it runs; {@code exit:N} ends it with that code. */
  private static final String APPLICATION =
      """
      package dev.colonnade.bench.cli;

      public final class Main {
        public static void main(String[] args) {
          System.out.println("pid " + ProcessHandle.current().pid());
          System.out.println("home " + System.getProperty("colonnade.home"));
          System.out.println("option " + System.getProperty("given"));
          for (String argument : args) {
            System.out.println("argument [" + argument + "]");
          }
          for (String argument : args) {
            if (argument.startsWith("exit:")) {
              System.exit(Integer.parseInt(argument.substring(5)));
            }
          }
        }
      }
      """;

  /** Prints its arguments. */
  private static final String BENCHMARKS =
      """
      package dev.colonnade.bench.cli;

      public final class JmhMain {
        public static void main(String[] args) {
          System.out.println("benchmarks " + String.join(" ", args));
        }
      }
      """;

  /**
   * Notes each build; a file {@code broken} makes it fail, {@code cached} lets the cache be made.
   */
  private static final String MAVEN =
      """
      #!/bin/sh
      echo build >>builds
      sleep 0.2
      if [ -f broken ]; then
        echo '[INFO] Building Colonnade core'
        echo '[ERROR] core/src/main/Code.java:[1,1] nonsense'
        exit 1
      fi
      for argument in "$@"; do
        case $argument in
          -Dapp.directory=*) app=${argument#*=} ;;
          -Djmh.classpath=*)
            printf %s "$PWD/application.jar" >"${argument#*=}"
            exit 0
            ;;
        esac
      done
      mkdir -p "$app"
      cp application.jar "$app/colonnade.jar"
      . "$JAVA_HOME/release"
      [ -f cached ] || : >"$app/java-$JAVA_VERSION.aot.none"
      """;

  /** All that the launcher needs besides Java; the tests' PATH has nothing else. */
  private static final List<String> TOOLS =
      List.of(
          "cat",
          "cp",
          "date",
          "dirname",
          "find",
          "grep",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sh",
          "sleep",
          "tail");

  private final Path root;
  private final Path home;
  private final Path tools;

  FakeCheckout(Path root) throws IOException {
    this.root = root;
    home = Files.createDirectories(root.resolve("a folder with spaces"));
    tools = Files.createDirectories(root.resolve("tools"));
    Path real = Path.of("").toAbsolutePath().getParent(); // tests run in the module's folder
    copy(real, "colonnade");
    copy(real, ".mvn/find-jdk.sh");
    executable(home.resolve("mvnw"), MAVEN);
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.writeString(
        Files.createDirectories(home.resolve("core/src/main")).resolve("Code.java"), "");
    Files.writeString(home.resolve("core/pom.xml"), "<project/>");
    application();
    for (String tool : TOOLS) {
      executable(tools.resolve(tool), "#!/bin/sh\nexec " + which(tool) + " \"$@\"\n");
    }
  }

  Path home() {
    return home;
  }

  /** Puts the real application, on this test's class path, in the place of the quick one. */
  void useTheRealApplication() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" ")));
    try (OutputStream file = Files.newOutputStream(home.resolve("application.jar"))) {
      new JarOutputStream(file, manifest).close();
    }
  }

  /** The real Maven wrapper, in a checkout of its own that has nothing else. */
  Path mavenWrapper() throws IOException {
    Path checkout = Files.createDirectories(root.resolve("wrapper only"));
    Path real = Path.of("").toAbsolutePath().getParent();
    for (String name : List.of("mvnw", ".mvn/find-jdk.sh")) {
      Files.createDirectories(checkout.resolve(name).getParent());
      executable(checkout.resolve(name), Files.readString(real.resolve(name)));
    }
    for (String tool : List.of("basename", "tr", "uname")) {
      executable(tools.resolve(tool), "#!/bin/sh\nexec " + which(tool) + " \"$@\"\n");
    }
    return checkout.resolve("mvnw");
  }

  /** The folder where builds go. */
  Path state() {
    return home.resolve("bench/target/launcher");
  }

  /** How often Maven was started. */
  long builds() throws IOException {
    Path log = home.resolve("builds");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  /** A folder that looks like a JDK of some version, but cannot run anything. */
  Path jdk(String folder, String version) throws IOException {
    Path jdk = root.resolve(folder);
    Files.createDirectories(jdk.resolve("bin"));
    executable(jdk.resolve("bin/java"), "#!/bin/sh\nexit 99\n");
    executable(jdk.resolve("bin/javac"), "#!/bin/sh\nexit 99\n");
    Files.writeString(
        jdk.resolve("release"),
        "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"\n");
    return jdk;
  }

  /** A folder with a JDK in it, under a name with a space, that runs the Java of this test. */
  Path folderWithThisJdk() throws IOException {
    Path jdk = jdk("installed JDKs/this one", System.getProperty("java.version"));
    executable(
        jdk.resolve("bin/java"),
        "#!/bin/sh\nexec '" + thisJdk().resolve("bin/java") + "' \"$@\"\n");
    return jdk.getParent();
  }

  static Path thisJdk() {
    return Path.of(System.getProperty("java.home"));
  }

  /** What a launcher did. */
  record Run(int code, String out, String error, long pid) {}

  /** Runs the launcher with nothing but these variables set, and no Java on the PATH. */
  Run run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return finish(start(home.resolve("colonnade"), environment, arguments));
  }

  Started start(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    return start(command, environment);
  }

  Started start(List<String> command, Map<String, String> environment) throws IOException {
    Path out = Files.createTempFile(root, "out", "");
    Path error = Files.createTempFile(root, "error", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(root.toFile())
            .redirectOutput(out.toFile())
            .redirectError(error.toFile());
    Map<String, String> all = new HashMap<>();
    all.put("PATH", tools.toString());
    all.put("HOME", root.toString());
    all.put("COLONNADE_JDK_FOLDERS", "");
    all.putAll(environment);
    builder.environment().clear();
    builder.environment().putAll(all);
    return new Started(builder.start(), out, error);
  }

  /** A launcher that runs. */
  record Started(Process process, Path out, Path error) {}

  static Run finish(Started started) throws IOException, InterruptedException {
    if (!started.process().waitFor(120, TimeUnit.SECONDS)) {
      started.process().destroyForcibly();
      throw new AssertionError("the launcher hangs; it said: " + Files.readString(started.error()));
    }
    return new Run(
        started.process().exitValue(),
        Files.readString(started.out()),
        Files.readString(started.error()),
        started.process().pid());
  }

  private void copy(Path from, String name) throws IOException {
    Path to = home.resolve(name);
    Files.createDirectories(to.getParent());
    executable(to, Files.readString(from.resolve(name)));
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path which(String tool) {
    for (String folder : System.getenv("PATH").split(":")) {
      Path path = Path.of(folder, tool);
      if (Files.isExecutable(path)) {
        return path;
      }
    }
    throw new AssertionError("the launcher needs " + tool + ", which is not on the PATH");
  }

  private void application() throws IOException {
    Path folder = Files.createDirectories(root.resolve("application"));
    Path main = Files.writeString(folder.resolve("Main.java"), APPLICATION);
    Path benchmarks = Files.writeString(folder.resolve("JmhMain.java"), BENCHMARKS);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), main.toString(), benchmarks.toString());
    if (failed != 0) {
      throw new AssertionError("the application of the test does not compile");
    }
    try (OutputStream file = Files.newOutputStream(home.resolve("application.jar"));
        JarOutputStream jar = new JarOutputStream(file)) {
      for (String name : List.of("Main.class", "JmhMain.class")) {
        jar.putNextEntry(new JarEntry("dev/colonnade/bench/cli/" + name));
        jar.write(Files.readAllBytes(folder.resolve("dev/colonnade/bench/cli").resolve(name)));
        jar.closeEntry();
      }
    }
  }
}
