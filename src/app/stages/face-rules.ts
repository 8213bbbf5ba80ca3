/** How faces are looked for, whatever the model. */
export const FACE_RULES = {
  /** The longest side of the picture that is looked at, pixels: smaller faces than 20 pixels of it are not found. */
  pictureSide: 1920,
  /** The longest side of a face's thumbnail, pixels. */
  thumbnailSide: 160,
} as const;
