// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.ConformanceCase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All cases, in the order in which they run. */
public final class Suite {
  private static final List<ConformanceCase> ALL = collect();

  private Suite() {}

  /** Every case; lower levels first, simple ones before those that build on them. */
  public static List<ConformanceCase> all() {
    return ALL;
  }

  private static List<ConformanceCase> collect() {
    List<ConformanceCase> cases = new ArrayList<>();
    cases.addAll(ElementwiseCases.all());
    cases.addAll(ShapeCases.all());
    cases.addAll(ReductionCases.all());
    cases.addAll(ConvolutionCases.all());
    cases.addAll(PoolCases.all());
    cases.addAll(SamplingCases.all());
    cases.addAll(CompositeCases.all());
    cases.addAll(DistortionCases.all());
    cases.addAll(LargeCases.all());
    cases.addAll(GradientCases.all());
    cases.addAll(VariableCases.all());
    cases.addAll(StepCases.all());
    cases.addAll(StateCases.all());
    cases.addAll(ErrorCases.all());
    cases.addAll(ModeCases.all());
    cases.addAll(LifecycleCases.all());
    cases.addAll(TrainingCases.all());
    cases.addAll(DataCases.all());
    Set<String> names = new HashSet<>();
    for (ConformanceCase one : cases) {
      if (!names.add(one.name())) {
        throw new IllegalStateException("two conformance cases are named " + one.name());
      }
    }
    // A stable sort: within a level the order above stays.
    cases.sort(Comparator.comparing(ConformanceCase::level));
    return List.copyOf(cases);
  }
}
