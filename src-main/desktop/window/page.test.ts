import { sep } from 'node:path'
import { expect, it } from 'vitest'
import { fileFor } from './page.ts'

const folder = `${sep}app${sep}renderer${sep}`

it('finds a file of the bundle', () => {
  expect(fileFor('holdwatch://app/assets/a%20b.js', folder)).toBe(`${folder}assets${sep}a b.js`)
})

it.each([
  'holdwatch://app/..%2f..%2fetc/passwd',
  'holdwatch://app/assets/..%2F..%2F..%2Fsecrets.json',
  'holdwatch://app/..%2frenderer-evil/x',
  'holdwatch://other/index.html',
  'holdwatch://app/%E0%A4%A',
])('finds nothing outside it: %s', (url) => {
  expect(fileFor(url, folder)).toBeNull()
})
