// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.format.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
final class DataFetcherTest {
  private static final byte[] UNPACKED = new byte[400_000];
  private static final byte[] CONTENT;
  private static final FetchSettings QUICK =
      new FetchSettings(Duration.ofSeconds(5), 3, Duration.ofMillis(1));

  static {
    new Random(4).nextBytes(UNPACKED);
    CONTENT = gzip(UNPACKED, 6);
  }

  @TempDir Path folder;
  private FileServer server;
  private final List<String> heard = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server = new FileServer(CONTENT);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RemoteFile file(String... paths) {
    return new RemoteFile(
        "data.gz",
        CONTENT.length,
        sha256(CONTENT),
        sha256(UNPACKED),
        Arrays.stream(paths).map(server::uri).toList());
  }

  private Path fetch(FetchSettings settings, Path target, RemoteFile file) {
    FetchListener listener =
        new FetchListener() {
          @Override
          public void alreadyThere(RemoteFile which, Path path) {
            heard.add("already there");
          }

          @Override
          public void started(RemoteFile which, URI address, long from) {
            heard.add("started at " + from);
          }

          @Override
          public void retrying(RemoteFile which, URI address, String reason, Duration delay) {
            heard.add("retrying after " + delay.toMillis() + " ms: " + reason);
          }

          @Override
          public void givenUp(RemoteFile which, URI address, String reason) {
            heard.add("given up: " + address.getPath());
          }
        };
    return new DataFetcher(settings, listener).fetch(List.of(file), target).getFirst();
  }

  private Path fetch(String... paths) {
    return fetch(QUICK, folder, file(paths));
  }

  private void assertWhole(Path path) throws IOException {
    assertThat(path).hasBinaryContent(CONTENT);
    try (var files = Files.list(path.getParent())) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void aWholeFileArrivesUnderItsNameAlone() throws IOException {
    assertWhole(fetch(QUICK, folder.resolve("new/folder"), file("/whole")));
    assertThat(server.log()).containsExactly("/whole");
  }

  @Test
  void progressEndsAtTheWhole() {
    List<Long> progress = new ArrayList<>();
    FetchListener listener =
        new FetchListener() {
          @Override
          public void progress(RemoteFile which, long done) {
            progress.add(done);
          }
        };
    new DataFetcher(QUICK, listener).fetch(List.of(file("/whole")), folder);
    assertThat(progress).isSorted().endsWith((long) CONTENT.length);
  }

  @Test
  void aBrokenConnectionIsContinuedWhereItBroke() throws IOException {
    assertWhole(fetch("/breaks"));
    List<String> requests = server.log();
    assertThat(requests).hasSizeGreaterThanOrEqualTo(3).first().isEqualTo("/breaks");
    // What was on its way when the connection broke may be lost, so only bounds are certain.
    long first = from(requests.get(1));
    long second = from(requests.get(2));
    assertThat(first).isBetween(1L, CONTENT.length / 3L);
    assertThat(second).isBetween(first, CONTENT.length * 2L / 3);
    assertThat(heard).contains("started at 0", "started at " + first, "started at " + second);
  }

  private static long from(String request) {
    return Long.parseLong(request.replaceAll(".* bytes=(\\d+)-", "$1"));
  }

  @Test
  void aServerWithoutRangesIsReadFromTheBeginning() throws IOException {
    assertWhole(fetch("/breaks-no-range"));
    assertThat(heard.stream().filter(line -> line.startsWith("started")))
        .containsExactly("started at 0", "started at 0", "started at 0");
  }

  @Test
  void aPartOfAnEarlierRunIsContinued() throws IOException {
    Files.write(folder.resolve("data.gz.part"), Arrays.copyOf(CONTENT, 1234));
    assertWhole(fetch("/whole"));
    assertThat(server.log()).containsExactly("/whole bytes=1234-");
    assertThat(heard).containsExactly("started at 1234");
  }

  @Test
  void aPartIsGivenUpWhereTheServerCannotContinueIt() throws IOException {
    Files.write(folder.resolve("data.gz.part"), Arrays.copyOf(CONTENT, 1234));
    assertWhole(fetch("/no-range"));
    assertThat(heard).containsExactly("started at 0");
  }

  @ParameterizedTest
  @CsvSource({"1234", "-1", "-2"})
  void aPartThatIsWrongCostsOneFreshStart(int length) throws IOException {
    byte[] wrong = new byte[length >= 0 ? length : CONTENT.length - 1 - length * 5 - 4];
    Files.write(folder.resolve("data.gz.part"), wrong);
    assertWhole(fetch("/whole"));
  }

  @Test
  void aPartAsLongAsTheFileIsCheckedWithoutAnyRequest() throws IOException {
    Files.write(folder.resolve("data.gz.part"), CONTENT);
    assertWhole(fetch("/missing"));
    assertThat(server.log()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/missing, answered with status 404",
    "/forbidden, answered with status 403",
    "/wrong, delivered a file with the SHA-256",
    "/short, 'offers 100 bytes instead of '",
    "/chunked-long, sends more than"
  })
  void aLastingProblemIsTriedOnceThenTheMirror(String path, String reason) throws IOException {
    assertWhole(fetch(path, "/whole"));
    assertThat(server.log()).containsExactly(path, "/whole");
    assertThat(heard).contains("given up: " + path);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> fetch(QUICK, folder.resolve("b"), file(path)))
        .withMessageContaining(reason);
    assertThat(folder.resolve("b")).isEmptyDirectory();
  }

  @Test
  void aServerThatIsDownIsTriedAgainWithGrowingPauses() throws IOException {
    assertWhole(fetch("/down-twice"));
    assertThat(heard)
        .containsExactly(
            "retrying after 1 ms: answered with status 503",
            "retrying after 2 ms: answered with status 503",
            "started at 0");
  }

  @Test
  void aFailureNamesEveryAddressWithItsReasonAndTheRemedy() throws IOException {
    Files.write(folder.resolve("data.gz.part"), Arrays.copyOf(CONTENT, 500));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> fetch("/down", "/missing"))
        .withMessageContainingAll(
            "/down answered with status 503", "/missing answered with status 404", "proxy");
    assertThat(server.log()).hasSize(4);
    assertThat(folder.resolve("data.gz")).doesNotExist();
    assertThat(folder.resolve("data.gz.part")).hasSize(500);
  }

  @Test
  void aRangeThatWasNotAskedForIsNotBelieved() throws IOException {
    Files.write(folder.resolve("data.gz.part"), Arrays.copyOf(CONTENT, 500));
    assertWhole(fetch(QUICK, folder, file("/wrong-range", "/whole")));
    assertThat(heard).anyMatch(line -> line.contains("wrong range 'bytes 0-9/"));
  }

  @Test
  void redirectsAreFollowed() throws IOException {
    assertWhole(fetch("/moved"));
  }

  @Test
  void aServerThatFallsSilentIsLeftForTheMirror() throws IOException {
    FetchSettings impatient = new FetchSettings(Duration.ofMillis(300), 1, Duration.ZERO);
    assertWhole(fetch(impatient, folder, file("/stalls", "/silent", "/whole")));
    assertThat(server.log())
        .containsExactly("/stalls", "/silent bytes=1000-", "/whole bytes=1000-");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> fetch(impatient, folder.resolve("b"), file("/stalls", "/silent")))
        .withMessageContainingAll("/stalls no bytes for 0.3 s", "/silent no answer within 0.3 s");
  }

  @Test
  void noServerAtAllIsOneSentence() throws IOException {
    URI nobody;
    try (var socket = new ServerSocket(0)) {
      nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/x");
    }
    RemoteFile file = new RemoteFile("x", 5, sha256(CONTENT), null, List.of(nobody));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> fetch(QUICK, folder, file))
        .withMessageContaining("no connection (ConnectException")
        .withMessageNotContaining("\n");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatIsThereAndRightIsNotFetchedAgain() throws IOException {
    Path there = fetch("/whole");
    assertThat(fetch("/missing")).isEqualTo(there);
    Files.write(there, gzip(UNPACKED, 1));
    assertThat(Checksum.compare(there, file("/x"))).isEqualTo(Checksum.Match.SAME_CONTENT);
    assertThat(fetch("/missing")).isEqualTo(there);
    Files.delete(there);
    Path unpacked = Files.write(folder.resolve("data"), UNPACKED);
    assertThat(fetch("/missing")).isEqualTo(unpacked);
    assertThat(heard)
        .containsExactly("started at 0", "already there", "already there", "already there");
  }

  @Test
  void anotherFileOfThatNameIsNeverTouched() throws IOException {
    Path mine = Files.writeString(folder.resolve("data.gz"), "my own work");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> fetch("/whole"))
        .withMessageContaining("is there already with the SHA-256")
        .withMessageContaining("Move it away");
    assertThat(mine).hasContent("my own work");
    assertThat(server.log()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() {
    Path file = Fixtures.write(folder.resolve("file"), new byte[1]);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> fetch(QUICK, file.resolve("below"), file("/whole")))
        .withMessageContaining("cannot be written")
        .withMessageContaining("--data-dir");
  }

  @Test
  void aFullDiskIsNamed() throws IOException {
    Path full = Path.of("/dev/full");
    if (!Files.exists(full)) {
      abort("this system has no /dev/full to stand for a full disk");
    }
    Files.createSymbolicLink(folder.resolve("data.gz.part"), full);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> fetch("/whole"))
        .withMessageContaining("data.gz.part: cannot be written")
        .withMessageContaining("No space left on device");
  }

  @Test
  void moreThanTheDiskHoldsIsRefusedBeforehand() {
    RemoteFile huge =
        new RemoteFile(
            "huge", Long.MAX_VALUE, sha256(CONTENT), null, List.of(server.uri("/whole")));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> fetch(QUICK, folder, huge))
        .withMessageContaining("bytes free");
    assertThat(server.log()).isEmpty();
  }

  @Test
  void twoDownloadsOfOneFileDoNotMix() throws IOException {
    Path part = folder.resolve("data.gz.part");
    try (FileChannel other =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(other.tryLock()).isNotNull();
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> fetch("/whole"))
          .withMessageContaining("is being downloaded already");
    }
    assertWhole(fetch("/whole"));
  }

  @Test
  void anInterruptLeavesThePartForLater() throws Exception {
    List<Throwable> thrown = new ArrayList<>();
    FetchListener interrupting =
        new FetchListener() {
          @Override
          public void retrying(RemoteFile which, URI address, String reason, Duration delay) {
            Thread.currentThread().interrupt();
          }
        };
    Thread fetching =
        Thread.ofPlatform()
            .start(() -> {
              try {
                new DataFetcher(QUICK, interrupting).fetch(List.of(file("/breaks")), folder);
              } catch (DataException e) {
                thrown.add(e);
              }
            });
    fetching.join();
    assertThat(thrown).hasSize(1);
    assertThat(thrown.getFirst()).hasMessageContaining("interrupted");
    assertThat(Files.size(folder.resolve("data.gz.part"))).isBetween(1L, CONTENT.length / 3L);
  }

  @Test
  void theOfficialListsAreComplete() {
    assertThat(OfficialFiles.MNIST).hasSize(4);
    assertThat(OfficialFiles.CIFAR10).hasSize(1);
    for (RemoteFile file : OfficialFiles.MNIST) {
      assertThat(file.contentSha256()).matches("[0-9a-f]{64}");
      assertThat(file.addresses()).hasSize(3).allMatch(uri -> uri.getScheme().equals("https"));
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] gzip(byte[] bytes, int level) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(level);
          }
        }) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
