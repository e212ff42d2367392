// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import org.jspecify.annotations.Nullable;

/**
 * Catches the warnings with which the platform's JPEG decoder reports missing or corrupt data while
 * it returns a picture that is partly gray. Warnings about metadata leave the pixels whole and are
 * let pass.
 */
final class Damage implements IIOReadWarningListener {
  private @Nullable String message;

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    if (message == null && (warning.contains("Premature end") || warning.contains("Corrupt"))) {
      message = warning;
    }
  }

  boolean found() {
    return message != null;
  }

  String message() {
    return message == null ? "no damage" : message;
  }
}
