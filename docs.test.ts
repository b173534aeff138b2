import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')

const document = 'docs/gateway-protocol.md'
const sections = new Set(
  [...read(document).matchAll(/^#{2,3} (\d+(?:\.\d+)?)\.? /gmu)].map(([, section = '']) => section),
)

/** Every text of the repository, with a comment that continues on the next line made one. */
const texts = globSync(['*', '{src-*,e2e,tools,docs,resources,.github}/**/*'])
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.(?:ts|mjs|js|vue|css|html|yml|md)$/u.test(file) && file !== 'docs.test.ts')
  .map((file) => ({ file, text: read(file).replaceAll(/\s*\n\s*(?:\*(?!\*)|\/\/)?\s*/gu, ' ') }))

/** Each cited section, with the word in front of it. */
const citations = texts.flatMap(({ file, text }) =>
  [...text.matchAll(/(?:(\w+) )?§(\d+(?:\.\d+)*)/gu)].map(([citation, word, section = '']) => {
    // Such as RFC 9110 §10.2.3, which is public.
    const isPublic = text.includes(`RFC ${citation}`)
    return { file, text, citation, word, section, isPublic }
  }),
)

describe('a section that a comment cites', () => {
  const own = citations.filter(({ isPublic }) => !isPublic)

  it(`exists in ${document}`, () => {
    expect(own.length).toBeGreaterThan(100)
    const missing = own.filter(({ section }) => !sections.has(section))
    expect(missing.map(({ file, citation }) => `${file}: ${citation}`)).toEqual([])
  })

  it('is of that document, and the file names it', () => {
    const joining = ['protocol', 'and', 'of', 'to', 'see', 'in', undefined]
    const foreign = own
      .filter(({ file }) => file !== document)
      .filter(({ word, text }) => !joining.includes(word) || !text.includes('gateway protocol §'))
    expect(foreign.map(({ file, citation }) => `${file}: ${citation}`)).toEqual([])
    const unnamed = texts.filter(({ text }) => /fact sheet/iu.test(text))
    expect(unnamed.map(({ file }) => file)).toEqual([])
  })
})

describe('a document', () => {
  const documents = texts.filter(({ file }) => /^(?:docs\/)?[^/]+\.md$/u.test(file))
  const names = new Set(
    globSync(['*', '{src-*,e2e,tools,docs,resources}/**/*']).map((file) => basename(file)),
  )
  const exists = (file: string) => existsSync(new URL(file, import.meta.url))

  it('names only folders and files that exist', () => {
    const folder = /^(?:src-\w+|e2e|tools|docs|resources|\.github)\//u
    const missing = documents.flatMap(({ file, text }) =>
      [...text.matchAll(/`([\w./-]+)`/gu)]
        .map(([, path = '']) => path)
        // A name without its folder, such as `core.ts`, is that of some file.
        .filter((path) =>
          folder.test(path)
            ? !exists(path)
            : /^\w[\w.-]*\.(?:ts|vue|css)$/u.test(path) && !names.has(path),
        )
        .map((path) => `${file}: ${path}`),
    )
    expect(missing).toEqual([])
  })

  it('links only to files and headings that exist', () => {
    const anchors = (file: string) =>
      [...read(file).matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) =>
        heading
          .toLowerCase()
          .replaceAll(/[^\p{L}\d _-]/gu, '')
          .replaceAll(' ', '-'),
      )
    const missing = documents.flatMap(({ file, text }) =>
      [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/gu)]
        .filter(([, path, anchor]) => {
          const target = path ? join(dirname(file), path) : file
          return !exists(target) || (anchor !== undefined && !anchors(target).includes(anchor))
        })
        .map(([link]) => `${file}: ${link}`),
    )
    expect(missing).toEqual([])
  })
})
