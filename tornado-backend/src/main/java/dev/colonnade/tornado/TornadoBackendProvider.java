// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado;

import dev.colonnade.core.backend.BackendProvider;
import dev.colonnade.core.backend.ProbeResult;
import dev.colonnade.core.backend.SpiVersion;
import dev.colonnade.tornado.device.DeviceList;
import dev.colonnade.tornado.sdk.Sdk;
import dev.colonnade.tornado.sdk.SdkSearch;
import java.util.List;

/**
 * Finds TornadoVM's devices, or says what is missing. Without an SDK it looks at a folder or two
 * and loads nothing of TornadoVM.
 */
public final class TornadoBackendProvider implements BackendProvider {
  private static final String API = "uk.ac.manchester.tornado.api.TornadoExecutionPlan";

  private final SdkSearch search;

  /** Without side effects, for the service loader. */
  public TornadoBackendProvider() {
    this(SdkSearch.ofThisProcess());
  }

  TornadoBackendProvider(SdkSearch search) {
    this.search = search;
  }

  @Override
  public String name() {
    return "tornado";
  }

  @Override
  public SpiVersion spiVersion() {
    return SpiVersion.CURRENT;
  }

  /** The SDK's own options, and those that keep TornadoVM from falling back in silence. */
  @Override
  public List<String> jvmOptions() {
    return switch (search.find()) {
      case SdkSearch.Result.Found(Sdk sdk) ->
          List.of(
              "@" + sdk.argumentFile(),
              "-Dtornado.recover.bailout=false",
              "-Dtornado.compiler.fullInlining=True",
              "-Dtornado.device.memory=256GB",
              "--enable-native-access=ALL-UNNAMED");
      case SdkSearch.Result.Missing missing -> List.of();
    };
  }

  @Override
  public ProbeResult probe() {
    return switch (search.find()) {
      case SdkSearch.Result.Missing(String reason) ->
          new ProbeResult.Unavailable(reason, SdkSearch.REMEDY);
      case SdkSearch.Result.Found(Sdk sdk) -> probe(sdk);
    };
  }

  private static ProbeResult probe(Sdk sdk) {
    try {
      Class<?> api = Class.forName(API, false, TornadoBackendProvider.class.getClassLoader());
      if (!"tornado.api".equals(api.getModule().getName())) {
        return new ProbeResult.Unavailable(
            "TornadoVM's API in this JVM is not the SDK's",
            "start the JVM with @" + sdk.argumentFile());
      }
    } catch (ClassNotFoundException e) {
      return new ProbeResult.Unavailable(
          "this JVM was not started with the options of the TornadoVM SDK in " + sdk.home(),
          "start it with @" + sdk.argumentFile() + ", as commands of colonnade do by themselves");
    }
    return DeviceList.find(sdk.version());
  }
}
