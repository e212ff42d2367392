// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.Profile;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.Support;
import dev.colonnade.core.backend.Ticket;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Passes everything on to another device and remembers what was submitted. */
class RecordingDevice implements Device {
  /** A submission: its entry, its steps, and the values of the feeds that are integers. */
  record Submission(String entry, int steps, Map<String, int[]> integers) {}

  private final Device device;
  private final List<Submission> submissions = new ArrayList<>();
  private int underWay;
  private int mostUnderWay;

  RecordingDevice(Device device) {
    this.device = device;
  }

  /** Called before each compilation. */
  void beforeCompile() {}

  /** Called before a plan is asked for, with which the trainer begins each checkpoint. */
  void beforeCheckpoint() {}

  List<Submission> submissions(String entry) {
    return submissions.stream().filter(submission -> submission.entry().equals(entry)).toList();
  }

  int mostUnderWay() {
    return mostUnderWay;
  }

  @Override
  public String id() {
    return device.id();
  }

  @Override
  public String name() {
    return device.name();
  }

  @Override
  public OptionalLong memoryBytes() {
    return device.memoryBytes();
  }

  @Override
  public Map<String, String> properties() {
    return device.properties();
  }

  @Override
  public Session open() {
    Session session = device.open();
    return new Session() {
      @Override
      public Device device() {
        return RecordingDevice.this;
      }

      @Override
      public Support support(Op op, List<TensorType> operands) {
        return session.support(op, operands);
      }

      @Override
      public Executable compile(Program program, CompileOptions options) {
        beforeCompile();
        return recording(session.compile(program, options));
      }

      @Override
      public HostTensor allocateHost(TensorType type) {
        return session.allocateHost(type);
      }

      @Override
      public long bytesInUse() {
        return session.bytesInUse();
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }

  private Executable recording(Executable executable) {
    return new Executable() {
      @Override
      public Program program() {
        return executable.program();
      }

      @Override
      public CompileOptions options() {
        return executable.options();
      }

      @Override
      public Plan plan() {
        beforeCheckpoint();
        return executable.plan();
      }

      @Override
      public State newState() {
        return executable.newState();
      }

      @Override
      public Ticket submit(State state, String entry, Feeds feeds, int steps) {
        Map<String, int[]> integers = new TreeMap<>();
        feeds
            .all()
            .forEach((name, fed) -> {
              if (fed.tensor().type().dtype() == DType.I32) {
                integers.put(name, fed.tensor().toIntArray());
              }
            });
        submissions.add(new Submission(entry, steps, integers));
        underWay++;
        mostUnderWay = Math.max(mostUnderWay, underWay);
        Ticket ticket = executable.submit(state, entry, feeds, steps);
        return new Ticket() {
          @Override
          public Outputs await() {
            underWay--;
            return ticket.await();
          }

          @Override
          public boolean isDone() {
            return ticket.isDone();
          }

          @Override
          public OptionalLong deviceNanos() {
            return ticket.deviceNanos();
          }

          @Override
          public Optional<Profile> profile() {
            return ticket.profile();
          }
        };
      }

      @Override
      public void close() {
        executable.close();
      }
    };
  }
}
