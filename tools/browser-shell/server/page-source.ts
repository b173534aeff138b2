import { readFileSync } from 'node:fs'
import { stripTypes } from './strip-types.ts'
import { app } from '../electron/app.ts'
import type { ShellWindow } from '../electron/window.ts'

const folder = new URL('../page/', import.meta.url)

/** A module of the page as JavaScript; null for any other name. */
export function pageModule(name: string): string | null {
  if (name !== 'entry.ts' && name !== 'codec.ts') return null
  return stripTypes(readFileSync(new URL(name, folder), 'utf8'))
}

/** The first script in a window's page: its preload script, called with its modules. */
export function startModule(window: ShellWindow): string {
  const file = window.shellOptions.webPreferences?.preload
  const preload = file ? readFileSync(file, 'utf8') : ''
  const surroundings = {
    platform: process.platform,
    arch: process.arch,
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    env: {},
    argv: window.shellOptions.webPreferences?.additionalArguments ?? [],
    versions: { electron: process.versions['electron'] ?? '', node: process.versions.node },
    locale: app.getLocale(),
  }
  return `import { start } from '/__shell/page/entry.ts'
start({
  window: ${window.id},
  process: ${JSON.stringify(surroundings)},
  preload: (require, module, exports, process) => {
${preload}
  },
})
`
}

const sourcesOf = (policy: Map<string, string[]>, name: string) => {
  const sources = policy.get(name) ?? policy.get('default-src') ?? []
  return sources.filter((source) => source !== "'none'")
}

/** The app's own policy, extended by what the shell needs: its socket, and scripts from its origin. */
export function widenPolicy(text: string, socket: string): string {
  const policy = new Map(
    text.split(';').flatMap((part) => {
      const [name, ...sources] = part.trim().split(/\s+/)
      return name ? [[name.toLowerCase(), sources] as const] : []
    }),
  )
  const restricts = (name: string) => policy.has(name) || policy.has('default-src')
  if (restricts('connect-src'))
    policy.set('connect-src', [...sourcesOf(policy, 'connect-src'), socket])
  if (restricts('script-src') && !sourcesOf(policy, 'script-src').includes("'self'")) {
    policy.set('script-src', [...sourcesOf(policy, 'script-src'), "'self'"])
  }
  return [...policy].map(([name, sources]) => [name, ...sources].join(' ')).join('; ')
}

/** Inserts the shell's script first; a policy in a meta element is extended like one in a header. */
export function injectStart(html: string, windowId: number, socket: string): string {
  const script = `<script type="module" src="/__shell/start/${windowId}.js"></script>`
  const widened = html.replace(
    /(<meta[^>]+http-equiv="Content-Security-Policy"[^>]+content=")([^"]*)/gi,
    (_all, before: string, policy: string) => before + widenPolicy(policy, socket),
  )
  return /<head[^>]*>/i.test(widened)
    ? widened.replace(/<head[^>]*>/i, (head) => head + script)
    : script + widened
}
