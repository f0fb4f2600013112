# Finds a JDK 25: in JAVA_HOME, on the PATH, then in the folders where JDKs usually lie. Sourced by the launcher, which
# calls find_jdk; run on its own it prints the folder.
#
# FOVEA_JDK_FOLDERS replaces the usual folders (separated by ':').

WANTED=25

# The major version of the JDK in a folder, from its release file, else from java itself; nothing when it is none.
jdk_version() {
    local home=$1 line
    [ -x "$home/bin/java" ] && [ -x "$home/bin/javac" ] || return 0
    if [ -r "$home/release" ]; then
        while IFS= read -r line; do
            case $line in
                JAVA_VERSION=*)
                    line=${line#JAVA_VERSION=\"}
                    line=${line%%[!0-9]*}
                    printf '%s' "$line"
                    return 0
                    ;;
            esac
        done <"$home/release"
    fi
    line=$("$home/bin/java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p') || true
    printf '%s' "$line"
}

# Follows links to the program itself.
resolve_link() {
    local file=$1 target
    while [ -L "$file" ]; do
        target=$(readlink "$file")
        case $target in
            /*) file=$target ;;
            *) file=$(dirname "$file")/$target ;;
        esac
    done
    printf '%s/%s' "$(cd -P "$(dirname "$file")" && pwd)" "$(basename "$file")"
}

# Sets JDK to the folder of a JDK 25; otherwise says what was found and how to get one, and fails.
find_jdk() {
    local seen="" home version java folder
    local -a homes=()
    [ -n "${JAVA_HOME:-}" ] && homes+=("$JAVA_HOME")
    if [ ${#homes[@]} -gt 0 ] && [ "$(jdk_version "${homes[0]}")" = "$WANTED" ]; then
        JDK=${homes[0]}
        return 0
    fi
    if java=$(type -P java); then
        java=$(resolve_link "$java")
        homes+=("${java%/bin/java}")
    fi
    local IFS=:
    for folder in ${FOVEA_JDK_FOLDERS-/usr/lib/jvm:$HOME/.sdkman/candidates/java:$HOME/.jdks:/Library/Java/JavaVirtualMachines:$HOME/Library/Java/JavaVirtualMachines:/opt:/opt/java:/usr/local}; do
        [ -d "$folder" ] || continue
        for home in "$folder"/*; do
            [ -x "$home/bin/java" ] && homes+=("$home")
            [ -x "$home/Contents/Home/bin/java" ] && homes+=("$home/Contents/Home")
        done
    done
    for home in ${homes[@]+"${homes[@]}"}; do
        version=$(jdk_version "$home")
        if [ "$version" = "$WANTED" ]; then
            JDK=$home
            return 0
        fi
        seen="$seen
    Java ${version:-of unknown version, or without javac} in $home"
    done
    {
        echo "fovea: a JDK $WANTED is needed; found ${seen:-none}"
        [ -n "$seen" ] && echo
        echo "Get one from your package manager (openjdk-$WANTED-jdk, temurin-$WANTED-jdk), with 'sdk install java $WANTED-tem', or from"
        echo "https://adoptium.net. Then set JAVA_HOME to its folder."
    } >&2
    return 1
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    set -eu
    find_jdk && printf '%s\n' "$JDK"
fi
