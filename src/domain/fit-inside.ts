interface Size {
  readonly width: number;
  readonly height: number;
}

/** The largest even size with the shape of a picture whose longer side is at most `side` pixels; never an enlargement. */
export function fitInside(picture: Size, side: number): Size {
  const factor = Math.min(1, side / Math.max(picture.width, picture.height));
  const even = (length: number) => Math.max(2, Math.round((length * factor) / 2) * 2);
  return { width: even(picture.width), height: even(picture.height) };
}
