// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.jvmpeers;

import dev.colonnade.bench.protocol.PeerRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/** OpenBLAS: its matrix product, on row-major matrices as they lie. */
final class OpenBlasPeer extends KernelPeer {
  OpenBlasPeer() {
    super("openblas", Set.of("matMul"));
    Loader.load(openblas_nolapack.class);
  }

  @Override
  Map<String, String> versions() {
    return Map.of(
        "openblas",
        NativeCalls.text("openblas_get_config"),
        "openblas core",
        NativeCalls.text("openblas_get_corename"));
  }

  @Override
  int withThreads(int threads) {
    return NativeCalls.withThreads("openblas_set_num_threads", "openblas_get_num_threads", threads);
  }

  @Override
  Operation prepare(PeerRequest.PrepareKernel asked) throws IOException {
    return new Product(asked);
  }

  private static final class Product implements Operation {
    private final int m;
    private final int n;
    private final int k;
    private final FloatPointer a;
    private final FloatPointer b;
    private final FloatPointer c;

    Product(PeerRequest.PrepareKernel asked) throws IOException {
      List<Integer> sizes = asked.sizes();
      m = sizes.get(0);
      n = sizes.get(1);
      k = sizes.get(2);
      a = new FloatPointer(Exchange.floats(asked.operands().get(0).file()));
      b = new FloatPointer(Exchange.floats(asked.operands().get(1).file()));
      c = new FloatPointer((long) m * n);
    }

    @Override
    public Ran run(int steps) {
      long start = System.nanoTime();
      for (int step = 0; step < steps; step++) {
        openblas_nolapack.cblas_sgemm(
            openblas_nolapack.CblasRowMajor,
            openblas_nolapack.CblasNoTrans,
            openblas_nolapack.CblasNoTrans,
            m,
            n,
            k,
            1,
            a,
            k,
            b,
            n,
            0,
            c,
            n);
      }
      return Ran.byHost(System.nanoTime() - start);
    }

    @Override
    public float[] result() {
      run(1);
      float[] values = new float[m * n];
      c.get(values);
      return values;
    }

    @Override
    public String implementation() {
      return "cblas_sgemm";
    }

    @Override
    public String timed() {
      return "the call, with operands as they lie";
    }

    @Override
    public void close() {
      a.close();
      b.close();
      c.close();
    }
  }
}
