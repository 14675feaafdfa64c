# What scripts/clmr and scripts/clmr-spark have in common; sourced by both, from bash 3.2 up. They set `program`, the name in
# messages, and `script`, their own path through all links.
set +o posix # bash before 5.1 knows no process substitution in that mode
unset CDPATH GREP_OPTIONS LANGUAGE

# Java must not open a file of its own where a stream of the program is closed. What is written to a closed stdout fails.
{ : <&0; } 2>/dev/null || exec </dev/null
{ : >&1; } 2>/dev/null || exec 1</dev/null
{ : >&2; } 2>/dev/null || exec 2>/dev/null

fail() {
    printf '%s: %s\n' "$program" "$2" >&2
    exit "$1"
}

# Java takes a colon in its class path for the end of a name. Perhaps only a link on the way has one.
CLMR_HOME=$(cd "$(dirname "$script")/.." && pwd)
case $CLMR_HOME in
    *:*) CLMR_HOME=$(cd "$CLMR_HOME" && pwd -P) ;;
esac
case $CLMR_HOME in
    *:*) fail 4 "this checkout lies in '$CLMR_HOME', and Java works in no folder with a colon in its path; rename it" ;;
esac

# Prints the major version of a Java home, or nothing. The release file saves the start of a JVM.
version_of() {
    if [ ! -x "$1/bin/java" ]; then
        return 0
    elif [ -r "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
    else
        "$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1
    fi
}

# Prints the home of a java program, through all links.
home_of() {
    local java=$1 next
    while [ -L "$java" ]; do
        next=$(readlink "$java")
        case $next in
            /*) java=$next ;;
            *) java=$(dirname "$java")/$next ;;
        esac
    done
    (cd "$(dirname "$java")/.." && pwd)
}

java_home='' java_version=0
consider() {
    local version
    version=$(version_of "$1")
    if [ -n "$version" ] && [ "$version" -ge 17 ] && [ "$version" -le "$2" ] && [ "$version" -gt "$java_version" ]; then
        java_home=$1 java_version=$version
    fi
}

# Sets java_home and java_version: CLMR_JAVA, else the newest from 17 to $1. $2 says which that are, in words.
find_java() {
    local candidate
    if [ -n "${CLMR_JAVA:-}" ]; then
        candidate=$CLMR_JAVA
        [ ! -f "$candidate" ] || candidate=$(home_of "$candidate")
        consider "$candidate" "$1"
        [ -n "$java_home" ] || fail 4 "CLMR_JAVA is '$CLMR_JAVA', expected the home folder or the java program of a Java $2"
        return 0
    fi
    [ -z "${JAVA_HOME:-}" ] || consider "$JAVA_HOME" "$1"
    for candidate in /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        consider "$candidate" "$1"
    done
    if candidate=$(command -v java); then
        consider "$(home_of "$candidate")" "$1"
    fi
    [ -n "$java_home" ] || fail 4 "no Java $2 in JAVA_HOME, /usr/lib/jvm or PATH; install one (apt-get install openjdk-17-jdk-headless) or set CLMR_JAVA"
}

# Prints the first of the files given that there is.
first_of() {
    local file
    for file in "$@"; do
        if [ -f "$file" ]; then
            printf '%s' "$file"
            return 0
        fi
    done
}

# Builds module $1 with all that it needs unless its jar, which every build makes anew, is younger than all sources. $2 is
# the pattern of that jar, $3 a file that the build writes beside it; the modules of the sources follow.
build_if_old() {
    module=$1 pattern=$2 beside=$3
    shift 3
    build_is_old "$@" || return 0
    local target=$CLMR_HOME/$module/target
    mkdir -p "$target" 2>/dev/null && [ -w "$target" ] ||
        fail 4 "the sources in $CLMR_HOME are newer than the build, and this user may not write there; let its owner start $program once, or set CLMR_BUILD=never to use a build that is older"
    if command -v flock >/dev/null; then
        exec 8>"$target/build.lock"
        flock 8
        ! build_is_old "$@" || run_build # another process may have built while this one waited
        exec 8>&-
    else
        run_build
    fi
}

build_is_old() {
    local jar source sources=("$CLMR_HOME/pom.xml")
    # shellcheck disable=SC2086 # a pattern
    jar=$(cd "$CLMR_HOME/$module/target" 2>/dev/null && first_of $pattern)
    [ -n "$jar" ] && [ -f "$CLMR_HOME/$module/target/$beside" ] || return 0
    [ "${CLMR_BUILD:-}" != never ] || return 1
    for source in "$@"; do
        sources+=("$CLMR_HOME/clmr-$source/pom.xml" "$CLMR_HOME/clmr-$source/src/main")
    done
    [ -n "$(find "${sources[@]}" -type f -newer "$CLMR_HOME/$module/target/$jar" -print -quit)" ]
}

run_build() {
    [ -x "$java_home/bin/javac" ] || fail 4 "clmr must be built first, and $java_home has no compiler; install a JDK (apt-get install openjdk-17-jdk-headless)"
    printf '%s: building, which takes a minute or two the first time\n' "$program" >&2
    local log=$CLMR_HOME/$module/target/build.log
    [ -n "${HOME:-}" ] || { unset HOME && HOME=~ && export HOME; } # Maven's wrapper needs one
    if ! (cd "$CLMR_HOME" && JAVA_HOME=$java_home ./mvnw -B -ntp -DskipTests -Dspotless.check.skip=true \
        -pl "$module" -am package) >"$log" 2>&1; then
        grep '^\[ERROR\]' "$log" | head -n 10 >&2 || tail -n 10 "$log" >&2
        fail 4 "the build failed; all of its output is in $log"
    fi
}

# Whether a locale is installed and its text is UTF-8: only then this shell takes three bytes for one character.
is_utf8() (
    LC_ALL=$1
    euro=$'\342\202\254'
    [ ${#euro} -eq 1 ]
) 2>/dev/null

# Without a UTF-8 locale Java cannot open files whose names are not plain ASCII; in another language it would tell the
# system's errors in that. A locale that is named need not be installed, and not every macOS has C.UTF-8.
for candidate in C.UTF-8 en_US.UTF-8 "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" C.UTF-8; do
    if is_utf8 "$candidate"; then
        break
    fi
done
export LC_ALL=$candidate

java_options=()
# Java itself looks at no TMPDIR.
[ -z "${TMPDIR:-}" ] || [ ! -d "$TMPDIR" ] || [ ! -w "$TMPDIR" ] || java_options+=("-Djava.io.tmpdir=$TMPDIR")
