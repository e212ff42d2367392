// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.DeviceLostException;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import dev.colonnade.cuda.dnn.DescriptorFactory.Descriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjIntConsumer;

/** A graph on one device, the engines that can run it, and the plans made of them. */
final class PlannedGraph implements AutoCloseable {
  private static final int MOST_CONFIGURATIONS = 64;
  private static final int MOST_KNOBS = 64;

  private final DnnGraphFunctions cudnn;
  private final GraphConvolution convolution;
  private final GraphTarget target;
  private final ObjIntConsumer<String> check;
  private final DescriptorFactory factory;
  private final OperationList operations;
  private final Descriptor graph;
  private final Map<String, Descriptor> plans = new HashMap<>();

  private String whyNot = "";

  /**
   * Describes a graph.
   *
   * @param check throws for a status that is not success, given what was tried
   */
  PlannedGraph(
      DnnGraphFunctions cudnn,
      GraphConvolution convolution,
      GraphTarget target,
      ObjIntConsumer<String> check) {
    this.cudnn = cudnn;
    this.convolution = convolution;
    this.target = target;
    this.check = check;
    factory = new DescriptorFactory(cudnn, check);
    try {
      operations = new OperationList(factory, convolution);
      graph = factory.create(DescriptorType.OPERATIONGRAPH);
      target.ofGraph(graph);
      graph
          .descriptors(Attribute.OPERATIONGRAPH_OPS, operations.operations())
          .finish("the graph of " + convolution);
    } catch (BackendException e) {
      factory.close();
      throw e;
    }
  }

  /** Constants by the numbers of their tensors. */
  Map<Long, Float> scalars() {
    return operations.scalars();
  }

  /**
   * Engines that can run it and that a filter allows, the best first, with their plans made.
   *
   * @param refused where to note why others are not allowed
   */
  List<DnnGraph.Engine> engines(AlgorithmFilter filter, int most, Set<String> refused) {
    List<DnnGraph.Engine> engines = new ArrayList<>();
    for (Configuration configuration : configurations()) {
      // First without its plan, which may take a second to make.
      Optional<String> refusal =
          filter.refusal(new DnnGraph.Engine(configuration.text(), 0, configuration.notes()));
      if (refusal.isPresent()) {
        refused.add(refusal.get());
        continue;
      }
      Optional<Descriptor> plan = plan(configuration);
      if (plan.isEmpty()) {
        refused.add(whyNot);
        continue;
      }
      DnnGraph.Engine engine =
          new DnnGraph.Engine(
              configuration.text(),
              plan.get().integer(Attribute.EXECUTION_PLAN_WORKSPACE_SIZE),
              configuration.notes());
      filter.refusal(engine).ifPresentOrElse(refused::add, () -> engines.add(engine));
      if (engines.size() == most) {
        break;
      }
    }
    return List.copyOf(engines);
  }

  /** The plan of an engine, made if need be; empty if the device cannot run it. */
  Optional<Descriptor> plan(Configuration configuration) {
    Descriptor known = plans.get(configuration.text());
    if (known != null) {
      return Optional.of(known);
    }
    Descriptor engine =
        factory
            .create(DescriptorType.ENGINE)
            .descriptor(Attribute.ENGINE_OPERATION_GRAPH, graph)
            .integers(Attribute.ENGINE_GLOBAL_INDEX, configuration.engine());
    target.ofEngine(engine);
    if (!finished(engine, configuration)) {
      return Optional.empty();
    }
    Descriptor chosen =
        factory.create(DescriptorType.ENGINECFG).descriptor(Attribute.ENGINECFG_ENGINE, engine);
    if (!configuration.knobs().isEmpty()) {
      chosen.descriptors(Attribute.ENGINECFG_KNOB_CHOICES, knobs(configuration));
    }
    if (!finished(chosen, configuration)) {
      return Optional.empty();
    }
    Descriptor plan =
        factory
            .create(DescriptorType.EXECUTION_PLAN)
            .descriptor(Attribute.EXECUTION_PLAN_ENGINE_CONFIG, chosen);
    target.ofPlan(plan);
    if (!finished(plan, configuration)) {
      return Optional.empty();
    }
    plans.put(configuration.text(), plan);
    return Optional.of(plan);
  }

  /** Why the engine that was tried last could not be made ready. */
  String whyNot() {
    return whyNot;
  }

  private boolean finished(Descriptor descriptor, Configuration configuration) {
    int status = descriptor.tryFinish();
    if (DnnStatus.isNotSupported(status)) {
      whyNot = "it does not run on this device";
      return false;
    }
    try {
      check.accept("making engine " + configuration.text() + " ready", status);
      return true;
    } catch (DeviceLostException | OutOfDeviceMemoryException e) {
      throw e;
    } catch (BackendException e) {
      // One engine that fails, as where its kernel does not compile, says nothing of the next.
      whyNot = String.valueOf(e.getMessage());
      return false;
    }
  }

  private List<Descriptor> knobs(Configuration configuration) {
    List<Descriptor> knobs = new ArrayList<>();
    configuration
        .knobs()
        .forEach((type, value) ->
            knobs.add(
                factory
                    .create(DescriptorType.KNOB_CHOICE)
                    .code(Attribute.KNOB_CHOICE_KNOB_TYPE, AttributeType.KNOB_TYPE, type)
                    .integers(Attribute.KNOB_CHOICE_KNOB_VALUE, value)
                    .finish("knob " + type + " of engine " + configuration.text())));
    return knobs;
  }

  /** What the library's heuristics propose, the best first; then what it falls back to. */
  Set<Configuration> configurations() {
    Set<Configuration> all = new LinkedHashSet<>();
    for (HeuristicMode mode : HeuristicMode.values()) {
      try (DescriptorFactory once = new DescriptorFactory(cudnn, check)) {
        Descriptor heuristics =
            once.create(DescriptorType.ENGINEHEUR)
                .descriptor(Attribute.ENGINEHEUR_OPERATION_GRAPH, graph)
                .code(Attribute.ENGINEHEUR_MODE, AttributeType.HEUR_MODE, mode.code());
        target.ofHeuristics(heuristics);
        int status = heuristics.tryFinish();
        if (DnnStatus.isNotSupported(status)) {
          continue;
        }
        check.accept("listing engines of " + convolution, status);
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

  @Override
  public void close() {
    factory.close();
  }
}
