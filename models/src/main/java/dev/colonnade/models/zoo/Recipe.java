// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.zoo;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.colonnade.models.notation.NetSpec;
import java.util.List;

/**
 * A net of the zoo: its structure, how it is trained, where both come from, and what is assumed.
 *
 * @param name what the command line calls it
 * @param aliases further names
 * @param title one line for listings
 * @param net the structure
 * @param dataSet name of the data set it was published for
 * @param source where the structure comes from
 * @param input how images are brought to the net
 * @param training how it is trained
 * @param published results that papers report
 * @param alternatives other structures that fit what is published, where kernel sizes are not
 * @param assumed everything in this recipe that no source says, one sentence each
 */
public record Recipe(
    String name,
    List<String> aliases,
    String title,
    NetSpec net,
    String dataSet,
    Source source,
    InputPreparation input,
    Training training,
    List<PublishedResult> published,
    @JsonProperty("alternative") List<Alternative> alternatives,
    List<String> assumed) {

  /**
   * A structure as plausible as the chosen one. A study of a net whose kernel sizes are unknown
   * runs all of them and draws the range.
   *
   * @param role where it lies in cost
   * @param net the structure
   * @param why in what it differs
   */
  public record Alternative(Role role, NetSpec net, String why) {

    /** Cost against the chosen structure. */
    public enum Role {
      /** Fewer multiplications. */
      @JsonProperty("low")
      LOW,
      /** More multiplications. */
      @JsonProperty("high")
      HIGH
    }
  }

  /**
   * Copies the lists; a missing list is empty.
   *
   * @throws IllegalArgumentException if the stated mark of the source contradicts the list of what
   *     is assumed
   */
  public Recipe {
    aliases = copy(aliases);
    published = copy(published);
    alternatives = copy(alternatives);
    assumed = copy(assumed);
    Checks.that(
        source.mark() != Mark.ASSUMED || !assumed.isEmpty(),
        "a net whose structure is assumed must list what is assumed");
  }

  private static <T> List<T> copy(List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
