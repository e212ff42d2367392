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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** cuDNN's operation graphs by {@code java.lang.foreign}. */
public final class ForeignDnnGraph implements DnnGraph {
  private static final int MOST_CONFIGURATIONS = 64;
  private static final int MOST_KNOBS = 64;

  private final DnnGraphFunctions cudnn;
  private final String version;
  private final DnnHandle handle;
  private final Arena arena = Arena.ofShared();
  private final Map<GraphConvolution, Graph> graphs = new HashMap<>();
  private boolean closed;

  /** A graph with its plans by the names of their engines. */
  private record Graph(
      DescriptorFactory factory,
      Descriptor descriptor,
      Map<Long, MemorySegment> scalars,
      Map<String, Descriptor> plans) {}

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
  public List<Engine> engines(GraphConvolution convolution, int most) {
    Graph graph = graph(convolution);
    List<Engine> engines = new ArrayList<>();
    for (Configuration configuration : configurations(graph, convolution)) {
      if (engines.size() == most) {
        break;
      }
      Optional<Descriptor> plan = plan(graph, configuration);
      if (plan.isPresent()) {
        engines.add(
            new Engine(
                configuration.text(),
                plan.get().integer(Attribute.EXECUTION_PLAN_WORKSPACE_SIZE),
                configuration.notes()));
      }
    }
    if (engines.isEmpty()) {
      throw DnnStatus.error(
          DnnStatus.NOT_SUPPORTED, version, convolution.toString(), "no engine", "");
    }
    return List.copyOf(engines);
  }

  @Override
  public void prepare(GraphConvolution convolution, Engine engine) {
    ready(graph(convolution), convolution, engine);
  }

  @Override
  public void run(GraphConvolution convolution, Engine engine, Addresses at, long stream) {
    Graph graph = graph(convolution);
    Descriptor plan = ready(graph, convolution, engine);
    Map<Long, Long> pointers = new LinkedHashMap<>();
    pointers.put(OperationList.X, at.x());
    pointers.put(OperationList.W, at.w());
    pointers.put(OperationList.Y, at.y());
    if (convolution.hasBias()) {
      pointers.put(OperationList.BIAS, at.bias());
    }
    graph.scalars.forEach((number, value) -> pointers.put(number, value.address()));
    try (DescriptorFactory once = factory()) {
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

  private static long[] values(Iterable<Long> numbers) {
    List<Long> list = new ArrayList<>();
    numbers.forEach(list::add);
    return list.stream().mapToLong(Long::longValue).toArray();
  }

  private Descriptor ready(Graph graph, GraphConvolution convolution, Engine engine) {
    return plan(graph, Configuration.parse(engine.name()))
        .orElseThrow(() ->
            new BackendException(
                version
                    + ": engine "
                    + engine.name()
                    + " cannot run "
                    + convolution
                    + " on this device; choose again"));
  }

  private Graph graph(GraphConvolution convolution) {
    Graph known = graphs.get(convolution);
    if (known != null) {
      return known;
    }
    DescriptorFactory factory = factory();
    try {
      OperationList list = new OperationList(factory, convolution);
      Descriptor descriptor =
          factory
              .create(DescriptorType.OPERATIONGRAPH)
              .longs(Attribute.OPERATIONGRAPH_HANDLE, AttributeType.HANDLE, handle.value())
              .descriptors(Attribute.OPERATIONGRAPH_OPS, list.operations())
              .finish("the graph of " + convolution);
      Map<Long, MemorySegment> scalars = new LinkedHashMap<>();
      list.scalars()
          .forEach((number, value) -> scalars.put(number, arena.allocateFrom(JAVA_FLOAT, value)));
      Graph graph = new Graph(factory, descriptor, scalars, new HashMap<>());
      graphs.put(convolution, graph);
      return graph;
    } catch (BackendException e) {
      factory.close();
      throw e;
    }
  }

  /** What the library's heuristics propose, the best first; then what it falls back to. */
  private Set<Configuration> configurations(Graph graph, GraphConvolution convolution) {
    Set<Configuration> all = new LinkedHashSet<>();
    for (HeuristicMode mode : HeuristicMode.values()) {
      try (DescriptorFactory once = factory()) {
        Descriptor heuristics =
            once.create(DescriptorType.ENGINEHEUR)
                .descriptor(Attribute.ENGINEHEUR_OPERATION_GRAPH, graph.descriptor)
                .code(Attribute.ENGINEHEUR_MODE, AttributeType.HEUR_MODE, mode.code());
        int status = heuristics.tryFinish();
        if (DnnStatus.isNotSupported(status)) {
          continue;
        }
        handle.check(status, "listing engines of " + convolution);
        for (Descriptor one :
            heuristics.parts(
                Attribute.ENGINEHEUR_RESULTS, DescriptorType.ENGINECFG, MOST_CONFIGURATIONS)) {
          all.add(read(one));
        }
      }
    }
    return all;
  }

  private static Configuration read(Descriptor configuration) {
    Descriptor engine =
        configuration.parts(Attribute.ENGINECFG_ENGINE, DescriptorType.ENGINE, 1).getFirst();
    Map<Integer, Long> knobs = new LinkedHashMap<>();
    for (Descriptor knob :
        configuration.parts(
            Attribute.ENGINECFG_KNOB_CHOICES, DescriptorType.KNOB_CHOICE, MOST_KNOBS)) {
      knobs.put(
          knob.codes(Attribute.KNOB_CHOICE_KNOB_TYPE, AttributeType.KNOB_TYPE, 1)[0],
          knob.integer(Attribute.KNOB_CHOICE_KNOB_VALUE));
    }
    int[] codes =
        engine.codes(
            Attribute.ENGINE_NUMERICAL_NOTE,
            AttributeType.NUMERICAL_NOTE,
            NumericalNote.values().length);
    List<NumericalNote> notes =
        Arrays.stream(NumericalNote.values())
            .filter(note -> Arrays.stream(codes).anyMatch(code -> code == note.code()))
            .toList();
    return new Configuration(engine.integer(Attribute.ENGINE_GLOBAL_INDEX), knobs, notes);
  }

  /** The plan of an engine, made if need be; empty if the device cannot run it. */
  private Optional<Descriptor> plan(Graph graph, Configuration configuration) {
    Descriptor known = graph.plans.get(configuration.text());
    if (known != null) {
      return Optional.of(known);
    }
    Descriptor engine =
        graph
            .factory
            .create(DescriptorType.ENGINE)
            .descriptor(Attribute.ENGINE_OPERATION_GRAPH, graph.descriptor)
            .integers(Attribute.ENGINE_GLOBAL_INDEX, configuration.engine());
    if (!finished(engine, configuration)) {
      return Optional.empty();
    }
    Descriptor chosen =
        graph
            .factory
            .create(DescriptorType.ENGINECFG)
            .descriptor(Attribute.ENGINECFG_ENGINE, engine);
    if (!configuration.knobs().isEmpty()) {
      chosen.descriptors(Attribute.ENGINECFG_KNOB_CHOICES, knobs(graph, configuration));
    }
    if (!finished(chosen, configuration)) {
      return Optional.empty();
    }
    Descriptor plan =
        graph
            .factory
            .create(DescriptorType.EXECUTION_PLAN)
            .longs(Attribute.EXECUTION_PLAN_HANDLE, AttributeType.HANDLE, handle.value())
            .descriptor(Attribute.EXECUTION_PLAN_ENGINE_CONFIG, chosen);
    if (!finished(plan, configuration)) {
      return Optional.empty();
    }
    graph.plans.put(configuration.text(), plan);
    return Optional.of(plan);
  }

  private boolean finished(Descriptor descriptor, Configuration configuration) {
    int status = descriptor.tryFinish();
    if (DnnStatus.isNotSupported(status)) {
      return false;
    }
    handle.check(status, "making engine " + configuration.text() + " ready");
    return true;
  }

  private static List<Descriptor> knobs(Graph graph, Configuration configuration) {
    List<Descriptor> knobs = new ArrayList<>();
    configuration
        .knobs()
        .forEach((type, value) ->
            knobs.add(
                graph
                    .factory
                    .create(DescriptorType.KNOB_CHOICE)
                    .code(Attribute.KNOB_CHOICE_KNOB_TYPE, AttributeType.KNOB_TYPE, type)
                    .integers(Attribute.KNOB_CHOICE_KNOB_VALUE, value)
                    .finish("knob " + type + " of engine " + configuration.text())));
    return knobs;
  }

  private DescriptorFactory factory() {
    return new DescriptorFactory(cudnn, (operation, status) -> handle.check(status, operation));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    graphs.values().forEach(graph -> graph.factory.close());
    handle.close();
    arena.close();
  }
}
