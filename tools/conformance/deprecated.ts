import { relative } from 'node:path'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'

/** A deprecated member whose use is accepted for now. */
export interface Accepted {
  file: string
  member: string
  why: string
}

/**
 * Uses of deprecated members in these files that are not accepted, and accepted ones that do not occur. Not part of the
 * normal lint, because it needs the types of the whole program.
 */
export async function deprecatedUse(
  root: string,
  files: string[],
  accepted: readonly Accepted[],
): Promise<string[]> {
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: [
      {
        files: ['**/*.ts'],
        languageOptions: {
          parser: tseslint.parser,
          parserOptions: { projectService: true, tsconfigRootDir: root },
        },
        linterOptions: { reportUnusedDisableDirectives: 'off' },
        plugins: { '@typescript-eslint': tseslint.plugin },
        rules: { '@typescript-eslint/no-deprecated': 'error' },
      },
    ],
  })
  const results = await eslint.lintFiles(files)
  const uses = results.flatMap(({ filePath, messages }) =>
    messages
      // The comments in the sources name other rules, which are not loaded here.
      .filter(({ ruleId }) => ruleId === null || ruleId.endsWith('no-deprecated'))
      .map(({ line, message }) => ({ file: relative(root, filePath), line, message })),
  )
  const covers = ({ file, member }: Accepted, at: (typeof uses)[number]) =>
    file === at.file && at.message.includes(`\`${member}\``)
  return [
    ...uses
      .filter((at) => !accepted.some((entry) => covers(entry, at)))
      .map(({ file, line, message }) => `${file}:${line}: ${message}`),
    ...accepted
      .filter((entry) => !uses.some((at) => covers(entry, at)))
      .map(({ file, member }) => `${file}: \`${member}\` is accepted as deprecated, but is not`),
  ]
}
