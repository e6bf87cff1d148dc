# shellcheck shell=bash
# To be sourced, with "project" set to the top of the project: finds a JDK and compiles the harness where that is needed.
# Sets JAVA_HOME and "classpath".

harness=$project/its/harness/src/main/java
built=$project/target/asyncio-review
json=com.eclipsesource.minimal-json:minimal-json:0.9.5

fail() {
  printf '\n%s: %s\n%s\n' "$(basename "$0")" "$1" "$2" >&2
  exit 1
}

# The feature version of the JDK in a folder; nothing if there is none.
jdk_version() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] && "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
}

# The first JDK that is new enough to build with: JAVA_HOME, the PATH, the usual folders.
find_jdk() {
  local javac candidate version
  javac=$(command -v javac || true)
  for candidate in "${JAVA_HOME:-}" "${javac:+$(dirname "$(dirname "$(readlink -f "$javac")")")}" \
    /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    version=$(jdk_version "$candidate" || true)
    if [ -n "$version" ] && [ "$version" -ge 17 ]; then
      printf '%s\n' "$candidate"
      return
    fi
  done
}

# Whether a file is missing, or older than one of the given sources.
outdated() {
  local file=$1
  shift
  [ ! -e "$file" ] || [ -n "$(find "$@" -newer "$file" -print -quit 2>/dev/null)" ]
}

# run_maven WHAT ARGUMENT...: runs Maven in the project; shows its output only if it fails.
run_maven() {
  local what=$1 log
  shift
  log=$(mktemp)
  echo "$what ..." >&2
  if ! (cd "$project" && mvn --batch-mode --quiet "$@") >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    rm -f "$log"
    fail "$what failed." "Run 'mvn package' in $project to see all of it."
  fi
  rm -f "$log"
}

build_harness() {
  if outdated "$built/done" "$harness"; then
    mkdir -p "$built/lib"
    run_maven "Building the command" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
      -Dartifact="$json" -DoutputDirectory="$built/lib"
    rm -rf "$built/classes"
    # The names of the sources have no spaces; the folder they stand in may.
    # shellcheck disable=SC2046
    (cd "$harness" && "$JAVA_HOME/bin/javac" -encoding UTF-8 --release 17 -cp "$built/lib/*" -d "$built/classes" \
      $(find . -name '*.java')) || fail "The command could not be compiled." "Is the work tree complete?"
    touch "$built/done"
  fi
}

command -v mvn >/dev/null || fail "Maven was not found." "Install it (for example Debian's package maven)."
JAVA_HOME=$(find_jdk)
[ -n "$JAVA_HOME" ] || fail "No JDK was found that is version 17 or newer." \
  "Install one (for example Debian's openjdk-21-jdk-headless), or set JAVA_HOME to one."
export JAVA_HOME
build_harness
classpath=$built/classes:$built/lib/*
