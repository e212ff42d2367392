// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.DeviceConditions;
import dev.colonnade.core.backend.EnergyReading;
import dev.colonnade.core.backend.Reading;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.ThrottleReason;
import dev.colonnade.cuda.management.DeviceManagement;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the management library tells is what device and session tell, and else the reason. */
class DeviceNumbersTest {
  private static final DeviceConditions HOT =
      new DeviceConditions(
          new Reading.Value<>(1200.0),
          new Reading.Value<>(1980.0),
          new Reading.Value<>(2619.0),
          new Reading.Value<>(699.5),
          new Reading.Value<>(700.0),
          new Reading.Value<>(86.0),
          new Reading.Value<>(Set.of(ThrottleReason.POWER_CAP)));

  private static final DeviceManagement TOLD =
      new DeviceManagement() {
        @Override
        public DeviceConditions conditions() {
          return HOT;
        }

        @Override
        public EnergyReading energy() {
          return new EnergyReading.Counter(1234.5, "GPU board (NVML)", 0.1);
        }

        @Override
        public Reading<String> driverVersion() {
          return new Reading.Value<>("580.65.06");
        }
      };

  private EmulatedMachine machine;

  @BeforeEach
  void findMachine() {
    Optional<EmulatedMachine> found = EmulatedMachine.find();
    assumeTrue(found.isPresent(), EmulatedMachine.missing());
    machine = found.get();
  }

  @Test
  void conditionsEnergyAndDriverComeFromTheManagementLibrary() {
    Device device = machine.device(0).with(TOLD);
    assertThat(device.conditions()).isEqualTo(HOT);
    assertThat(device.properties()).containsEntry("driver", "580.65.06");
    try (Session session = device.open()) {
      assertThat(session.energy())
          .isEqualTo(new EnergyReading.Counter(1234.5, "GPU board (NVML)", 0.1));
      assertThat(session.device().conditions()).isEqualTo(HOT);
    }
  }

  @Test
  void withoutItThereIsTheReasonAndTheDriverIsNamedByItsCudaVersion() {
    Device device = machine.device(0);
    String reason = "no management library was given to this device";
    assertThat(device.conditions()).isEqualTo(DeviceConditions.unavailable(reason));
    assertThat(device.properties().get("driver")).startsWith("version not told, for CUDA ");
    try (Session session = device.open()) {
      assertThat(session.energy()).isEqualTo(new EnergyReading.Unavailable(reason));
    }
  }
}
