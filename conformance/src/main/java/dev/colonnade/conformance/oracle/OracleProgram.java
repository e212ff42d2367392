// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.oracle;

import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program and one state of it, run step by step in double precision: reads see the step's start,
 * assignments take effect at its end. Variables keep double precision between steps.
 */
public final class OracleProgram {
  private final Program program;
  private final OracleBuilder evaluator;
  private final Map<String, OracleTensor> variables = new LinkedHashMap<>();

  /** With all variables zero. */
  public OracleProgram(Program program) {
    this(program, new OracleBuilder());
  }

  /** With an evaluator that may round or disturb what primitives give. */
  public OracleProgram(Program program, OracleBuilder evaluator) {
    this.program = program;
    this.evaluator = evaluator;
    for (Variable variable : program.variables().values()) {
      variables.put(variable.name(), OracleTensor.zeros(variable.type()));
    }
  }

  /** The variable's value now. */
  public OracleTensor read(Variable variable) {
    OracleTensor value = variables.get(variable.name());
    if (value == null) {
      throw new IllegalArgumentException("the program has no variable " + variable);
    }
    return value;
  }

  /** Overwrites a variable. */
  public void write(Variable variable, HostTensor value) {
    write(variable, OracleTensor.of(value));
  }

  /** Overwrites a variable with doubles, which need not be F32 values. */
  public void write(Variable variable, OracleTensor value) {
    variables.put(variable.name(), value);
  }

  /**
   * Runs an entry {@code steps} times.
   *
   * @return for each output its values stacked on a leading axis, as a backend returns them
   */
  public Map<String, OracleTensor> submit(String entry, Feeds feeds, int steps) {
    Graph graph = program.entry(entry);
    Map<String, List<OracleTensor>> collected = new LinkedHashMap<>();
    for (int step = 0; step < steps; step++) {
      for (Map.Entry<String, OracleTensor> output : step(graph, feeds, step).entrySet()) {
        collected
            .computeIfAbsent(output.getKey(), ignored -> new ArrayList<>())
            .add(output.getValue());
      }
    }
    Map<String, OracleTensor> stacked = new LinkedHashMap<>();
    collected.forEach((name, values) -> stacked.put(name, stack(values)));
    return stacked;
  }

  private Map<String, OracleTensor> step(Graph graph, Feeds feeds, int step) {
    Map<Value, OracleTensor> known = new HashMap<>();
    Map<String, OracleTensor> assigned = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      List<OracleTensor> operands =
          node.operands().stream().map(value -> get(known, value)).toList();
      switch (node.op()) {
        case StructuralOp.Feed feed -> known.put(node.result(), feed(feeds, feed, step));
        case StructuralOp.ReadVariable read ->
            known.put(node.result(), read(new Variable(read.variable(), read.type())));
        case StructuralOp.Assign assign -> assigned.put(assign.variable(), operands.get(0));
        default -> {
          List<OracleTensor> results = evaluator.apply(node.op(), operands);
          for (int i = 0; i < results.size(); i++) {
            known.put(node.results().get(i), results.get(i));
          }
        }
      }
    }
    variables.putAll(assigned);
    Map<String, OracleTensor> outputs = new LinkedHashMap<>();
    graph.outputs().forEach((name, value) -> outputs.put(name, get(known, value)));
    return outputs;
  }

  private static OracleTensor get(Map<Value, OracleTensor> known, Value value) {
    OracleTensor tensor = known.get(value);
    if (tensor == null) {
      throw new IllegalStateException(value + " is used before it is computed");
    }
    return tensor;
  }

  private static OracleTensor feed(Feeds feeds, StructuralOp.Feed feed, int step) {
    Feeds.Fed fed = feeds.all().get(feed.feed());
    if (fed == null) {
      throw new IllegalArgumentException("feed " + feed.feed() + " is missing");
    }
    return OracleTensor.of(fed.stacked() ? fed.tensor().row(step) : fed.tensor());
  }

  private static OracleTensor stack(List<OracleTensor> values) {
    TensorType type = values.get(0).type().stacked(values.size());
    OracleTensor result = OracleTensor.zeros(type);
    int size = values.get(0).size();
    for (int i = 0; i < values.size(); i++) {
      System.arraycopy(values.get(i).values(), 0, result.values(), i * size, size);
    }
    return result;
  }
}
