// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.backend.BackendProvider;
import dev.colonnade.core.backend.ProbeResult;
import dev.colonnade.tornado.sdk.SdkSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TornadoBackendProviderTest {
  @TempDir private Path folder;

  private Path sdk(String version) throws IOException {
    Files.createDirectories(folder.resolve("etc"));
    Files.writeString(
        folder.resolve("etc/tornado.release"), "version=" + version + "\nbranch=main\n");
    Files.writeString(folder.resolve("tornado-argfile"), "--enable-preview\n");
    return folder;
  }

  private SdkSearch search(Map<String, String> environment) {
    return new SdkSearch(environment, folder.resolve("nobody"), 25);
  }

  @Test
  void isFoundByTheServiceLoader() {
    assertThat(ServiceLoader.load(BackendProvider.class))
        .anyMatch(provider -> provider instanceof TornadoBackendProvider);
  }

  @Test
  void withoutAnSdkItSaysHowToGetOne() {
    TornadoBackendProvider provider = new TornadoBackendProvider(search(Map.of()));
    assertThat(provider.jvmOptions()).isEmpty();
    assertThat(provider.probe())
        .isInstanceOfSatisfying(
            ProbeResult.Unavailable.class,
            unavailable -> {
              assertThat(unavailable.reason()).contains("no TornadoVM SDK", "TORNADOVM_HOME");
              assertThat(unavailable.remedy()).contains("sdk install tornadovm", "pocl-opencl-icd");
            });
  }

  @Test
  void aFolderWithoutArgumentFileIsNoSdk() {
    assertThat(search(Map.of("TORNADOVM_HOME", folder.toString())).find())
        .isInstanceOfSatisfying(
            SdkSearch.Result.Missing.class,
            missing -> assertThat(missing.reason()).contains(folder.toString(), "tornado-argfile"));
  }

  @Test
  void anSdkForAnotherJdkIsRefused() throws IOException {
    assertThat(search(Map.of("TORNADOVM_HOME", sdk("5.2.0-jdk21").toString())).find())
        .isInstanceOfSatisfying(
            SdkSearch.Result.Missing.class,
            missing -> assertThat(missing.reason()).contains("for JDK 21; this is JDK 25"));
  }

  @Test
  void anSdkGivesItsArgumentFileToTheJvm() throws IOException {
    TornadoBackendProvider provider =
        new TornadoBackendProvider(search(Map.of("TORNADOVM_HOME", sdk("5.2.0-jdk25").toString())));
    assertThat(provider.jvmOptions())
        .contains(
            "@" + folder.resolve("tornado-argfile").toAbsolutePath(),
            "-Dtornado.recover.bailout=false");
  }

  @Test
  void sdkmansCurrentOneIsFound() throws IOException {
    Path candidates = folder.resolve("candidates");
    Files.createDirectories(candidates.resolve("tornadovm"));
    Files.createSymbolicLink(candidates.resolve("tornadovm/current"), sdk("5.2.0-jdk25"));
    assertThat(search(Map.of("SDKMAN_CANDIDATES_DIR", candidates.toString())).find())
        .isInstanceOfSatisfying(
            SdkSearch.Result.Found.class,
            found -> assertThat(found.sdk().version()).isEqualTo("5.2.0-jdk25"));
  }

  /** Here the emulation stands for the API, and is not taken for TornadoVM. */
  @Test
  void aJvmWithoutTheSdksOptionsSaysWhichToGive() throws IOException {
    assertThat(
            new TornadoBackendProvider(
                    search(Map.of("TORNADOVM_HOME", sdk("5.2.0-jdk25").toString())))
                .probe())
        .isInstanceOfSatisfying(
            ProbeResult.Unavailable.class,
            unavailable -> assertThat(unavailable.remedy()).contains("tornado-argfile"));
  }

  /**
   * The build runs the tests of package onsdk in a second JVM; where it cannot, it says so here.
   */
  @Test
  void deviceTestsNeedAnSdk() {
    SdkSearch.Result found = SdkSearch.ofThisProcess().find();
    String reason = found instanceof SdkSearch.Result.Missing(String why) ? why : "";
    Assumptions.assumeTrue(
        found instanceof SdkSearch.Result.Found,
        "kernels were not compiled by TornadoVM and no device was used: " + reason);
    assertThat(System.getProperty("colonnade.sdk.tests"))
        .as("the build's profile for the SDK in %s is active", found)
        .isEqualTo("true");
  }
}
