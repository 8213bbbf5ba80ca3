"""Pictures of odd sizes and kinds, drawn with whole numbers so that they come out alike everywhere."""

import io

import numpy as np
from PIL import Image

from places import OUT, write_bytes

FOLDER = OUT / "pictures"


def grid(width, height):
    y, x = np.mgrid[0:height, 0:width]
    return x.astype(np.int64), y.astype(np.int64)


def rgb(red, green, blue):
    return Image.fromarray(np.stack([red, green, blue], axis=-1).astype(np.uint8))


def gradient(width, height):
    x, y = grid(width, height)
    return rgb(255 * x // max(width - 1, 1), 255 * y // max(height - 1, 1), 255 - 255 * x // max(width - 1, 1))


def shapes(width, height):
    """A disc, a bar and a slope: edges in every direction and three flat colours."""
    x, y = grid(width, height)
    disc = (2 * x - width) ** 2 * 4 + (2 * y - height) ** 2 * 4 < min(width, height) ** 2 * 3
    bar = (x + 2 * y) % max(width // 2, 2) < max(width // 9, 1)
    slope = 40 + 120 * y // height
    return rgb(
        np.where(disc, 230, np.where(bar, 20, slope)),
        np.where(disc, 60, np.where(bar, 200, slope // 2)),
        np.where(disc, 30, np.where(bar, 90, 255 - slope)),
    )


def checkerboard(width, height):
    """One-pixel squares on the left, ever narrower rings on the right: beyond what 64 px can hold."""
    x, y = grid(width, height)
    squares = (x + y) % 2
    rings = (((x - width) ** 2 + (y - height // 2) ** 2) // 97) % 2
    on = np.where(x < width // 3, squares, rings)
    return rgb(255 * on, 255 * on, 255 - 200 * on)


def noise(width, height):
    random = np.random.Generator(np.random.PCG64(7))
    return Image.fromarray(random.integers(0, 256, (height, width, 3), dtype=np.uint8))


def with_alpha(width, height):
    """Bright colours lie under the transparent parts: they show whether alpha is dropped or blended."""
    x, y = grid(width, height)
    picture = shapes(width, height)
    alpha = np.where((x // 16 + y // 16) % 2 == 0, 255, 255 * x // (2 * width))
    picture.putalpha(Image.fromarray(alpha.astype(np.uint8)))
    return picture


def grey(width, height):
    x, y = grid(width, height)
    return Image.fromarray(((x * x + 3 * y * y) // 90 % 256).astype(np.uint8))


def grey16(width, height):
    x, y = grid(width, height)
    return Image.fromarray((x * 521 + y * 257).astype(np.uint16))


def dot():
    return Image.new("RGB", (1, 1), (200, 30, 120))


def turned_jpeg(picture):
    """Stored lying on its side with EXIF orientation 6: a viewer turns it clockwise by 90 degrees."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return encoded(picture, "JPEG", quality=88, exif=exif)


def encoded(picture, form, **options):
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()


def png(picture):
    return encoded(picture, "PNG", optimize=True)


def draw_all():
    """Name -> what is special about it. The order is the order of every list made from these."""
    files = {
        "dot-1x1.png": (png(dot()), "a single pixel"),
        "tall-7x500.png": (png(shapes(7, 500)), "narrower than the target and far higher"),
        "wide-500x7.png": (png(shapes(500, 7)), "far wider than the target and lower"),
        "gradient-333x217.png": (png(gradient(333, 217)), "smooth slopes"),
        "exact-64x64.png": (png(shapes(64, 64)), "already of the target's size"),
        "near-65x63.webp": (encoded(shapes(65, 63), "WEBP", quality=80, method=4), "one pixel off, lossy WebP"),
        "strip-1023x31.png": (png(shapes(1023, 31)), "reduced in one direction, enlarged in the other"),
        "checkerboard-300x200.png": (png(checkerboard(300, 200)), "detail beyond the target's resolution"),
        "noise-128x96.png": (png(noise(128, 96)), "random pixels"),
        "alpha-120x80.png": (png(with_alpha(120, 80)), "RGBA: the alpha channel is dropped, not blended"),
        "grey-200x150.png": (png(grey(200, 150)), "8-bit greyscale"),
        "grey16-100x90.png": (png(grey16(100, 90)), "16-bit greyscale"),
        "turned-200x120.jpg": (turned_jpeg(shapes(200, 120)), "JPEG with EXIF orientation 6, upright 120x200"),
    }
    for name, (data, _) in files.items():
        write_bytes(FOLDER / name, data)
    return {name: about for name, (_, about) in files.items()}
