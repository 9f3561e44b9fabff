# Sourced by scripts/test: finds nginx and Caddy, or installs them, and names them in NGINX and CADDY; the tests serve the site with both.
# shellcheck shell=bash

find_server() { command -v "$1" || ls /usr/sbin/"$1" /usr/local/sbin/"$1" /opt/homebrew/bin/"$1" 2>/dev/null | head -n 1; }

name_server() { # name_server VARIABLE PROGRAM PACKAGE
    local found=${!1:-$(find_server "$2" || true)}
    if [ -z "$found" ]; then
        echo "Installing $2 for the tests (once) ..." >&2
        ! command -v apt-get >/dev/null || install_packages "$3" || true
        found=$(find_server "$2" || true)
    fi
    [ -n "$found" ] || fail "The tests need $2. Install it (on Debian: apt-get install $3), or name it: $1=/path/to/$2 scripts/test"
    export "$1=$found"
}

name_server NGINX nginx nginx-light
name_server CADDY caddy caddy
