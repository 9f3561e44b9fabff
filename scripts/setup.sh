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

install_product() { # for the version and the entry points; the code is read where it lies
    cmp -s pyproject.toml .venv/product.stamp && cmp -s src/imhsite/__init__.py .venv/version.stamp && return
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
    cp pyproject.toml .venv/product.stamp
    cp src/imhsite/__init__.py .venv/version.stamp
}

run() { # run COMMAND ...: a command of the product, whose help names this script
    IMHSITE_PROG="scripts/$(basename "$0")" exec .venv/bin/imhsite "$@"
}

set_up site requirements-site.txt
install_product
export NO_MKDOCS_2_WARNING=1
