// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.graph.Graph;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserCacheTest {
  private static final Path HOME = Path.of("/home/user");

  @Test
  void liesWhereTheXdgSpecificationHasIt() {
    assertThat(UserCache.folder(Map.of(), HOME)).isEqualTo(HOME.resolve(".cache/colonnade"));
    assertThat(UserCache.folder(Map.of("XDG_CACHE_HOME", "/fast"), HOME))
        .isEqualTo(Path.of("/fast/colonnade"));
    assertThat(UserCache.folder(Map.of("XDG_CACHE_HOME", "not/absolute"), HOME))
        .isEqualTo(HOME.resolve(".cache/colonnade"));
  }

  @Test
  void codeHasADigestOfItsOwn() {
    assertThat(CodeDigest.of(Graph.class))
        .matches("[0-9a-f]{16}")
        .isEqualTo(CodeDigest.of(UserCache.class))
        .isNotEqualTo(CodeDigest.of(UserCacheTest.class));
  }
}
