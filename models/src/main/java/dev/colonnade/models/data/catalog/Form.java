// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.catalog;

/** In which form a data set lies on disk. */
public enum Form {
  /** IDX files, as MNIST is published. */
  IDX("IDX files"),
  /** CIFAR-10's binary records, in a folder or an archive. */
  CIFAR10_BINARY("CIFAR-10 binary records"),
  /** PNG, JPEG, PPM or PGM images, one folder for each class, in a folder or an archive. */
  IMAGES("images in folders"),
  /** Nothing on disk: drawn when it is loaded. */
  GENERATED("generated");

  private final String description;

  Form(String description) {
    this.description = description;
  }

  /** A few words for a table. */
  public String description() {
    return description;
  }
}
