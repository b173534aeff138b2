import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, protocol, session } from 'electron'

const scheme = 'holdwatch'
// Only in development: a packaged app must not be made to load another page.
const devServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']

/** The source of the app's page: its own scheme, in development Vite's server. */
export const appOrigin = devServer === undefined ? `${scheme}://app` : new URL(devServer).origin
export const pageUrl = devServer ?? `${scheme}://app/index.html`

const root = fileURLToPath(new URL('../renderer/', import.meta.url))

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** The renderer has no network access at all; everything reaches it over the bridge. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ')

/** Before the app is ready: registers the scheme as standard and secure. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }])
}

/** The file of a URL of the app's scheme, or null where it is outside the bundle. */
export function fileFor(url: string, folder: string = root): string | null {
  const { host, pathname } = new URL(url)
  if (host !== 'app') return null
  let path: string
  try {
    path = decodeURIComponent(pathname)
  } catch {
    return null
  }
  const file = normalize(join(folder, path))
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? file : null
}

/** Serves the app's scheme from the built bundle. */
export function servePage(): void {
  protocol.handle(scheme, async (request) => {
    const file = fileFor(request.url)
    const body = file === null ? null : await readFile(file).catch(() => null)
    if (file === null || body === null) return new Response('Not found', { status: 404 })
    return new Response(new Uint8Array(body), {
      headers: {
        'Content-Type': contentTypes[extname(file)] ?? 'application/octet-stream',
        'Content-Security-Policy': contentSecurityPolicy,
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'no-store',
      },
    })
  })
}

/** Electron grants every permission by default; the page needs one: copying text. */
export function limitPermissions(): void {
  const allowed = new Set(['clipboard-sanitized-write'])
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) => {
    answer(allowed.has(permission))
  })
  session.defaultSession.setPermissionCheckHandler((_contents, permission) =>
    allowed.has(permission),
  )
}
