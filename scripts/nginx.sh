# Sourced by scripts/test: finds nginx, or installs it, and names it in NGINX; the tests serve the site with it.
# shellcheck shell=bash

find_nginx() { command -v nginx || ls /usr/sbin/nginx /usr/local/sbin/nginx /opt/homebrew/bin/nginx 2>/dev/null | head -n 1; }

if [ -z "${NGINX:=$(find_nginx || true)}" ]; then
    echo "Installing nginx for the tests (once) ..." >&2
    ! command -v apt-get >/dev/null || install_packages nginx-light || true
    NGINX=$(find_nginx || true)
fi
[ -n "$NGINX" ] || fail "The tests need nginx. Install it (on Debian: apt-get install nginx-light), or name it: NGINX=/path/to/nginx scripts/test"
export NGINX
