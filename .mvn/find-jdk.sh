# Copyright 2026 The Colonnade Authors
# SPDX-License-Identifier: Apache-2.0
#
# Finds a JDK. Sourced by ./colonnade and ./mvnw; POSIX shell, and no process started while a JDK's
# `release` file answers, because the launcher has to be quick.
#
#   find_jdk 25    looks in JAVA_HOME, on the PATH and in the usual install folders for a JDK of that
#                  version or newer and sets
#                    JDK_HOME, JDK_VERSION   what was found; the status is 1 if nothing was
#                    JDK_REJECTED            what JAVA_HOME and the PATH hold instead, in words; or empty
#                    JDK_IGNORED_JAVA_HOME   set if JAVA_HOME was not good enough and another was taken
#                    JDK_SEARCHED            where else it was looked for, in words
#   no_jdk 25      prints what is missing, where it was looked for, and what to install
#
# COLONNADE_JDK_FOLDERS, folders separated by colons, replaces the usual install folders.
#
# shellcheck shell=sh disable=SC2034 # the results are for whoever sources this

# Sets jdk_version ("25.0.3") and jdk_feature ("25") for the JDK in folder $1; fails if there is none.
jdk_in() {
  jdk_version='' jdk_feature=0
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  if [ -r "$1/release" ]; then
    while IFS='=' read -r jdk_key jdk_value || [ -n "$jdk_key" ]; do
      if [ "$jdk_key" = JAVA_VERSION ]; then
        jdk_version=${jdk_value#\"}
        jdk_version=${jdk_version%%\"*}
      fi
    done <"$1/release"
  fi
  if [ -z "$jdk_version" ]; then # a JDK without a release file has to be asked
    jdk_version=$("$1/bin/java" -XshowSettings:properties -version 2>&1 |
      sed -n 's/^ *java\.version = //p')
  fi
  jdk_feature=${jdk_version%%[!0-9]*}
  [ -n "$jdk_feature" ] || { jdk_feature=0; return 1; }
}

# Prints the JDK folder that the java command on the PATH belongs to.
jdk_of_path() {
  jdk_java=$(command -v java) || return 1
  while [ -L "$jdk_java" ]; do
    jdk_link=$(readlink "$jdk_java") || return 1
    case $jdk_link in
      /*) jdk_java=$jdk_link ;;
      *) jdk_java=${jdk_java%/*}/$jdk_link ;;
    esac
  done
  case $jdk_java in
    */bin/java) printf '%s\n' "${jdk_java%/bin/java}" ;;
    *) return 1 ;;
  esac
}

# Takes the JDK in $1 if it is at least $2 and better than what was found: the very version $2 first
# (it is what Colonnade is tested with), then the newest.
jdk_consider() {
  jdk_in "$1" || return 0
  [ "$jdk_feature" -ge "$2" ] || return 0
  if [ -z "$JDK_HOME" ] ||
    { [ "$jdk_best" -ne "$2" ] &&
      { [ "$jdk_feature" -eq "$2" ] || [ "$jdk_feature" -gt "$jdk_best" ]; }; }; then
    JDK_HOME=$1 JDK_VERSION=$jdk_version jdk_best=$jdk_feature
  fi
}

find_jdk() {
  JDK_HOME='' JDK_VERSION='' JDK_REJECTED='' JDK_IGNORED_JAVA_HOME='' jdk_best=0
  JDK_SEARCHED=''

  if [ -n "${JAVA_HOME-}" ]; then
    if jdk_in "$JAVA_HOME" && [ "$jdk_feature" -ge "$1" ]; then
      JDK_HOME=$JAVA_HOME JDK_VERSION=$jdk_version
      return 0
    fi
    if [ -n "$jdk_version" ]; then
      JDK_REJECTED="JAVA_HOME is $JAVA_HOME, Java $jdk_version"
    else
      JDK_REJECTED="JAVA_HOME is $JAVA_HOME, which is no JDK"
    fi
    JDK_IGNORED_JAVA_HOME=$JDK_REJECTED
  fi

  if jdk_path_home=$(jdk_of_path); then
    if jdk_in "$jdk_path_home" && [ "$jdk_feature" -ge "$1" ]; then
      JDK_HOME=$jdk_path_home JDK_VERSION=$jdk_version
      return 0
    fi
    if [ -n "$jdk_version" ]; then
      JDK_REJECTED="${JDK_REJECTED:+$JDK_REJECTED; }java on the PATH is $jdk_version"
    fi
  fi

  if [ -n "${COLONNADE_JDK_FOLDERS+set}" ]; then
    JDK_SEARCHED="the folders of COLONNADE_JDK_FOLDERS (${COLONNADE_JDK_FOLDERS:-none})"
    jdk_ifs=$IFS IFS=:
    set -f
    # shellcheck disable=SC2086 # split on the colons
    set -- "$1" $COLONNADE_JDK_FOLDERS
    set +f
    IFS=$jdk_ifs
    jdk_wanted=$1
    shift
    for jdk_parent in "$@"; do
      for jdk_folder in "$jdk_parent" "$jdk_parent"/*; do
        jdk_consider "$jdk_folder" "$jdk_wanted"
      done
    done
  else
    JDK_SEARCHED='the usual folders (below /usr/lib/jvm, /usr/java, /opt, ~/.sdkman, ~/.jdks, ~/.jbang,
~/.asdf, ~/.local/share/mise, /Library/Java and Homebrew)'
    if [ -x /usr/libexec/java_home ]; then # macOS keeps a register of its own
      if jdk_folder=$(/usr/libexec/java_home -v "$1+" 2>/dev/null); then
        jdk_consider "$jdk_folder" "$1"
      fi
    fi
    for jdk_folder in \
      /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /opt/* /opt/java/* /opt/jdk/* \
      "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.jbang/cache/jdks/* \
      "${HOME-}"/.asdf/installs/java/* "${HOME-}"/.local/share/mise/installs/java/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home \
      "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
      /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
      /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
      jdk_consider "$jdk_folder" "$1"
    done
  fi
  [ -n "$JDK_HOME" ]
}

no_jdk() {
  cat <<-END
	Colonnade needs a JDK $1 or newer and found none${JDK_REJECTED:+ ($JDK_REJECTED)}.
	It looked in JAVA_HOME, on the PATH and in $JDK_SEARCHED.
	Install one, for example Temurin $1 from https://adoptium.net (a JDK, not a JRE), or with
	  Debian, Ubuntu   apt install openjdk-$1-jdk, where the release has it
	  Fedora           dnf install java-$1-openjdk-devel
	  macOS            brew install openjdk@$1
	and start again. If it lies in an unusual folder, set JAVA_HOME to that folder.
	END
}
