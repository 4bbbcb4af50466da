#!/usr/bin/env python3
"""A picture of a page as a PNG with a palette: a third of the size, and nobody sees the difference.

Chromium decodes the picture and counts its colours; the few thousand shades of smoothed letters are brought to 256.
The format is ISO/IEC 15948, colour type 3.
"""

import base64
import struct
import zlib
from typing import Any

from playwright.sync_api import BrowserContext

# Colours are counted in cells of 8 shades a channel; the fullest 256 cells give their commonest, the rest go to the
# nearest.
COUNT = """async source => {
    const image = await createImageBitmap(await (await fetch(source)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0);
    const dots = pen.getImageData(0, 0, image.width, image.height).data;
    const cells = new Map(), exact = new Set();
    for (let i = 0; i < dots.length; i += 4) {
        const [r, g, b] = [dots[i], dots[i + 1], dots[i + 2]];
        if (exact.size <= 256) exact.add(r << 16 | g << 8 | b);
        const cell = (r >> 3) << 10 | (g >> 3) << 5 | (b >> 3);
        const sum = cells.get(cell) || cells.set(cell, [0, new Map()]).get(cell);
        sum[0]++;
        const colour = r << 16 | g << 8 | b;
        sum[1].set(colour, (sum[1].get(colour) || 0) + 1);
    }
    const commonest = shades => [...shades].reduce((one, other) => other[1] > one[1] ? other : one)[0];
    const fullest = [...cells.values()].sort((one, other) => other[0] - one[0]).slice(0, 256);
    const palette = exact.size <= 256 ? [...exact] : fullest.map(cell => commonest(cell[1]));
    const known = new Map(palette.map((colour, place) => [colour, place]));
    const nearest = (r, g, b) => {
        let best = 0, least = Infinity;
        palette.forEach((colour, place) => {
            const far = (r - (colour >> 16)) ** 2 + (g - (colour >> 8 & 255)) ** 2 + (b - (colour & 255)) ** 2;
            if (far < least) [best, least] = [place, far];
        });
        return best;
    };
    const places = new Uint8Array(dots.length / 4);
    for (let i = 0; i < dots.length; i += 4) {
        const colour = dots[i] << 16 | dots[i + 1] << 8 | dots[i + 2];
        if (!known.has(colour)) known.set(colour, nearest(dots[i], dots[i + 1], dots[i + 2]));
        places[i / 4] = known.get(colour);
    }
    let text = "";
    for (let i = 0; i < places.length; i += 8192) text += String.fromCharCode(...places.subarray(i, i + 8192));
    return {width: image.width, height: image.height, palette, places: btoa(text)};
}"""


def small_png(picture: bytes, windows: BrowserContext) -> bytes:
    """The same picture (PNG) with at most 256 colours, as tightly packed as zlib can."""
    page = windows.new_page()
    counted: dict[str, Any] = page.evaluate(
        COUNT, f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    )
    page.close()
    colours = b"".join(colour.to_bytes(3, "big") for colour in counted["palette"])
    return _png(counted["width"], counted["height"], colours, base64.b64decode(counted["places"]))


def _png(width: int, height: int, colours: bytes, places: bytes) -> bytes:
    # Filter 0 on each line: neighbouring places in a palette have nothing to do with each other.
    lines = b"".join(b"\0" + places[start : start + width] for start in range(0, width * height, width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = [(b"IHDR", head), (b"PLTE", colours), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(name, content) for name, content in parts)


def _part(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
