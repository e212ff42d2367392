// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a bundle: everything in a folder of a temporary name, which is renamed when it is whole.
 */
public final class BundleBuilder {
  /** What the archive may take where nothing of the user's is in it. */
  public static final long MOST_BYTES = 40_000_000;

  private final BundleRequest request;
  private final Consumer<String> progress;

  /**
   * What came out.
   *
   * @param folder the bundle
   * @param archive the same as {@code .tar.xz}
   * @param folderBytes sum of the files
   * @param archiveBytes size of the archive
   * @param sha256 of the archive
   * @param modules of the runtime
   */
  public record Result(
      Path folder,
      Path archive,
      long folderBytes,
      long archiveBytes,
      String sha256,
      List<String> modules) {
    /** Copies the list. */
    public Result {
      modules = List.copyOf(modules);
    }
  }

  /**
   * A builder.
   *
   * @param request what goes in
   * @param progress hears what is done next
   */
  public BundleBuilder(BundleRequest request, Consumer<String> progress) {
    this.request = request;
    this.progress = progress;
  }

  /**
   * Builds into {@code out}; a former bundle of the same name there is replaced.
   *
   * @throws BundleException if a part is missing or the archive is too large
   */
  public Result build(Path out) throws IOException, InterruptedException {
    Files.createDirectories(out);
    Path scratch = Files.createTempDirectory(out.toAbsolutePath(), ".bundle");
    try {
      Path folder = scratch.resolve(request.name());
      List<String> modules = fill(folder);
      progress.accept("compressing");
      Path archive = scratch.resolve(request.name() + ".tar.xz");
      TarXz.write(folder, archive, request.epochSeconds());
      long folderBytes =
          FileManifest.entries(folder).stream().mapToLong(FileManifest.Entry::bytes).sum();
      checkSize(request, Files.size(archive));
      return new Result(
          put(folder, out),
          put(archive, out),
          folderBytes,
          Files.size(out.resolve(request.name() + ".tar.xz")),
          FileManifest.sha256(out.resolve(request.name() + ".tar.xz")),
          modules);
    } finally {
      delete(scratch);
    }
  }

  /** Refuses an archive that has grown beyond what was promised. */
  static void checkSize(BundleRequest request, long archiveBytes) {
    if (request.plain() && archiveBytes >= MOST_BYTES) {
      throw new BundleException(
          "the archive has "
              + archiveBytes
              + " bytes and may have at most "
              + MOST_BYTES
              + " without data and SDK; see which jar or module has come in");
    }
  }

  private List<String> fill(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    progress.accept("packing jars");
    List<Path> jars = putProgram(folder);
    putAround(folder);
    progress.accept("finding the modules that " + jars.size() + " jars need");
    NavigableSet<String> modules = RuntimeImage.modules(request.javaHome(), jars);
    progress.accept("linking a runtime of " + modules.size() + " modules");
    RuntimeImage.link(request.javaHome(), modules, folder.resolve("runtime"));
    List<String> linked = RuntimeImage.modulesOf(folder.resolve("runtime"));
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", request.name());
    facts.put("version", request.version());
    facts.put("commit", request.commit());
    facts.put("time", Instant.ofEpochSecond(request.epochSeconds()).toString());
    facts.put("java", Runtime.version().toString());
    facts.put("modules", linked);
    FileManifest.write(folder, facts);
    return linked;
  }

  private List<Path> putProgram(Path folder) throws IOException {
    List<Path> jars = new ArrayList<>();
    Path app = Files.createDirectories(folder.resolve("app"));
    jars.add(app.resolve("colonnade.jar"));
    JarPacker.repack(request.mainJar(), jars.getFirst(), request.epochSeconds());
    Path lib = Files.createDirectories(app.resolve("lib"));
    for (Path jar : request.libraries()) {
      jars.add(lib.resolve(jar.getFileName()));
      JarPacker.repack(jar, jars.getLast(), request.epochSeconds());
    }
    Path launcher = folder.resolve("colonnade");
    resource("launcher.sh", launcher);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    return jars;
  }

  private void putAround(Path folder) throws IOException {
    resource("README.txt", folder.resolve("README.txt"));
    Path licences = Files.createDirectories(folder.resolve("licences"));
    for (String name : List.of("LICENSE", "NOTICE")) {
      Path file = request.home().resolve(name);
      if (!Files.isRegularFile(file)) {
        throw new BundleException(file + " is missing; make the bundle in a whole checkout");
      }
      Files.copy(file, folder.resolve(name));
    }
    Licences.write(
        request.libraries().stream()
            .filter(jar -> !String.valueOf(jar.getFileName()).startsWith("colonnade-"))
            .toList(),
        request.home().resolve("LICENSE"),
        licences);
    Path plugins = folder.resolve("plugins");
    copyIfThere(request.home().resolve("plugins"), plugins);
    Files.createDirectories(plugins);
    Files.writeString(
        plugins.resolve("README.txt"), "Jars of further backends in this folder are loaded.\n");
    copyIfThere(request.home().resolve("bench/peers"), folder.resolve("bench/peers"));
    if (request.data().isPresent()) {
      copy(request.data().get(), folder.resolve("data"));
    }
    if (request.tornadoSdk().isPresent()) {
      copy(request.tornadoSdk().get(), folder.resolve("tornado-sdk"));
    }
  }

  private static void resource(String name, Path target) throws IOException {
    try (InputStream in = BundleBuilder.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new BundleException("the resource " + name + " is missing from this build");
      }
      Files.copy(in, target);
    }
  }

  private static void copyIfThere(Path source, Path target) throws IOException {
    if (Files.isDirectory(source)) {
      copy(source, target);
    }
  }

  /** Copies a folder; links that point out of it are followed, others kept. */
  private static void copy(Path source, Path target) throws IOException {
    if (!Files.isDirectory(source)) {
      throw new BundleException(source + " is not a folder; give the path of one");
    }
    Path root = source.toRealPath();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes)
              throws IOException {
            if (String.valueOf(from.getFileName()).equals("__pycache__")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(target.resolve(root.relativize(from)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path from, BasicFileAttributes attributes)
              throws IOException {
            Path to = target.resolve(root.relativize(from));
            if (attributes.isSymbolicLink()
                && from.toRealPath().startsWith(root)
                && !Files.readSymbolicLink(from).isAbsolute()) {
              Files.copy(from, to, LinkOption.NOFOLLOW_LINKS);
            } else if (Files.isDirectory(from)) {
              copy(from, to);
            } else {
              Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static Path put(Path made, Path out) throws IOException {
    Path target = out.resolve(String.valueOf(made.getFileName()));
    delete(target);
    return Files.move(made, target);
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
