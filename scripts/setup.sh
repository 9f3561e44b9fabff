# Sourced by the commands: puts the locked Python packages into .venv/, once for each state of the lock files.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() { echo "$*" >&2; exit 1; }

python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || fail "Install Python 3.11 or later, or name it: PYTHON=/path/to/python3 $0"

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

install_packages() { as_root apt-get update -qq && as_root apt-get install -y -qq --no-install-recommends "$@" >&2; }

make_venv() { # Debian keeps what venv needs in a package of its own
    "$python" -c 'import ensurepip' 2>/dev/null || ! command -v apt-get >/dev/null || install_packages python3-venv || true
    "$python" -m venv --clear .venv
}

set_up() { # set_up NAME REQUIREMENTS
    local stamp=.venv/$1.stamp
    cmp -s "$2" "$stamp" && return
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        echo "Setting up .venv (once) ..." >&2
        make_venv || fail "Python came without venv. On Debian: apt-get install python3-venv"
    fi
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$2"
    cp "$2" "$stamp"
}

set_up site requirements.txt
export PYTHONPATH="$PWD/src" NO_MKDOCS_2_WARNING=1
