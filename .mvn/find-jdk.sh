# Sets JAVA_HOME to a JDK 25 or later, or says in one line what to do. Sourced by ./mvnw and ./ingest.
ingest_java_major() {
  # release: a JDK's own statement of its version, without starting it
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

ingest_is_jdk() {
  ingest_major=$(ingest_java_major "$1")
  [ -n "$ingest_major" ] && [ "$ingest_major" -ge 25 ] && [ -x "$1/bin/javac" ]
}

ingest_find_jdk() {
  ingest_on_path=$(command -v javac 2>/dev/null) && ingest_on_path=$(readlink -f "$ingest_on_path") || ingest_on_path=
  for ingest_home in "${JAVA_HOME:-/nonexistent}" "${ingest_on_path%/bin/javac}" \
    /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if ingest_is_jdk "$ingest_home"; then
      JAVA_HOME=$ingest_home
      export JAVA_HOME
      return 0
    fi
  done
  echo "ingest: no JDK 25 found; install one and set JAVA_HOME to its folder" >&2
  return 1
}

ingest_find_jdk || exit 1
