// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.launcher.FakeCheckout.Run;
import dev.colonnade.bench.launcher.FakeCheckout.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class LauncherTest {

  @TempDir Path root;
  private FakeCheckout checkout;
  private Map<String, String> thisJdk;

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = new FakeCheckout(root);
    thisJdk = Map.of("JAVA_HOME", FakeCheckout.thisJdk().toString());
  }

  @Test
  void withoutAJdkItSaysWhatToInstall() throws Exception {
    Run run = checkout.run(Map.of(), "--help");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.error())
        .contains("Colonnade needs a JDK 25 or newer and found none.")
        .contains("https://adoptium.net")
        .contains("JAVA_HOME");
    assertThat(checkout.builds()).isZero();
  }

  @Test
  void withoutAJdkItSaysWhereItLooked() throws Exception {
    assertThat(checkout.run(Map.of(), "--help").error())
        .contains("in JAVA_HOME, on the PATH and in the folders of COLONNADE_JDK_FOLDERS (none).");
    Path empty = Files.createDirectories(root.resolve("no JDKs here"));
    assertThat(checkout.run(Map.of("COLONNADE_JDK_FOLDERS", empty.toString()), "--help").error())
        .contains("COLONNADE_JDK_FOLDERS (" + empty + ")");
  }

  @Test
  void theMavenWrapperSaysTheSameBeforeMavenStarts() throws Exception {
    Path wrapper = checkout.mavenWrapper();
    Run run = FakeCheckout.finish(checkout.start(wrapper, Map.of(), "verify"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.error()).isEqualTo(checkout.run(Map.of(), "--help").error());

    Path old = checkout.jdk("old", "17.0.15");
    Run rejected =
        FakeCheckout.finish(checkout.start(wrapper, Map.of("JAVA_HOME", old.toString()), "verify"));
    assertThat(rejected.code()).isEqualTo(1);
    assertThat(rejected.error()).contains("found none (JAVA_HOME is " + old + ", Java 17.0.15)");
  }

  /** With a JDK it goes on, here as far as the settings that this checkout lacks. */
  @Test
  void theMavenWrapperGoesOnWithAJdkFromTheUsualFolders() throws Exception {
    Run run =
        FakeCheckout.finish(
            checkout.start(
                checkout.mavenWrapper(),
                Map.of("COLONNADE_JDK_FOLDERS", checkout.folderWithThisJdk().toString()),
                "verify"));
    assertThat(run.error()).contains("maven-wrapper.properties").doesNotContain("needs a JDK");
  }

  @Test
  void anOldJdkIsNamedInTheMessage() throws Exception {
    Path old = checkout.jdk("old", "17.0.15");
    Run run = checkout.run(Map.of("JAVA_HOME", old.toString()), "--help");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.error()).contains("found none (JAVA_HOME is " + old + ", Java 17.0.15)");
  }

  @Test
  void anOldJavaOnThePathIsNamedInTheMessage() throws Exception {
    Path old = checkout.jdk("old", "1.8.0_452");
    String path = root.resolve("tools") + ":" + old.resolve("bin");
    Run run = checkout.run(Map.of("PATH", path), "--help");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.error()).contains("found none (java on the PATH is 1.8.0_452)");
  }

  @Test
  void aJavaHomeWithoutJdkIsPassedOverAndSaidSo() throws Exception {
    Run run =
        checkout.run(
            Map.of(
                "JAVA_HOME",
                "/no/such/folder",
                "COLONNADE_JDK_FOLDERS",
                checkout.folderWithThisJdk().toString()));
    assertThat(run.code()).isZero();
    assertThat(run.error())
        .contains("JAVA_HOME is /no/such/folder, which is no JDK; using Java ")
        .contains("installed JDKs/this one instead");
  }

  @Test
  void anOldJavaHomeIsPassedOverAndSaidSo() throws Exception {
    Path old = checkout.jdk("old", "17.0.15");
    Run run =
        checkout.run(
            Map.of(
                "JAVA_HOME", old.toString(),
                "COLONNADE_JDK_FOLDERS", checkout.folderWithThisJdk().toString()));
    assertThat(run.code()).isZero();
    assertThat(run.error()).contains("JAVA_HOME is " + old + ", Java 17.0.15; using Java ");
  }

  @Test
  void theJavaOnThePathIsTakenThroughSymbolicLinks() throws Exception {
    Path bin = Files.createDirectories(root.resolve("bin"));
    Path alternative = root.resolve("java alternative");
    Files.createSymbolicLink(
        alternative, checkout.folderWithThisJdk().resolve("this one/bin/java"));
    Files.createSymbolicLink(bin.resolve("java"), Path.of("../java alternative"));
    Run run = checkout.run(Map.of("PATH", root.resolve("tools") + ":" + bin));
    assertThat(run.code()).isZero();
  }

  @Test
  void theVersionItIsTestedWithComesBeforeANewerOne() throws Exception {
    Path newer = checkout.jdk("jdks/newer", "99.0.1");
    Path tested = checkout.jdk("jdks/tested", "25.0.1");
    checkout.jdk("jdks/older", "24.0.2");
    Path folders = newer.getParent();
    assertThat(chosen(folders)).isEqualTo(tested.toString());
    Files.delete(tested.resolve("bin/javac")); // now it is a JRE, and of no use
    assertThat(chosen(folders)).isEqualTo(newer.toString());
  }

  @Test
  void argumentsAndExitCodePassThrough() throws Exception {
    Run run = checkout.run(thisJdk, "--out", "a b", "", "*", "$HOME", "exit:7");
    assertThat(run.code()).isEqualTo(7);
    assertThat(run.out())
        .contains("argument [--out]\nargument [a b]\nargument []\nargument [*]\nargument [$HOME]\n")
        .contains("home " + checkout.home().toRealPath() + "\n");
  }

  @Test
  void theLauncherBecomesTheJvmSoThatSignalsReachIt() throws Exception {
    Run run = checkout.run(thisJdk);
    assertThat(run.out()).contains("pid " + run.pid() + "\n");
  }

  @Test
  void optionsForTheJvmComeFromTheEnvironment() throws Exception {
    Run run =
        checkout.run(
            Map.of(
                "JAVA_HOME",
                FakeCheckout.thisJdk().toString(),
                "COLONNADE_JAVA_OPTS",
                " -Xmx64m  -Dgiven=*"));
    assertThat(run.out()).contains("option *\n");
  }

  @Test
  void itIsFoundThroughASymbolicLink() throws Exception {
    Path link = root.resolve("link");
    Files.createSymbolicLink(link, Path.of("a folder with spaces/colonnade"));
    Run run = FakeCheckout.finish(checkout.start(link, thisJdk));
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("home " + checkout.home().toRealPath() + "\n");
  }

  @Test
  void benchmarksRunOnAClassPathOfTheirOwn() throws Exception {
    Run run = checkout.run(thisJdk, "jmh", "convolution:1x20x13x13*40x5x5", "--forks", "1");
    assertThat(run.error()).containsOnlyOnce("colonnade: building");
    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo("benchmarks jmh convolution:1x20x13x13*40x5x5 --forks 1\n");
    try (Stream<Path> files = Files.list(checkout.state())) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("app."))).isEmpty();
    }
  }

  @Test
  void itBuildsOnceAndAgainWhenSourcesChanged() throws Exception {
    assertThat(checkout.run(thisJdk).error()).containsOnlyOnce("colonnade: building");
    assertThat(checkout.run(thisJdk).error()).isEmpty();
    assertThat(checkout.builds()).isEqualTo(1);

    Path source = checkout.home().resolve("core/src/main/Code.java");
    Files.writeString(source, "changed");
    checkout.run(thisJdk);
    assertThat(checkout.builds()).as("after a change").isEqualTo(2);

    Files.delete(source); // touches the folder
    checkout.run(thisJdk);
    assertThat(checkout.builds()).as("after a deletion").isEqualTo(3);

    Files.writeString(
        Files.createDirectories(checkout.home().resolve(".git/logs")).resolve("HEAD"), "commit");
    checkout.run(thisJdk);
    assertThat(checkout.builds()).as("after a commit").isEqualTo(4);
    try (Stream<Path> files = Files.list(checkout.state())) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("app.")))
          .as("builds that nobody runs are removed")
          .hasSize(1);
    }
  }

  @Test
  void aFailedBuildShowsTheErrorsAndTheLog() throws Exception {
    checkout.run(thisJdk);
    Files.writeString(checkout.home().resolve("broken"), "");
    Files.writeString(checkout.home().resolve("pom.xml"), "<changed/>");
    Run run = checkout.run(thisJdk);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).as("the old build does not run in its place").isEmpty();
    assertThat(run.error())
        .contains("the build failed:\n  core/src/main/Code.java:[1,1] nonsense\n")
        .contains("the whole log is " + checkout.state().toRealPath().resolve("build.log"))
        .doesNotContain("[INFO]");
    Files.delete(checkout.home().resolve("broken"));
    assertThat(checkout.run(thisJdk).code()).isZero();
  }

  @Test
  void twoLaunchersBuildOnce() throws Exception {
    Path launcher = checkout.home().resolve("colonnade");
    Started one = checkout.start(launcher, thisJdk);
    Started two = checkout.start(launcher, thisJdk);
    assertThat(FakeCheckout.finish(one).code()).isZero();
    assertThat(FakeCheckout.finish(two).code()).isZero();
    assertThat(checkout.builds()).isEqualTo(1);
  }

  @Test
  void theLockOfAKilledLauncherIsNoObstacle() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Path lock = Files.createDirectories(checkout.state().resolve("lock"));
    Files.writeString(lock.resolve("pid"), gone.pid() + "\n");
    assertThat(checkout.run(thisJdk).code()).isZero();
    assertThat(lock).doesNotExist();
  }

  @Test
  void theClassCacheIsMadeOnceAndDoesNotChangeTheOutput() throws Exception {
    Files.writeString(checkout.home().resolve("cached"), "");
    Run first = checkout.run(thisJdk, "--help");
    assertThat(first.out()).contains("argument [--help]\n");
    try (Stream<Path> files = Files.walk(checkout.state())) {
      assertThat(files.filter(file -> file.toString().endsWith(".aot"))).hasSize(1);
    }
    Run second = checkout.run(thisJdk, "--help");
    assertThat(second.out()).contains("argument [--help]\n");
    assertThat(second.error()).isEmpty();
  }

  /** The JDK that is found in a folder; asked of find-jdk.sh, because these JDKs cannot run. */
  private String chosen(Path folders) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh",
            "-euc",
            ". \"$0\"; find_jdk 25; printf %s \"$JDK_HOME\"",
            checkout.home().resolve(".mvn/find-jdk.sh").toString());
    builder.environment().remove("JAVA_HOME");
    builder.environment().put("PATH", root.resolve("tools").toString());
    builder.environment().put("COLONNADE_JDK_FOLDERS", folders.toString());
    Process process = builder.redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
