// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.Conditions;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.DeviceConditions;
import dev.colonnade.core.backend.Reading;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.ThrottleReason;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConditionsLogTest {
  private static final Reading<Double> UNTOLD = new Reading.Unavailable<>("no thermometer");

  private long now;
  private int asked;
  private DeviceConditions told = told(1000, 50, Set.of(ThrottleReason.IDLE));

  private final Device device =
      new Device() {
        @Override
        public String id() {
          return "told:0";
        }

        @Override
        public String name() {
          return "Told";
        }

        @Override
        public OptionalLong memoryBytes() {
          return OptionalLong.empty();
        }

        @Override
        public Map<String, String> properties() {
          return Map.of();
        }

        @Override
        public DeviceConditions conditions() {
          asked++;
          return told;
        }

        @Override
        public Session open() {
          throw new UnsupportedOperationException("not opened here");
        }
      };

  private final ConditionsLog log = new ConditionsLog(device, () -> now);

  private static DeviceConditions told(double clock, double watts, Set<ThrottleReason> reasons) {
    return new DeviceConditions(
        new Reading.Value<>(clock),
        new Reading.Value<>(2000.0),
        new Reading.Value<>(2600.0),
        new Reading.Value<>(watts),
        new Reading.Value<>(700.0),
        UNTOLD,
        new Reading.Value<>(reasons));
  }

  private Conditions summary() {
    return log.summary().asOptional().orElseThrow();
  }

  @Test
  void extremesAndEndsAndCountsOfReasons() {
    log.read();
    told = told(1980, 690, Set.of(ThrottleReason.POWER_CAP));
    now += ConditionsLog.INTERVAL_MILLIS;
    log.readIfDue();
    told = told(900, 700, Set.of(ThrottleReason.POWER_CAP, ThrottleReason.THERMAL_HARDWARE));
    now += ConditionsLog.INTERVAL_MILLIS;
    log.readIfDue();
    told = told(1800, 400, Set.of());
    log.read();
    assertThat(summary())
        .isEqualTo(
            new Conditions(
                4,
                Measured.of(new Conditions.Range(1000, 900, 1980, 1800)),
                Measured.of(2000.0),
                Measured.of(new Conditions.Range(2600, 2600, 2600, 2600)),
                Measured.of(new Conditions.Range(50, 50, 700, 400)),
                Measured.of(700.0),
                Measured.unavailable("no thermometer"),
                Measured.of(new TreeMap<>(Map.of("power-cap", 2, "thermal-hardware", 1)))));
    assertThat(summary().slowdowns()).containsOnlyKeys("power-cap", "thermal-hardware");
  }

  @Test
  void betweenSamplesItReadsNoMoreOftenThanItsInterval() {
    log.read();
    now += ConditionsLog.INTERVAL_MILLIS - 1;
    log.readIfDue();
    assertThat(asked).isEqualTo(1);
    now++;
    log.readIfDue();
    log.readIfDue();
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void aDeviceThatTellsNothingIsNotAskedBetweenSamplesAndHasOneReason() {
    told = DeviceConditions.unavailable("there is no NVML");
    log.read();
    now += 10 * ConditionsLog.INTERVAL_MILLIS;
    log.readIfDue();
    assertThat(asked).isEqualTo(1);
    assertThat(log.summary()).isEqualTo(Measured.unavailable("there is no NVML"));
  }

  @Test
  void chosenClocksAndIdlenessAreNoSlowdown() {
    told = told(1200, 60, Set.of(ThrottleReason.CLOCKS_SETTING, ThrottleReason.IDLE));
    log.read();
    assertThat(summary().throttling().asOptional().orElseThrow())
        .containsOnlyKeys("clocks-setting");
    assertThat(summary().slowdowns()).isEmpty();
  }
}
