// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import java.time.Duration;

/**
 * The counts of a preset, fixed before anything is measured, so that no result decides how long it
 * is looked at.
 *
 * @param processes measuring processes for each point and device
 * @param samples samples in each process
 * @param sampleTime least duration of one sample; it decides how many steps go into one
 * @param warmUp longest warm-up of a point
 * @param cap longest time of the whole study on one device in one process; points that do not fit
 *     are measured on fewer images, or reported as failures of kind {@code time-cap}
 */
public record Budget(
    int processes, int samples, Duration sampleTime, Duration warmUp, Duration cap) {}
