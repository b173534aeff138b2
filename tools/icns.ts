/** An icon of one size, in the formats of an ICNS file. */
export interface IconPicture {
  size: number
  png: Buffer
  /** Not premultiplied. */
  rgba: Buffer
}

/** Pixels by type; those that occur twice are also the double-density icons of half the size. */
const pngTypes: Record<string, number> = {
  ic07: 128,
  ic08: 256,
  ic09: 512,
  ic10: 1024,
  ic11: 32,
  ic12: 64,
  ic13: 256,
  ic14: 512,
}
/** For these sizes macOS does not show a PNG correctly in an app. */
const argbTypes: Record<string, number> = { ic04: 16, ic05: 32 }

/** An ICNS container: a header, then the type, length and data of each icon. */
export function icns(pictures: readonly IconPicture[]): Buffer {
  const of = (pixels: number) => {
    const picture = pictures.find(({ size }) => size === pixels)
    if (picture === undefined) throw new Error(`An ICNS file needs a picture of ${pixels} pixels`)
    return picture
  }
  const parts = [
    ...Object.entries(argbTypes).map(([type, size]) => chunk(type, argb(of(size).rgba))),
    ...Object.entries(pngTypes).map(([type, size]) => chunk(type, of(size).png)),
  ]
  return chunk('icns', Buffer.concat(parts))
}

function chunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32BE(8 + data.length, 4)
  return Buffer.concat([head, data])
}

/** Channel by channel, in literal runs of up to 128 bytes: the format's compression is not used. */
function argb(rgba: Buffer): Buffer {
  const channels = [3, 0, 1, 2].map((channel) => rgba.filter((_, index) => index % 4 === channel))
  const runs = channels.flatMap((bytes) =>
    Array.from({ length: Math.ceil(bytes.length / 128) }, (_, run) => {
      const piece = bytes.subarray(run * 128, (run + 1) * 128)
      return Buffer.concat([Buffer.of(piece.length - 1), piece])
    }),
  )
  return Buffer.concat([Buffer.from('ARGB'), ...runs])
}
