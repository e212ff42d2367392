// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.study.Drawing;

/**
 * What the report says of a study.
 *
 * @param id id of the study, as in the records
 * @param title one line
 * @param question the question that the study answers
 * @param drawing how its picture is drawn
 */
public record StudyInfo(String id, String title, String question, Drawing drawing) {}
