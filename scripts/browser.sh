# Sourced by scripts/test: finds a browser, or installs one, and names it in CHROMIUM.
# shellcheck shell=bash

find_chromium() {
    command -v chromium || command -v chromium-browser || command -v google-chrome || ls "$HOME"/.cache/ms-playwright/chromium-*/chrome-linux*/chrome 2>/dev/null | tail -n 1
}

if [ -z "${CHROMIUM:=$(find_chromium || true)}" ]; then
    echo "Installing Chromium for the tests (once) ..." >&2
    if command -v apt-get >/dev/null; then
        install_packages chromium fonts-dejavu-core || true
    fi
    [ -n "$(find_chromium || true)" ] || .venv/bin/python -m playwright install --with-deps chromium >&2 || true
    CHROMIUM=$(find_chromium || true)
fi
[ -n "$CHROMIUM" ] || fail "The tests need a browser. Install Chromium, or name one: CHROMIUM=/path/to/chromium scripts/test"
export CHROMIUM
