"""What transformers' slow image processors make of the pictures."""

import numpy as np
from PIL import Image, ImageOps
from transformers import CLIPImageProcessor, SiglipImageProcessor

import pictures
from places import OUT, write_bytes, write_json

SIZE = 64
CLIP_MEAN = [0.48145466, 0.4578275, 0.40821073]
CLIP_STD = [0.26862954, 0.26130258, 0.27577711]
CLIP_PICTURES = [
    "wide-500x7.png",
    "gradient-333x217.png",
    "near-65x63.webp",
    "checkerboard-300x200.png",
    "alpha-120x80.png",
    "turned-200x120.jpg",
]
NOTE = [
    "pixels: size x size x 3 bytes, planes red, green, blue, each row by row: the picture after resizing (and cropping)"
    " and before rescaling; (byte / 255 - mean) / std gives the reference pixel_values to 1e-6",
    "every picture is turned upright by its EXIF orientation first, then made RGB as PIL's convert('RGB') does",
    "PIL's conversion drops the alpha channel: colours under transparent parts show, nothing is blended",
    "grey becomes three equal planes",
    "16-bit grey is first reduced to its upper byte (v >> 8): PIL's own conversion would clip every value above 255 to"
    " white, which is of no use to anyone",
    "width and height are those of the upright picture",
]


def upright(name):
    with Image.open(pictures.FOLDER / name) as stored:
        picture = ImageOps.exif_transpose(stored)
        if picture.mode == "I;16":
            picture = Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8))
        return picture.convert("RGB")


def pixel_bytes(processor, picture, mean, std):
    """The bytes before rescaling, checked against the floats of the whole processor."""
    # A picture one pixel high would otherwise be taken for planes of one channel.
    given = {"images": picture, "input_data_format": "channels_last", "return_tensors": "np"}
    values = processor(**given)["pixel_values"][0]
    plain = processor(**given, do_rescale=False, do_normalize=False)["pixel_values"][0]
    assert plain.dtype == np.uint8 and plain.shape == (3, SIZE, SIZE)
    mean, std = (np.array(part, np.float64).reshape(3, 1, 1) for part in (mean, std))
    assert np.abs((plain / 255 - mean) / std - values).max() < 1e-6
    return plain, values.astype(np.float32)


def make():
    """Writes the pictures and both sets of pixels; returns the exact pixel_values of the first."""
    about = pictures.draw_all()
    # Size 64, bilinear (resample 2): as the processors of SigLIP 2's checkpoints, which differ in size only.
    siglip = SiglipImageProcessor(
        size={"height": SIZE, "width": SIZE}, resample=2, image_mean=[0.5] * 3, image_std=[0.5] * 3
    )
    clip = CLIPImageProcessor(
        size={"shortest_edge": SIZE},
        crop_size={"height": SIZE, "width": SIZE},
        resample=3,
        image_mean=CLIP_MEAN,
        image_std=CLIP_STD,
    )
    rows, clip_rows, exact = [], [], {}
    for name, remark in about.items():
        picture = upright(name)
        stem = name.rsplit(".", 1)[0]
        plain, exact[name] = pixel_bytes(siglip, picture, [0.5] * 3, [0.5] * 3)
        write_bytes(OUT / "pixels" / f"{stem}.siglip2.u8", plain.tobytes())
        row = {"file": f"pictures/{name}", "width": picture.width, "height": picture.height}
        rows.append({**row, "pixels": f"pixels/{stem}.siglip2.u8", "size": SIZE, "about": remark})
        if name in CLIP_PICTURES:
            plain, _ = pixel_bytes(clip, picture, CLIP_MEAN, CLIP_STD)
            write_bytes(OUT / "pixels" / f"{stem}.clip.u8", plain.tobytes())
            clip_rows.append({**row, "pixels": f"pixels/{stem}.clip.u8", "size": SIZE})
    write_json(
        OUT / "preprocess.json",
        {
            "note": NOTE,
            "siglip2": {"resample": "bilinear", "crop": "none", "mean": [0.5] * 3, "std": [0.5] * 3},
            "pictures": rows,
            "clip": {
                "resample": "bicubic",
                "crop": "shortest edge to size (the longer one floor(size * long / short)), then the centre",
                "mean": CLIP_MEAN,
                "std": CLIP_STD,
            },
            "clipPictures": clip_rows,
        },
    )
    return exact
