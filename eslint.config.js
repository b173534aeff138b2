import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import { layers } from './layers.ts'

/** What only tests use may reach where they do. */
const testFiles = [
  '**/*.test.ts',
  '**/test[A-Z]*.ts',
  '**/testing.ts',
  '**/testing/**',
  '**/fakes.ts',
  '**/tlsStub.ts',
]

const electron = {
  regex: '^electron$',
  message: 'Only src-main/desktop and src-main/index.ts may touch Electron.',
}
const electronUpdater = {
  regex: '^electron-updater$|/updater\\.ts$',
  allowTypeImports: true,
  message:
    'desktop/system/updater.ts alone uses it, and is itself loaded only where updates are on.',
}
const noSimulator = {
  regex: '/simulator/',
  message:
    'The simulator stands in for somebody else’s server: only the entry and the tools start it.',
}
const noMain = {
  regex: '/src-main/|^node:',
  message: 'The renderer never reaches into main.',
}
const noSchemas = {
  regex: '^zod$|/contract/',
  allowTypeImports: true,
  message: 'Validation belongs in the main process: take only types from the contract.',
}

/** One border: the files, and what they must not import. */
const border = (files, patterns) => ({
  files,
  ignores: testFiles,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
})

/** A folder's own imports, `../` from its files and `../../` from its sub-folders. */
const into = (entries) =>
  `^(\\.\\./)+(${entries.map((entry) => entry.replace('.', '\\.')).join('|')})(/|$)`

/** The borders of one process: for each folder, everything beside and above it. */
const downward = (root, patternsOf) =>
  layers[root].flatMap((line, at, all) =>
    line.map((entry) => {
      const others = all
        .slice(0, at + 1)
        .flat()
        .filter((other) => other !== entry)
      const upward = {
        regex: into(others),
        message: `${entry} imports only from what lies below it (see layers.ts).`,
      }
      return border(
        [entry.includes('.') ? `${root}/${entry}` : `${root}/${entry}/**/*.{ts,vue}`],
        [...(others.length > 0 ? [upward] : []), ...patternsOf(entry)],
      )
    }),
  )

export default tseslint.config(
  { ignores: ['out/', 'node_modules/', 'test-results/', 'playwright-report/'] },
  ...tseslint.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // Vue hoists static markup into innerHTML, where style-src 'self' silently drops the attribute.
      'vue/no-static-inline-styles': 'error',
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'off',
    },
  },
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'off',
    },
  },
  ...downward('src-main', (entry) => {
    if (entry === 'index.ts') return [electronUpdater]
    const all = [noSimulator, electronUpdater]
    return entry === 'desktop' ? all : [electron, ...all]
  }),
  border(
    ['src-main/desktop/system/updater.ts'],
    [{ regex: into(['index.ts', 'app']), message: 'desktop imports nothing of app.' }, noSimulator],
  ),
  ...[
    ['src-main/simulator/*.ts', '^(\\.\\./)+(?!src-shared/)'],
    ['src-main/simulator/*/**/*.ts', '^(\\.\\./){2,}(?!src-shared/)'],
  ].map(([files, regex]) =>
    border([files], [electron, { regex, message: 'The simulator shares no code with the app.' }]),
  ),
  ...downward('src-renderer', () => [electron, noMain, noSchemas]),
  border(
    ['src-shared/*.ts'],
    [{ regex: '^(?!\\./)', message: 'What both processes mean imports nothing else.' }, noSchemas],
  ),
  border(
    ['src-shared/contract/*.ts'],
    [
      {
        regex: '^(?!zod$|\\./|\\.\\./[a-zA-Z]+\\.ts$)',
        message: 'The contract imports nothing but the schema library and what lies beside it.',
      },
    ],
  ),
  prettier,
)
