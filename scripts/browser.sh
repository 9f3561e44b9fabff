# Sourced by scripts/test: finds a browser, or installs one, and names it in CHROMIUM.
# Debian's headless shell is Chromium without its windows: the tests take a third of the time to open a page in it.
# shellcheck shell=bash

find_chromium() {
    command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome \
        || ls "$HOME"/.cache/ms-playwright/chromium-*/chrome-linux*/chrome 2>/dev/null | tail -n 1
}

could_have_shell() { ! command -v chromium-headless-shell && as_root true && apt-cache show chromium-headless-shell; } >/dev/null 2>&1

if [ -z "${CHROMIUM:=$(could_have_shell || find_chromium || true)}" ]; then
    echo "Installing Chromium for the tests (once) ..." >&2
    if command -v apt-get >/dev/null; then
        install_packages chromium-headless-shell fonts-dejavu-core || install_packages chromium fonts-dejavu-core || true
    fi
    [ -n "$(find_chromium || true)" ] || .venv/bin/python -m playwright install --with-deps chromium >&2 || true
    CHROMIUM=$(find_chromium || true)
fi
[ -n "$CHROMIUM" ] || fail "The tests need a browser. Install Chromium, or name one: CHROMIUM=/path/to/chromium scripts/test"
export CHROMIUM
