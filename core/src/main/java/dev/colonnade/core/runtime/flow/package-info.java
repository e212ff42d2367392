// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * From a lowered graph to an ordered list of units of work, for backends that run kernels one after
 * the other: which nodes need a kernel, which operands are read through strides, in which order
 * they run, and which results overwrite a variable in place. Start at {@link
 * dev.colonnade.core.runtime.flow.EntryFlow}.
 */
@NullMarked
package dev.colonnade.core.runtime.flow;

import org.jspecify.annotations.NullMarked;
