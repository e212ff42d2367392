// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the backend uses of the CUDA driver API, behind two narrow interfaces: {@link
 * dev.colonnade.cuda.driver.Driver} for what is there, {@link dev.colonnade.cuda.driver.Context}
 * for what is done with it. One implementation binds them by JCuda.
 *
 * <p>Addresses and handles are longs: cuBLAS and cuDNN, which are bound by other means, take the
 * same ones.
 */
@NullMarked
package dev.colonnade.cuda.driver;

import org.jspecify.annotations.NullMarked;
