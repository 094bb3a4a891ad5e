import eslint from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import unicorn from 'eslint-plugin-unicorn';
import tseslint from 'typescript-eslint';
import { HOUSE_RULES } from './scripts/lint/house-rules.mjs';

const SPECS = ['**/*.spec.ts', '**/*.spec.tsx', '**/*.fake*.ts', 'test/**/*.ts'];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'data/', '.cache/', 'coverage/', '**/transcripts/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['apps/console/vite.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false, arguments: false } },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Off: a class that is injected must stay a value import, or its decorator metadata is gone.
      '@typescript-eslint/consistent-type-imports': 'off',
      // Off: a Nest module is a class with a decorator and nothing in it.
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // Off: frameworks type their option objects as classes.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Off: a schema's type and the world it checks are not the same thing.
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  {
    plugins: { 'import-x': importX, unicorn, house: { rules: HOUSE_RULES } },
    rules: {
      'import-x/no-default-export': 'error',
      'unicorn/filename-case': ['error', { case: 'kebabCase', ignore: [/^[A-Z]+\.md$/] }],
      'max-lines': ['error', { max: 400 }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'Export by name: what a front door lists is a promise.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of strings or an `as const` table.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only libs/config reads the environment.' },
      ],
      // A note about later is allowed with the number of its issue: `TODO(#12)`.
      'no-warning-comments': 'off',
      'house/issue-in-todo': 'error',
      'house/few-parameters': 'error',
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: SPECS,
    rules: {
      'max-lines': ['error', { max: 500 }],
      'no-restricted-properties': 'off',
      'house/no-focus-or-skip': 'error',
      'house/few-parameters': 'off', // the rows of a table
      '@typescript-eslint/no-unsafe-assignment': 'off', // Jest's asymmetric matchers are `any`
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      'no-console': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  {
    files: ['libs/config/src/**', 'libs/testing/src/**', 'scripts/**', 'test/bench/**'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['**/data/**', '**/migrations/**', '**/*.table.ts'],
    rules: { 'max-lines': 'off' },
  },
  { files: ['*.config.js', '*.cjs', '**/vite.config.ts'], rules: { 'import-x/no-default-export': 'off' } },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: nodeGlobals() },
    rules: {
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
);

/** The names Node gives to every module, as far as they are used here. */
function nodeGlobals() {
  const names = [
    'process',
    'Buffer',
    'URL',
    'fetch',
    'performance',
    'setTimeout',
    'clearTimeout',
    'module',
    'NodeJS',
    'AbortController',
  ];
  return Object.fromEntries(names.map((name) => [name, 'readonly']));
}
