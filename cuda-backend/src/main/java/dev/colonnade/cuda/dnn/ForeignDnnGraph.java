// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.cuda.dnn.DescriptorFactory.Descriptor;
import dev.colonnade.cuda.library.ForeignFunctions;
import dev.colonnade.cuda.library.NativeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** cuDNN's operation graphs by {@code java.lang.foreign}. */
public final class ForeignDnnGraph implements DnnGraph {
  private final DnnGraphFunctions cudnn;
  private final String version;
  private final DnnHandle handle;
  private final Arena arena = Arena.ofShared();
  private final Map<GraphConvolution, Graph> graphs = new HashMap<>();
  private boolean closed;

  /** A graph with its constants in host memory, where the library reads them at every run. */
  private record Graph(PlannedGraph planned, Map<Long, MemorySegment> scalars) {}

  /**
   * Makes a handle in the current context.
   *
   * @throws BackendException if there is no device, or the library lacks a function
   */
  public ForeignDnnGraph(NativeLibrary library) {
    cudnn = ForeignFunctions.bind(MethodHandles.lookup(), DnnGraphFunctions.class, library);
    version = "cuDNN " + library.version();
    handle = DnnHandle.create(cudnn, version);
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public List<Engine> engines(GraphConvolution convolution, AlgorithmFilter filter, int most) {
    Set<String> refused = new LinkedHashSet<>();
    List<Engine> engines = graph(convolution).planned.engines(filter, most, refused);
    if (engines.isEmpty()) {
      throw new BackendException(
          version
              + " has no engine for "
              + convolution
              + (refused.isEmpty() ? "" : " that " + filter + " allows: " + refused));
    }
    return engines;
  }

  @Override
  public Engine prepare(GraphConvolution convolution, String name) {
    Descriptor plan = plan(graph(convolution), convolution, name);
    return new Engine(name, plan.integer(Attribute.EXECUTION_PLAN_WORKSPACE_SIZE), List.of());
  }

  @Override
  public void run(GraphConvolution convolution, Engine engine, Addresses at, long stream) {
    Graph graph = graph(convolution);
    Descriptor plan = plan(graph, convolution, engine.name());
    Map<Long, Long> pointers = new LinkedHashMap<>();
    pointers.put(OperationList.X, at.x());
    pointers.put(OperationList.W, at.w());
    pointers.put(OperationList.Y, at.y());
    if (convolution.hasBias()) {
      pointers.put(OperationList.BIAS, at.bias());
    }
    graph.scalars.forEach((number, value) -> pointers.put(number, value.address()));
    try (DescriptorFactory once = new DescriptorFactory(cudnn, this::check)) {
      Descriptor pack =
          once.create(DescriptorType.VARIANT_PACK)
              .integers(Attribute.VARIANT_PACK_UNIQUE_IDS, values(pointers.keySet()))
              .longs(
                  Attribute.VARIANT_PACK_DATA_POINTERS,
                  AttributeType.VOID_PTR,
                  values(pointers.values()))
              .longs(Attribute.VARIANT_PACK_WORKSPACE, AttributeType.VOID_PTR, at.workspace())
              .finish("the addresses of " + convolution);
      handle.check(
          cudnn.cudnnBackendExecute(handle.on(stream), plan.address(), pack.address()),
          "running " + convolution + " by engine " + engine.name());
    }
  }

  private static long[] values(Collection<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  private Descriptor plan(Graph graph, GraphConvolution convolution, String engine) {
    return graph
        .planned
        .plan(Configuration.parse(engine))
        .orElseThrow(() ->
            new BackendException(
                version
                    + ": engine "
                    + engine
                    + " cannot run "
                    + convolution
                    + " on this device ("
                    + graph.planned.whyNot()
                    + "); choose again"));
  }

  private Graph graph(GraphConvolution convolution) {
    return graphs.computeIfAbsent(
        convolution,
        key -> {
          PlannedGraph planned =
              new PlannedGraph(
                  cudnn, convolution, new GraphTarget.OfHandle(handle.value()), this::check);
          Map<Long, MemorySegment> scalars = new LinkedHashMap<>();
          planned
              .scalars()
              .forEach(
                  (number, value) -> scalars.put(number, arena.allocateFrom(JAVA_FLOAT, value)));
          return new Graph(planned, scalars);
        });
  }

  private void check(String operation, int status) {
    handle.check(status, operation);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    graphs.values().forEach(graph -> graph.planned.close());
    handle.close();
    arena.close();
  }
}
