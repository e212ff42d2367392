// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.jvmpeers;

import dev.colonnade.bench.protocol.PeerRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;

/** oneDNN: its convolutions in the layouts that it prefers, and its matrix product. */
final class OneDnnPeer extends KernelPeer {
  private final engine cpu = new engine(dnnl.dnnl_cpu, 0);

  OneDnnPeer() {
    super("onednn", Set.copyOf(operations()));
  }

  private static List<String> operations() {
    return List.of(
        "matMul", "convolution", "convolutionInputGradient", "convolutionFilterGradient");
  }

  @Override
  Map<String, String> versions() {
    dnnl_version_t version = dnnl.dnnl_version();
    return Map.of("oneDNN", version.major() + "." + version.minor() + "." + version.patch());
  }

  @Override
  int withThreads(int threads) {
    return NativeCalls.withThreads("omp_set_num_threads", "omp_get_max_threads", threads);
  }

  @Override
  Operation prepare(PeerRequest.PrepareKernel asked) throws IOException {
    return asked.operation().equals("matMul")
        ? new Product(asked)
        : new OneDnnConvolution(cpu, asked);
  }

  private static final class Product implements Operation {
    private final int m;
    private final int n;
    private final int k;
    private final FloatPointer a;
    private final FloatPointer b;
    private final FloatPointer c;

    Product(PeerRequest.PrepareKernel asked) throws IOException {
      m = asked.sizes().get(0);
      n = asked.sizes().get(1);
      k = asked.sizes().get(2);
      a = new FloatPointer(Exchange.floats(asked.operands().get(0).file()));
      b = new FloatPointer(Exchange.floats(asked.operands().get(1).file()));
      c = new FloatPointer((long) m * n);
    }

    @Override
    public Ran run(int steps) {
      long start = System.nanoTime();
      for (int step = 0; step < steps; step++) {
        int status = dnnl.dnnl_sgemm((byte) 'N', (byte) 'N', m, n, k, 1, a, k, b, n, 0, c, n);
        if (status != dnnl.dnnl_success) {
          throw new IllegalStateException("dnnl_sgemm failed with status " + status);
        }
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
      return "dnnl_sgemm";
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
