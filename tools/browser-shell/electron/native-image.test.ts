import { Resvg } from '@resvg/resvg-js'
import { expect, it } from 'vitest'
import { nativeImage } from './native-image.ts'

const squares = (width: number, ...colors: string[]) => {
  const rects = colors.map(
    (color, index) => `<rect x="${index}" width="1" height="1" fill="${color}"/>`,
  )
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="1">${rects.join('')}</svg>`
  return new Resvg(svg).render().asPng()
}

it('crops an image to a rectangle', () => {
  const image = nativeImage.createFromBuffer(squares(3, 'red', 'lime', 'blue'))
  const cut = image.crop({ x: 1, y: 0, width: 2, height: 1 })
  expect(cut.getSize()).toEqual({ width: 2, height: 1 })
  expect(cut.toPNG().equals(squares(2, 'lime', 'blue'))).toBe(true)
})

it('leaves an empty image empty when cropping', () => {
  const cut = nativeImage.createEmpty().crop({ x: 0, y: 0, width: 1, height: 1 })
  expect(cut.isEmpty()).toBe(true)
})
