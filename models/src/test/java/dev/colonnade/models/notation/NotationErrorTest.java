// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to get a net string wrong that we could think of, with the place it is blamed on. */
class NotationErrorTest {

  @ParameterizedTest(name = "[{index}] ''{0}''")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""                       | 0  | begins with its input
          "   "                    | 3  | begins with its input
          hello                    | 0  | begins with its input
          20C4-MP2-10N             | 2  | not with a layer
          1x29                     | 4  | third size
          1x29-20C4                | 4  | third size
          1x29x                    | 5  | ends too early
          1x29x29                  | 7  | no layer
          1x29x29-                 | 8  | ends too early
          1x29x29x3-10N            | 7  | unexpected 'x'
          0x29x29-10N              | 0  | number of input maps is zero
          -1x29x29-10N             | 0  | begins with its input
          1x-29x29-10N             | 2  | input height is missing or negative
          1x29x29--10N             | 8  | unexpected '-'
          1x29x29-10N-             | 12 | ends too early
          1x29x29 10N              | 8  | unexpected '1'
          1x29x29,10N              | 7  | unexpected ','
          1x29x29-C4-10N           | 8  | without its number of maps
          1x29x29-N-10N            | 8  | without its number of units
          1x29x29-20C-10N          | 11 | kernel size is missing
          1x29x29-20C              | 11 | ends too early
          1x29x29-20C0-10N         | 11 | kernel size is zero
          1x29x29-0C4-10N          | 8  | is zero
          1x29x29-20C4/0-10N       | 13 | stride is zero
          1x29x29-20C4/-10N        | 13 | stride is missing
          1x29x29-20C4g0-10N       | 13 | number of groups is zero
          1x29x29-20C4p-10N        | 13 | padding is missing
          1x29x29-20C4p4-10N       | 8  | padding 4x4 is not smaller than the kernel 4x4
          1x29x29-20C4/2/2-10N     | 14 | option '/' stands twice
          1x29x29-20C4z-10N        | 12 | unexpected 'z'
          1x29x29-20C4.5-10N       | 12 | unexpected '.'
          1x29x29-20C4t0-10N       | 13 | fan-in of the connection table is zero
          1x29x29-20C4t2-10N       | 8  | reads 2 maps but its input has only 1
          1x29x29-20C4t1#-10N      | 15 | seed of the connection table is missing
          4x29x29-20C4g2t2-10N     | 8  | cannot be combined
          3x29x29-20C4g2-10N       | 8  | do not divide
          1x29x29-MP-10N           | 10 | pooling window is missing
          1x29x29-MP0-10N          | 10 | pooling window is zero
          1x29x29-20C4-MP2x-10N    | 16 | an 'x' without a second number
          1x29x29-20C4x-10N        | 12 | an 'x' without a second number
          1x29x29-20C4x            | 12 | an 'x' without a second number
          1x29x29-20C4x5x6-10N     | 14 | unexpected 'x'
          1x29x29-20C4/2xp1-10N    | 14 | an 'x' without a second number
          1x29x29-20C4p1x-10N      | 14 | an 'x' without a second number
          1x29x29-MP2z-10N         | 11 | unexpected 'z'
          1x29x29-MP30-10N         | 8  | pooling window 30x30 is larger than its 29x29 input
          1x29x29-20C4-30MP2-10N   | 13 | keeps the number of maps, which is 20, but 30 are stated
          1x29x29-10N-MP2-10N      | 12 | pooling window 2x2 is larger than its 1x1 input
          1x29x29-100-10           | 8  | layer 1 is a bare number
          841-1000-500N-10         | 4  | layer 1 is a bare number
          1x29x29-20Q5-10N         | 10 | unexpected 'Q'
          1x29x29-20-5N            | 8  | bare number
          1x29x29-{M}C5-10N        | 8  | variables have no value here
          1x29x29-20C{K}-10N       | 11 | variables have no value here
          1x29x29-96C5-LRN5-10N    | 13 | LRN is reserved
          1x29x29-10N-DO0.5-10N    | 12 | DO is reserved
          1x29x29-99999999999N     | 8  | number larger than 2147483647
          1x29x29-2147483648N      | 8  | number larger than 2147483647
          1x29x29-20C4t1#99999999999999999999-2N | 15 | number larger than 9223372036854775807
          65536x65536x1-10N        | 0  | more than 2147483647 values
          2147483647x2147483647x2147483647-10N | 0 | more than 2147483647 values
          1x29x29-2147483647C2-10N | 8  | more than 2147483647 activations
          1x2x2-2147483647C2-10N   | 6  | more than 2147483647 weights
          1x29x29-2147483647N      | 8  | more than 2147483647 weights
          1x9x9-20C4-MP2c-40C5-10N | 16 | kernel 5x5 is larger than its 3x3 input at layer 3 (40C5)
          1x9x9-20C10x2-2N         | 6  | kernel 10x2 is larger than its 9x9 input
          1x29x29-20Ç5-10N         | 10 | unexpected 'Ç'
          """)
  void isRefusedWithACaretAtThePlace(String text, int position, String problem) {
    NotationException e =
        catchThrowableOfType(NotationException.class, () -> NetString.parse(text));

    assertThat(e).as("no exception for '%s'", text).isNotNull();
    assertThat(e.problem()).contains(problem);
    assertThat(e.position()).isEqualTo(position);
    assertThat(e.source()).isEqualTo(text);
    String[] lines = e.getMessage().split("\n");
    assertThat(lines).hasSize(3);
    assertThat(lines[1]).isEqualTo("  " + text);
    assertThat(lines[2].indexOf('^')).isEqualTo(position + 2);
  }

  @Test
  void theWholeMessageReadsWell() {
    assertThat(message("1x9x9-20C4-MP2c-40C5-10N"))
        .isEqualTo(
            """
            kernel 5x5 is larger than its 3x3 input at layer 3 (40C5), column 17. The largest that \
            fits is 3x3.
              1x9x9-20C4-MP2c-40C5-10N
                              ^~~~\
            """);
    assertThat(message("1x29x29-20C"))
        .isEqualTo(
            """
            the text ends too early, column 12. Expected kernel size.
              1x29x29-20C
                         ^\
            """);
  }

  @Test
  void theTableNotationOfThePaperLeadsToTheZoo() {
    assertThat(message("1x29x29-20M-40M-60M-80M-100M-120M-150N-10N"))
        .contains("a map layer without a kernel size", "dannet-mnist", "\n  1x29x29-20M-40M")
        .endsWith("          ^~~");
  }

  @Test
  void expectedTokensAndHintAreAvailableToPrograms() {
    NotationException e =
        catchThrowableOfType(NotationException.class, () -> NetString.parse("1x9x9-5C3?"));

    assertThat(e.expected()).contains("'-'", "the end", "'p' padding");
    assertThat(e.length()).isEqualTo(1);
    assertThat(e.hint()).isEmpty();
    assertThat(
            catchThrowableOfType(NotationException.class, () -> NetString.parse("1x9x9-5-5"))
                .hint())
        .contains("841-1000-500-10");
  }

  @Test
  void longTextsAreExcerptedAroundTheCaret() {
    String text = "1x2x2" + "-2N".repeat(1000) + "-!" + "-2N".repeat(1000);
    String[] lines = message(text).split("\n");

    assertThat(lines[1].length()).isLessThan(160);
    assertThat(lines[1].charAt(lines[2].indexOf('^'))).isEqualTo('!');
  }

  @Test
  void controlCharactersDoNotReachTheTerminal() {
    assertThat(message("1x2x2-\u001b[31m")).doesNotContain("\u001b").contains("U+001B");
    assertThat(message("1x2x2\n-2N").split("\n")).hasSize(3);
    assertThat(message("1x2x2-\u0000")).contains("U+0000");
  }

  @Test
  void tooLongATextIsRefusedBeforeItIsRead() {
    assertThat(message("1x2x2" + "-2N".repeat(NetString.MAX_LENGTH)))
        .contains("longer than 100000 characters");
  }

  @Test
  void multiplicationsThatDoNotFitALongAreRefused() {
    String layer = "-1C46339p23169";

    assertThat(NetString.parse("1x46340x46340-1C46340p23169" + layer).output().height())
        .isEqualTo(46339);
    assertThat(message("1x46340x46340-1C46340p23169" + layer + layer))
        .contains("more than 2^63 multiplications for one example at layer 3");
  }

  private static String message(String text) {
    return catchThrowableOfType(NotationException.class, () -> NetString.parse(text)).getMessage();
  }
}
