/**
 * Normalizes typed text: full-width letters, digits and signs become plain ones, and invisible characters are removed
 * (Unicode's format characters, such as the direction marks that come with a copied number).
 */
export const normalizeTyped = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
