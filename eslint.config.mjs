import tseslint from 'typescript-eslint'

const restrict = (group, message) => ({ group, message })

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      'dist/',
      '**/cdk.out/',
      '**/vendor/',
      'coverage/',
      'templates/',
      'clickstream-demo/',
      'web-events/',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,js,mjs}'],
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'consistent-return': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['warn', 250],
      'no-console': 'error',
      'no-control-regex': 'off',
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Export by name.' }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'error' },
  },
  {
    // What the command line loads before a verb runs, and what the spec and the constructs load, stays light.
    files: ['src/{spec,cost,report,plugins}/**/*.ts', 'src/cli/{main,program,context,fail,usage-error}.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            restrict(
              ['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs', 'cdk-nag'],
              'The CDK takes a third of a second to load.',
            ),
            restrict(['@strands-agents/*'], 'Only agents and models know Strands.'),
            restrict(['handlebars'], 'Only synth renders templates.'),
          ],
        },
      ],
    },
  },
  {
    files: ['src/constructs/**/*.ts', 'src/synth/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [restrict(['@strands-agents/*'], 'The library works without agents.')] },
      ],
    },
  },
  { files: ['*.config.mjs'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['bench/**'], rules: { 'no-console': 'off' } },
)
