// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.Pass;
import java.util.OptionalInt;

/**
 * A published figure as the report draws it.
 *
 * @param study id of the study in whose picture it is drawn
 * @param id its id among the published figures
 * @param source paper, with table or page
 * @param device what it ran on
 * @param net the net in the papers' notation, or in words where it is not known
 * @param maps maps per convolution layer, if the figure belongs to a series over maps
 * @param forwardMacs multiply-accumulates of a forward pass of one image, as computed for {@code
 *     net}; of the candidate in the middle where kernels are unknown
 * @param lowMacs those of the cheapest net that fits what is published; the same where it is known
 * @param highMacs those of the dearest
 * @param pass the only pass of ours that it may stand beside, by the epoch contract
 * @param secondsPerImage published time over the images it covers, in s
 * @param timed what the published time covers
 * @param mark confidence mark of the figure, such as {@code memory +}
 * @param verified whether the figure was read in its source; only such a point is drawn solid
 */
public record ReferencePoint(
    String study,
    String id,
    String source,
    String device,
    String net,
    OptionalInt maps,
    double forwardMacs,
    double lowMacs,
    double highMacs,
    Pass pass,
    double secondsPerImage,
    String timed,
    String mark,
    boolean verified) {}
