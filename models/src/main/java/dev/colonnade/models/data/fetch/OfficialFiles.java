// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.fetch;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

/**
 * The files that {@code colonnade data fetch} knows, with their lengths, checksums and addresses.
 *
 * <p>MNIST: Y. LeCun's page offered the four files from 1998 on; it has answered 403 and 404 since
 * 2024 (pytorch/vision issue 8568, pytorch/pytorch pull request 164238), so it comes last, after
 * the two copies that PyTorch and TensorFlow keep. The SHA-256 of the compressed files are the ones
 * that TensorFlow Datasets and Keras publish; those of the content have been computed here as well,
 * from a separate copy of MNIST, and agree.
 *
 * <p>CIFAR-10: A. Krizhevsky's page publishes the MD5 {@code c32a1d4ab5d03f1284b67883e8d87530} for
 * the binary version; the SHA-256 here is the one that TensorFlow Datasets publishes for the same
 * address and that others have recorded beside that MD5.
 */
public final class OfficialFiles {
  /** The four files of MNIST. */
  public static final List<RemoteFile> MNIST =
      List.of(
          mnist(
              "train-images-idx3-ubyte.gz",
              9_912_422,
              "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
              "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
          mnist(
              "train-labels-idx1-ubyte.gz",
              28_881,
              "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
              "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
          mnist(
              "t10k-images-idx3-ubyte.gz",
              1_648_877,
              "8d422c7b0a1c1c79245a5bcb07fe86e33eeafee792b84584aec276f5a2dbc4e6",
              "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
          mnist(
              "t10k-labels-idx1-ubyte.gz",
              4_542,
              "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
              "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));

  /** The archive of CIFAR-10's binary version. */
  public static final List<RemoteFile> CIFAR10 =
      List.of(
          new RemoteFile(
              "cifar-10-binary.tar.gz",
              170_052_171,
              "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
              null,
              addresses("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz")));

  private OfficialFiles() {}

  private static RemoteFile mnist(String name, long size, String sha256, String contentSha256) {
    return new RemoteFile(
        name,
        size,
        sha256,
        contentSha256,
        addresses(
            "https://ossci-datasets.s3.amazonaws.com/mnist/" + name,
            "https://storage.googleapis.com/cvdf-datasets/mnist/" + name,
            "https://yann.lecun.com/exdb/mnist/" + name));
  }

  private static List<URI> addresses(String... addresses) {
    return Arrays.stream(addresses).map(URI::create).toList();
  }
}
