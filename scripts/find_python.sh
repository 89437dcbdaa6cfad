#!/bin/sh
# Prints the path of a Python of the wanted version (3.10, 3.11) that runs and can make environments.
# Looks on PATH, among pyenv's versions, then through uv. A pyenv shim that refuses is passed over.
# Usage: sh scripts/find_python.sh 3.10

version=${1:?"usage: find_python.sh VERSION, such as 3.10"}
major=${version%%.*}
minor=${version#*.}
without_venv=

# Sets "found" and succeeds if $1 runs, is of the wanted version and can make an environment with pip.
try() {
    [ -x "$1" ] && [ ! -d "$1" ] || return 1
    found=$("$1" -I -c "
import sys
if sys.version_info[:2] != ($major, $minor):
    raise SystemExit(1)
print(getattr(sys, '_base_executable', None) or sys.executable)
" 2>/dev/null </dev/null) && [ -n "$found" ] || return 1
    "$found" -I -c "import ensurepip, ssl, venv" >/dev/null 2>&1 </dev/null && return 0
    without_venv=$found
    return 1
}

accept() {
    printf '%s\n' "$found"
    exit 0
}

on_path() {
    saved_ifs=$IFS
    IFS=:
    for folder in $PATH; do
        IFS=$saved_ifs
        for name in "python$version" python3 python; do
            try "${folder:-.}/$name" && accept
        done
    done
    IFS=$saved_ifs
}

among_pyenv_versions() {
    root=$(pyenv root 2>/dev/null) || root=${PYENV_ROOT:-$HOME/.pyenv}
    [ -d "$root/versions" ] || return
    names=$(ls "$root/versions" | grep "^$major\.$minor\.[0-9][0-9]*$" | sort -t. -k3,3nr)
    for name in $names; do
        try "$root/versions/$name/bin/python$version" && accept
    done
}

through_uv() {
    command -v uv >/dev/null 2>&1 || return
    try "$(uv python find "$version" 2>/dev/null)" && accept
    echo "Python $version is not here yet; asking uv to bring it ..." >&2
    uv python install "$version" >/dev/null 2>&1 </dev/null || return
    try "$(uv python find "$version" 2>/dev/null)" && accept
}

on_path
among_pyenv_versions
through_uv

if [ -n "$without_venv" ]; then
    echo "Python $version at $without_venv cannot make environments. Install its venv part," \
        "for example: apt-get install python$version-venv" >&2
else
    echo "Kneewise needs Python $version and found none (on PATH, in pyenv, through uv)." \
        "Install it, for example: pyenv install $version" >&2
fi
exit 1
