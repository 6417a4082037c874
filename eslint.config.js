import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

const noRandomness = {
  object: 'Math',
  property: 'random',
  message: 'Randomness is an Rng argument (src/util/rng.ts).',
};
const noClocks = [
  { object: 'Date', property: 'now', message: 'Clocks are for cli, experiments and engine.' },
  {
    object: 'performance',
    property: 'now',
    message: 'Clocks are for cli, experiments and engine.',
  },
];

export default tseslint.config(
  {
    ignores: ['dist/', 'coverage/', 'runs/', 'src/kernels/build/', '.venv*/'],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/require-await': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: 'variable',
          format: null,
          // Dimension letters at the end: codes_NL (ARCHITECTURE.md, dimension key).
          custom: { regex: '^(_?[a-zA-Z$]\\w*?)(_[A-Z]+\\d?)?$', match: true },
        },
      ],
      'no-restricted-properties': ['error', noRandomness, ...noClocks],
    },
  },
  {
    files: [
      ...['src/cli/**', 'src/experiments/**', 'src/engine/**', 'test/**', 'bin/**'],
      // The limit of a program that is run.
      'src/util/run-program.ts',
    ],
    rules: { 'no-restricted-properties': ['error', noRandomness] },
  },
  {
    // AssemblyScript: i32 and usize are both `number` here, and `import type` is not in the language.
    files: ['**/*.as.ts'],
    rules: {
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'off',
      'no-loss-of-precision': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
);
