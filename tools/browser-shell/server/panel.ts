import { readFileSync } from 'node:fs'
import { stripTypes } from './strip-types.ts'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const files = new Map([
  ['/panel', { name: 'panel.html', type: 'text/html' }],
  ['/panel/panel.css', { name: 'panel.css', type: 'text/css' }],
  ['/panel/panel.ts', { name: 'panel.ts', type: 'text/javascript' }],
])

/** A file of the panel page; null for any other path. */
export function readPanelFile(path: string) {
  const file = files.get(path)
  if (!file) return null
  const source = readFileSync(new URL(`../panel/${file.name}`, import.meta.url), 'utf8')
  const text = file.name.endsWith('.ts') ? stripTypes(source) : source
  return { text, type: file.type, headers: { 'Content-Security-Policy': policy } }
}
