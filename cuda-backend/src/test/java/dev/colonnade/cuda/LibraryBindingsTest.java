// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.cuda.LibraryBindings.Binding;
import dev.colonnade.cuda.blas.Blas;
import dev.colonnade.cuda.kernel.Libraries;
import dev.colonnade.cuda.library.CudaLibrary;
import dev.colonnade.cuda.library.LibrarySearch;
import dev.colonnade.cuda.library.LibraryStatus;
import dev.colonnade.cuda.part.Part;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LibraryBindingsTest {
  private static final Blas FIRST = blas();
  private static final Blas SECOND = blas();

  private static Blas blas() {
    return (Blas)
        Proxy.newProxyInstance(
            Blas.class.getClassLoader(),
            new Class<?>[] {Blas.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }

  private static Binding<Blas> binding(String name, boolean works, Blas blas) {
    return new Binding<>(
        name, () -> works ? Optional.empty() : Optional.of("it does not load"), () -> blas);
  }

  private static LibraryBindings bindings(boolean first, boolean second) {
    return new LibraryBindings(
        List.of(binding("first", first, FIRST), binding("second", second, SECOND)),
        List.of(),
        List.of(),
        List.of());
  }

  @Test
  void theFirstThatCanBeUsedServes() {
    assertThat(bindings(true, true).open().blas().orElseThrow()).isSameAs(FIRST);
    assertThat(bindings(false, true).open().blas().orElseThrow()).isSameAs(SECOND);
    assertThat(LibraryBindings.name(bindings(false, true).blas())).isEqualTo("second");
  }

  @Test
  void withoutAnyOurOwnKernelsAreLeft() {
    assertThat(bindings(false, false).open().blas()).isEmpty();
    assertThat(bindings(true, true).open().dnn()).isEmpty();
    assertThat(LibraryBindings.name(bindings(false, false).blas())).isEqualTo("none");
  }

  @Test
  void aLibraryThatCannotBeOpenedIsLeftOutWithItsReason() {
    Binding<Blas> broken =
        new Binding<>(
            "broken",
            Optional::empty,
            () -> {
              throw new BackendException("cublasCreate failed");
            });
    Libraries opened = new LibraryBindings(List.of(broken), List.of(), List.of(), List.of()).open();
    assertThat(opened.blas()).isEmpty();
    assertThat(opened.refusals()).containsExactly(Map.entry(Part.CUBLAS, "cublasCreate failed"));
  }

  @Test
  void onThisMachineTheForeignBindingServesWhereTheLibraryIsFound() {
    LibrarySearch search = LibrarySearch.ofThisProcess();
    String name = LibraryBindings.name(LibraryBindings.of(search).dnn());
    if (search.find(CudaLibrary.CUDNN) instanceof LibraryStatus.Found) {
      assertThat(name).isEqualTo("java.lang.foreign");
    } else {
      assertThat(name).isNotEqualTo("java.lang.foreign");
    }
  }
}
