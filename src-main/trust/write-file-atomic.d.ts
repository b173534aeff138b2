/** The package brings no types; only what is used here. */
declare module 'write-file-atomic' {
  export default function writeFileAtomic(
    file: string,
    data: string | Uint8Array,
    options?: { mode?: number },
  ): Promise<void>
}
