// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.sdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an SDK: {@code TORNADOVM_HOME}, else SDKMAN's current one. Reads a few small files and
 * touches no driver.
 */
public final class SdkSearch {
  /** What is said where nothing is found. */
  public static final String REMEDY =
      "install one (sdk install tornadovm, in a version for this JDK) or set TORNADOVM_HOME; for"
          + " OpenCL on a processor install Debian's pocl-opencl-icd and ocl-icd-libopencl1";

  private static final Pattern VERSION = Pattern.compile("(?m)^version=(\\S+)$");
  private static final Pattern FOR_JDK = Pattern.compile("jdk(\\d+)");

  /** What was found. */
  public sealed interface Result {
    /**
     * An SDK for this JDK.
     *
     * @param sdk the SDK
     */
    record Found(Sdk sdk) implements Result {}

    /**
     * No SDK that can be used.
     *
     * @param reason why, one sentence
     */
    record Missing(String reason) implements Result {}
  }

  private final Map<String, String> environment;
  private final Path userHome;
  private final int javaVersion;

  /** Of a machine as a process sees it. */
  public SdkSearch(Map<String, String> environment, Path userHome, int javaVersion) {
    this.environment = Map.copyOf(environment);
    this.userHome = userHome;
    this.javaVersion = javaVersion;
  }

  /** Of this process. */
  public static SdkSearch ofThisProcess() {
    return new SdkSearch(
        System.getenv(),
        Path.of(System.getProperty("user.home", ".")),
        Runtime.version().feature());
  }

  /** Looks. */
  public Result find() {
    List<String> looked = new ArrayList<>();
    @Nullable String named = environment.get("TORNADOVM_HOME");
    if (named != null && !named.isBlank()) {
      Path home = Path.of(named);
      Optional<Sdk> sdk = read(home);
      return sdk.isPresent()
          ? judged(sdk.get())
          : new Result.Missing(
              "TORNADOVM_HOME names " + home + ", which has no file tornado-argfile");
    }
    @Nullable String candidates = environment.get("SDKMAN_CANDIDATES_DIR");
    Path folder = candidates == null ? userHome.resolve(".sdkman/candidates") : Path.of(candidates);
    Path current = folder.resolve("tornadovm").resolve("current");
    looked.add(current.toString());
    return read(current)
        .map(this::judged)
        .orElseGet(() ->
            new Result.Missing(
                "no TornadoVM SDK: TORNADOVM_HOME is not set, and there is none in "
                    + String.join(", ", looked)));
  }

  private Result judged(Sdk sdk) {
    Matcher jdk = FOR_JDK.matcher(sdk.version());
    if (jdk.find() && Integer.parseInt(jdk.group(1)) != javaVersion) {
      return new Result.Missing(
          "the TornadoVM SDK in "
              + sdk.home()
              + " is version "
              + sdk.version()
              + ", for JDK "
              + jdk.group(1)
              + "; this is JDK "
              + javaVersion);
    }
    return new Result.Found(sdk);
  }

  private static Optional<Sdk> read(Path home) {
    Path arguments = home.resolve("tornado-argfile");
    if (!Files.isReadable(arguments)) {
      return Optional.empty();
    }
    return Optional.of(new Sdk(home.toAbsolutePath(), version(home), arguments.toAbsolutePath()));
  }

  private static String version(Path home) {
    try {
      Matcher matcher = VERSION.matcher(Files.readString(home.resolve("etc/tornado.release")));
      return matcher.find() ? matcher.group(1) : "unknown";
    } catch (IOException e) {
      return "unknown";
    }
  }
}
