import { readFileSync } from 'node:fs'
import { Resvg } from '@resvg/resvg-js'
import type { NativeImage, nativeImage as electronNativeImage, Rectangle } from 'electron'
import { asElectron, refusing, RefusingObject } from './offer.ts'
import type { Checked, Offers, Strays } from './offer.ts'

const pngHead = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** Stands in for a `NativeImage`: stores the bytes and reads a PNG's size. */
export class ShellImage extends RefusingObject implements Offers<NativeImage> {
  #bytes: Buffer
  #scale: number
  #template = false

  constructor(bytes: Buffer, scale = 1) {
    super('NativeImage')
    this.#bytes = bytes
    this.#scale = scale
  }

  get isMacTemplateImage() {
    return this.#template
  }

  set isMacTemplateImage(template: boolean) {
    this.#template = template
  }

  isEmpty() {
    return this.#bytes.length === 0
  }

  getSize() {
    if (!this.#bytes.subarray(0, 8).equals(pngHead)) return { width: 0, height: 0 }
    const width = this.#bytes.readUInt32BE(16) / this.#scale
    return { width, height: this.#bytes.readUInt32BE(20) / this.#scale }
  }

  toDataURL() {
    const type = this.#bytes.subarray(0, 8).equals(pngHead) ? 'png' : 'x-icon'
    return `data:image/${type};base64,${this.#bytes.toString('base64')}`
  }

  toPNG() {
    return this.#bytes
  }

  /** In pixels: only images with scale factor 1 are cropped. */
  crop({ x, y, width, height }: Rectangle) {
    if (this.isEmpty()) return wrap(this.#bytes)
    const size = this.getSize()
    const svg =
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
      `<image x="${-x}" y="${-y}" width="${size.width}" height="${size.height}" href="${this.toDataURL()}"/></svg>`
    return wrap(new Resvg(svg).render().asPng())
  }

  setTemplateImage(template: boolean) {
    this.#template = template
  }

  /** An empty image takes the first representation; one size is enough for the panel. */
  addRepresentation({ buffer, scaleFactor }: { buffer?: Buffer; scaleFactor?: number }) {
    if (!this.isEmpty() || buffer === undefined) return
    this.#bytes = buffer
    this.#scale = scaleFactor ?? 1
  }

  /** The panel scales pictures itself. */
  resize(_options: object) {
    return wrap(this.#bytes, this.#scale)
  }
}

export type ImageStrays = Checked<Strays<ShellImage, NativeImage>>

const wrap = (bytes: Buffer, scale = 1) => asElectron<NativeImage>(new ShellImage(bytes, scale))

const readOrEmpty = (path: string) => {
  try {
    return readFileSync(path)
  } catch {
    // Electron returns an empty image for a missing file.
    return Buffer.alloc(0)
  }
}

/** Stands in for Electron's `nativeImage`. */
export const nativeImage = refusing('nativeImage', {
  createEmpty: () => wrap(Buffer.alloc(0)),
  createFromPath: (path: string) => wrap(readOrEmpty(path)),
  createFromBuffer: (bytes: Buffer, options?: { scaleFactor?: number }) =>
    wrap(bytes, options?.scaleFactor),
} satisfies Partial<typeof electronNativeImage>)
