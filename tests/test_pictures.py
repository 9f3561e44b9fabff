"""The size that a page gives of the logo, so that nothing moves once it is loaded."""

from __future__ import annotations

import pytest
from imhsite.rendering.assets import picture_size as size

WEBP = b"RIFF\0\0\0\0WEBP"
SIZES = {  # 300 by 200 pixels, as the formats' own descriptions write it
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x2c\0\0\0\xc8\x08\x06\0\0\0",
    "simple.webp": WEBP + b"VP8 \x18\0\0\0\x30\x01\0\x9d\x01\x2a\x2c\x01\xc8\0",
    "lossless.webp": WEBP + b"VP8L\x10\0\0\0\x2f" + (299 | 199 << 14).to_bytes(4, "little"),
    "extended.webp": WEBP + b"VP8X\x0a\0\0\0\x10\0\0\0" + (299).to_bytes(3, "little") + (199).to_bytes(3, "little"),
    "svg": b'<?xml version="1.0"?><!-- <svg> --><svg xmlns="http://www.w3.org/2000/svg" width="300px" height="200"><path/></svg>',
    "box.svg": b"<svg viewBox='0 0 300 200'/>",
    "commas.svg": b'<svg viewBox="0,0,300,200" width="100%" height="auto">',
}


@pytest.mark.parametrize("name", SIZES)
def test_the_size_is_read_from_the_file(tmp_path, name):
    file = tmp_path / f"logo-{name}" if "." in name else tmp_path / f"logo.{name}"
    file.write_bytes(SIZES[name])
    assert size(file) == (300, 200)


@pytest.mark.parametrize(("name", "content"), [("logo.svg", b"<svg>"), ("logo.svg", b"nothing"), ("logo.webp", b"RIFF")])
def test_a_file_that_says_none_has_none(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    assert size(tmp_path / name) is None
