// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.cuda.driver.LaunchShape;
import java.util.ArrayList;
import java.util.List;

/** Launches of {@code stepping.cu}: what makes n runs of one recorded step differ. */
public final class SteppingKernels {
  /** {@code MOST_TRANSFERS} of stepping.cu. */
  private static final int MOST_TRANSFERS = 12;

  /** A tensor of this size keeps a device busy with a block for each of this many bytes. */
  private static final int BYTES_PER_BLOCK = 4 * Launcher.THREADS * 4;

  private static final int MOST_BLOCKS = 1024;

  /**
   * A tensor that is staged.
   *
   * @param buffer where it is in the step
   * @param place its number in the table of places
   * @param bytes its size
   */
  public record Transfer(Buffer buffer, int place, long bytes) {}

  private final Launcher launcher;
  private final long control;
  private final long headerBytes;

  /**
   * Launches that read one control block.
   *
   * @param control device address of header and table
   * @param headerBytes size of the header, behind which the table lies
   */
  public SteppingKernels(KernelLibrary library, long control, long headerBytes) {
    this.launcher = new Launcher(library, "stepping");
    this.control = control;
    this.headerBytes = headerBytes;
  }

  /** Takes this step's feeds out of staging memory. */
  public List<Launch> fetch(List<Transfer> transfers) {
    return launches("fetch_feeds", transfers);
  }

  /** Puts this step's outputs into staging memory. */
  public List<Launch> store(List<Transfer> transfers) {
    return launches("store_outputs", transfers);
  }

  /** Gathers rows by indices that are a feed, without the copy of them. */
  public Launch gather(int multiprocessors, Buffer data, Transfer indices, Buffer result) {
    long rows = indices.bytes / Integer.BYTES;
    long row = result.count() / rows;
    return launcher.elements(
        multiprocessors,
        result.dtype().byteSize() == 1 ? "gather_fed_rows_8" : "gather_fed_rows_32",
        result.count(),
        new Parameters()
            .int64(control)
            .int64(control + headerBytes)
            .buffer(data)
            .buffer(result)
            .int64(indices.place)
            .int64(result.count())
            .int64(row)
            .int32(Math.toIntExact(data.count() / row)));
  }

  /** Counts the step. */
  public Launch advance() {
    return launcher.of("advance_step", LaunchShape.linear(1, 1), new Parameters().int64(control));
  }

  private List<Launch> launches(String kernel, List<Transfer> transfers) {
    List<Launch> launches = new ArrayList<>();
    for (int from = 0; from < transfers.size(); from += MOST_TRANSFERS) {
      launches.add(
          launch(
              kernel, transfers.subList(from, Math.min(transfers.size(), from + MOST_TRANSFERS))));
    }
    return launches;
  }

  private Launch launch(String kernel, List<Transfer> transfers) {
    Parameters parameters = new Parameters().int64(control).int64(control + headerBytes);
    long largest = 1;
    for (Transfer transfer : transfers) {
      parameters.buffer(transfer.buffer).int64(transfer.place).int64(transfer.bytes);
      largest = Math.max(largest, transfer.bytes);
    }
    for (int i = transfers.size(); i < MOST_TRANSFERS; i++) {
      parameters.none().int64(0).int64(0);
    }
    parameters.int32(transfers.size());
    int blocks = (int) Math.min(MOST_BLOCKS, Math.ceilDiv(largest, BYTES_PER_BLOCK));
    return launcher.of(
        kernel, new LaunchShape(blocks, transfers.size(), 1, Launcher.THREADS, 0), parameters);
  }
}
