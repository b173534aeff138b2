import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'

const electron = {
  name: 'electron',
  message: 'Only src-main/desktop and src-main/index.ts may touch Electron.',
}
const electronUpdater = {
  name: 'electron-updater',
  message:
    'Only src-main/desktop/updater.ts uses it, and is itself loaded only where updates are on.',
}
const mainFolders = [
  'gateway',
  'trust',
  'monitor',
  'alerts',
  'history',
  'settings',
  'desktop',
  'bridge',
  'simulator',
  'diagnostics',
  'rosters',
]

/** No value may come from the named folders of src-main; types may, they vanish at build time. */
const apart = (folders, message) => ({
  group: folders.map((folder) => `**/${folder}/**`),
  allowTypeImports: true,
  message,
})

/** One border: the files, and what they must not import. */
const border = (files, { paths = [], patterns = [] }) => ({
  files,
  // What only tests use may reach where they do.
  ignores: ['**/*.test.ts', '**/test[A-Z]*.ts'],
  rules: {
    '@typescript-eslint/no-restricted-imports': ['error', { paths, patterns }],
  },
})

/** The folders of src-main that run in plain Node and know only each other's types. */
const plain = ['gateway', 'monitor', 'alerts', 'history', 'trust', 'diagnostics']

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
  border(['src-main/**/*.ts'], { paths: [electron, electronUpdater] }),
  border(['src-main/desktop/**/*.ts', 'src-main/index.ts'], {
    paths: [electronUpdater],
    patterns: [
      { group: ['**/updater.ts'], allowTypeImports: true, message: electronUpdater.message },
    ],
  }),
  border(['src-main/desktop/updater.ts'], {}),
  ...plain.map((folder) =>
    border([`src-main/${folder}/**/*.ts`], {
      paths: [electron],
      patterns: [
        apart(
          mainFolders.filter((other) => other !== folder),
          `${folder}/ runs by itself: it may know the types of other folders, never their code.`,
        ),
      ],
    }),
  ),
  border(['src-main/simulator/**/*.ts'], {
    paths: [electron],
    patterns: [
      apart(
        mainFolders.filter((other) => other !== 'simulator'),
        'The simulator stands in for somebody else’s server: it shares no code with the app.',
      ),
    ],
  }),
  border(['src-preload/contract/**/*.ts'], {
    patterns: [
      {
        regex: '^(?!zod$|\\./)',
        message: 'The contract imports nothing but the schema library.',
      },
    ],
  }),
  border(['src-shared/**/*.ts'], {
    patterns: [
      { regex: '^(?!\\./)', message: 'What both processes share imports nothing from either.' },
    ],
  }),
  border(['src-renderer/**/*.{ts,vue}'], {
    paths: [electron, { name: 'zod', message: 'Validation belongs in the main process.' }],
    patterns: [
      { group: ['**/src-main/**', 'node:*'], message: 'The renderer never reaches into main.' },
      {
        group: ['**/src-preload/**'],
        allowTypeImports: true,
        message: 'The renderer takes only types from the contract.',
      },
    ],
  }),
  prettier,
)
