#!/bin/sh
# Copyright 2026 The Colonnade Authors
# SPDX-License-Identifier: Apache-2.0
#
# Runs Colonnade's command line on the Java runtime beside it.
#
#   ./colonnade --help
#
# Environment
#   COLONNADE_JAVA_OPTS   more options for the JVM, separated by blanks
#   COLONNADE_DATA        where data sets lie (default: the folder data beside this, if it is there)
#   TORNADOVM_HOME        a TornadoVM SDK (default: the folder tornado-sdk beside this, likewise)

set -eu

self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=$(dirname -- "$self")/$link ;;
  esac
done
home=$(CDPATH='' cd -- "$(dirname -- "$self")" && pwd -P)
java=$home/runtime/bin/java
if ! [ -x "$java" ]; then
  printf 'colonnade: %s is missing or may not be run; unpack the archive again, as a whole, ' "$java" >&2
  printf 'on a file system without the option noexec\n' >&2
  exit 1
fi
if [ "$(uname -s)-$(uname -m)" != Linux-x86_64 ]; then
  printf 'colonnade: this bundle is for Linux on x86-64, and this is %s\n' "$(uname -s) on $(uname -m)" >&2
  exit 1
fi

if [ -z "${COLONNADE_DATA-}" ] && [ -d "$home/data" ]; then
  COLONNADE_DATA=$home/data
  export COLONNADE_DATA
fi
if [ -z "${TORNADOVM_HOME-}" ] && [ -d "$home/tornado-sdk" ]; then
  TORNADOVM_HOME=$home/tornado-sdk
  export TORNADOVM_HOME
fi

set -- -cp "$home/app/colonnade.jar" dev.colonnade.bench.cli.Main "$@"
set -f
# shellcheck disable=SC2086 # split at blanks
set -- ${COLONNADE_JAVA_OPTS-} "$@"
set +f
exec "$java" --enable-native-access=ALL-UNNAMED -Dcolonnade.home="$home" "$@"
