/**
 * A text as it was meant: full-width letters, digits and signs are plain ones, and characters that nobody sees are
 * dropped (Unicode's format characters, such as the marks of direction that a copied number brings along).
 */
export const normalizeTyped = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
