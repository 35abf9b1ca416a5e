import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

// What the compiler allows and the style of this project does not.
const forbiddenSyntax = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
  {
    selector: 'CallExpression[callee.object.name="tf"][callee.property.name=/^(random|truncatedNormal|dropout)/]',
    message: 'Draw from a key: these ignore seed 0 and differ between engines.',
  },
  {
    selector: 'MemberExpression[object.name="tf"][property.name=/^(logSumExp|test_util)$/]',
    message: 'tf.logSumExp is NaN where all entries are -Infinity (use num/logSumExp); tf.test_util forgives NaN.',
  },
];

export default defineConfig(
  globalIgnores(['build/', 'coverage/', 'runs/']),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-restricted-syntax': ['error', ...forbiddenSyntax],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/no-inferrable-types': ['error', { ignoreParameters: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowArray: true },
      ],
      // Type aliases are what tf.tidy and records of options need; interfaces are what errors print best. Both are fine.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // These cost more than they find: short arrows that call for an effect, functions taken out of Node's modules,
      // arrays in messages, tensors and backends that TensorFlow.js declares as classes, and `as T` where `!` is banned.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // Brackets mark the names of sites and parameters; indices, the loops over numbers; a type may be passed through.
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/prefer-for-of': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
    },
  },
  {
    // The command writes to the terminal; that is its job.
    files: ['src/app/**', 'scripts/**', 'bench/**', 'examples/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // Whoever follows a sample to the loss reads these.
    files: ['src/infer/**'],
    rules: {
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 10],
    },
  },
  {
    files: ['test/**'],
    rules: { '@typescript-eslint/explicit-function-return-type': 'off' },
  },
  {
    files: ['*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    rules: {
      'no-undef': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-unreachable': 'error',
      'no-const-assign': 'error',
      'no-dupe-keys': 'error',
      'no-fallthrough': 'error',
      'no-constant-condition': 'error',
      eqeqeq: 'error',
      'prefer-const': 'error',
    },
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'performance', 'URL', 'setTimeout', 'clearTimeout', 'console', 'require'].map((name) => [
          name,
          'readonly',
        ]),
      ),
    },
  },
  {
    // Scripts of pages, which run in browsers.
    files: ['pages/**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        ['document', 'window', 'navigator', 'fetch', 'addEventListener', 'Image', 'Option', 'IntersectionObserver'].map(
          (name) => [name, 'readonly'],
        ),
      ),
    },
  },
);
