# What `run` and `jmh` share; read with `.`, needs $here and $root.

class_path="$here/target/classes:$here/target/lib/*"

# The newest JDK >= 21 of JAVA_HOME, /usr/lib/jvm and the path, in this order of preference.
find_java() {
  for java in "${JAVA_HOME:-/nonexistent}/bin/java" $(ls -d /usr/lib/jvm/*/bin/java 2>/dev/null | sort -Vr) "$(command -v java || true)"; do
    [ -x "$java" ] || continue
    release=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java\.specification\.version = //p')
    case $release in
      ''|1.*) ;;
      *) if [ "$release" -ge 21 ]; then echo "$java"; return; fi ;;
    esac
  done
  echo "no JDK 21 or newer in JAVA_HOME, /usr/lib/jvm or on the path" >&2
  exit 2
}

# What Netty needs for fast buffers and epoll; older JDKs neither need nor know the second.
set_native_flags() {
  native_flags="--enable-native-access=ALL-UNNAMED"
  if "$java" --sun-misc-unsafe-memory-access=allow -version >/dev/null 2>&1; then
    native_flags="$native_flags --sun-misc-unsafe-memory-access=allow"
  fi
}

# Never rebuilds by itself: what is measured is what was built. `mvn -pl benchmarks -am package` builds anew.
build_once() {
  [ -d "$here/target/lib" ] && [ -d "$here/target/classes/io/sluice/benchmarks" ] && return
  echo "building benchmarks (once)" >&2
  (cd "$root" && mvn -B -q -pl benchmarks -am -DskipTests package) >&2
}
