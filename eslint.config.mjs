import js from '@eslint/js';
import astro from 'eslint-plugin-astro';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom. Each part of src/ lists what it may use of the others: `name` wholly, `name:types` for types
 * alone. What is not listed is forbidden. Packages and Node's own modules are free, save those named further down.
 */
const DOMAIN = ['publishing', 'editorial', 'search', 'feeds', 'cards', 'letter', 'readers', 'subscriptions', 'paywall'];
const SHARED = ['urls', 'text', 'time'];
const STORES = ['db:types', 'mail:types'];
const SHOWN = ['editorial', 'letter', 'paywall', 'readers', 'search', 'subscriptions'].map((part) => `${part}:types`);
const COMPOSED = [...DOMAIN, ...SHARED, 'db', 'mail', 'config', 'services', 'serving'];
const MAY_IMPORT = {
  publishing: [...SHARED, ...STORES, 'paywall:types'],
  editorial: [...SHARED, ...STORES, 'paywall'],
  search: [...SHARED, ...STORES, 'editorial', 'paywall:types'],
  feeds: [...SHARED, ...STORES, 'editorial'],
  cards: [...SHARED, 'editorial:types'],
  letter: [...SHARED, ...STORES, 'editorial'],
  readers: [...SHARED, ...STORES],
  subscriptions: [...SHARED, ...STORES, 'readers', 'paywall'],
  paywall: SHARED,
  urls: [],
  time: [],
  text: ['urls', 'time', ...SHOWN],
  config: [],
  db: ['time'],
  mail: ['text', 'time', 'db:types'],
  services: COMPOSED,
  serving: COMPOSED,
  server: COMPOSED,
  middleware: COMPOSED,
  scripts: [...COMPOSED, 'server'],
  client: [...SHARED, 'search'],
  components: [...SHARED, ...SHOWN, 'styles', 'client'],
  layouts: [...SHARED, ...SHOWN, 'components', 'styles', 'client'],
  pages: [...DOMAIN, ...SHARED, 'services', 'components', 'layouts', 'styles', 'client'],
  tests: [...COMPOSED, 'server', 'scripts', 'components', 'layouts', 'client'],
};
const SINGLE_FILES = ['paywall', 'urls', 'time', 'config', 'services', 'server', 'middleware'];
const USES_ASTRO = ['pages', 'components', 'layouts', 'middleware'];
const USES_STRIPE = ['subscriptions', 'tests'];
const NEVER_READS_THE_CLOCK = [...DOMAIN, ...SHARED, 'components', 'layouts', 'pages'];

const everyPart = [...Object.keys(MAY_IMPORT), 'styles'].join('|');
const folders = DOMAIN.filter((name) => name !== 'paywall')
  .concat('db', 'mail', 'serving')
  .join('|');

function filesOf(part) {
  if (part === 'scripts' || part === 'tests') return [`${part}/**/*.ts`];
  return SINGLE_FILES.includes(part) ? [`src/${part}.ts`, `src/${part}.test.ts`] : [`src/${part}/**/*.{ts,astro}`];
}

function importRules(part, also = []) {
  const allowed = [...MAY_IMPORT[part], ...also];
  const outside = SINGLE_FILES.includes(part) ? '^\\./' : '^(?:\\.\\./)+(?:src/)?';
  const own = `(?!${part}/)`;
  const types = allowed.filter((name) => name.endsWith(':types')).map((name) => name.slice(0, -':types'.length));
  const known = [part, ...allowed.filter((name) => !name.endsWith(':types')), ...types].join('|');
  const list = `${part} may import ${allowed.join(', ') || 'no other part'}: CONTRIBUTING.md says why.`;
  const patterns = [
    { regex: `${outside}(?!(?:${known})[./])(?:${everyPart})[./]`, message: list },
    {
      // What a query is made of is the same in the browser, which can not open a database.
      regex: `${outside}${own}(?!search/(?:distance|synonyms|words|quick-(?:extract|ranking|text))\\.ts$)(${folders})/(?!\\1\\.ts$)`,
      message: 'Enter a folder by the file that bears its name.',
    },
    { regex: '^\\.\\.?/(?:.*/)?[^./]+$', message: 'Node runs this file as it is: write the extension.' },
    { regex: `${outside}${own}text/(?!fr\\.ts$)`, message: 'Enter text/ by text/fr.ts.' },
  ];
  if (types.length > 0) {
    const regex = `${outside}(?:${types.join('|')})[./]`;
    patterns.push({ regex, allowTypeImports: true, message: `With "import type" only: ${list}` });
  }
  if (!USES_ASTRO.includes(part))
    patterns.push({ regex: '^astro:', message: `astro:* is for ${USES_ASTRO.join(', ')}.` });
  if (!USES_STRIPE.includes(part)) {
    const allowTypeImports = part === 'scripts';
    patterns.push({ regex: '^stripe(/|$)', allowTypeImports, message: 'Only subscriptions uses stripe.' });
  }
  return ['error', { patterns }];
}

const DYNAMIC_IMPORT = { selector: 'ImportExpression', message: 'Import at the top of the file.' };
const ENVIRONMENT = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'Only config.ts reads the environment.',
};
const SHAPE = [
  { selector: 'ExportAllDeclaration[exportKind!="type"]', message: 'No barrels: import from the file that has it.' },
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  { selector: 'ClassDeclaration:not([superClass.name=/Error$/])', message: 'No classes save errors: write functions.' },
];
const CLOCK = [
  'NewExpression[callee.name="Date"][arguments.length=0]',
  'CallExpression[callee.name="Date"]',
  'MemberExpression[object.name="Date"][property.name="now"]',
  'MemberExpression[object.name="Temporal"][property.name="Now"]',
].map((selector) => ({
  selector,
  message: '`now` is passed in; the clock is read by server.ts, middleware.ts and scripts.',
}));

function syntaxRules(part) {
  const rules = part === 'server' ? [...SHAPE] : [...SHAPE, DYNAMIC_IMPORT];
  if (part !== 'config') rules.push(ENVIRONMENT);
  if (NEVER_READS_THE_CLOCK.includes(part)) rules.push(...CLOCK);
  return ['error', ...rules];
}

const parts = Object.keys(MAY_IMPORT);

export default defineConfig(
  { ignores: ['dist/', 'data/', '.astro/', '.cache/', '.vitest/', 'node_modules/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  tseslint.configs.strict,
  tseslint.configs.stylistic,
  astro.configs.recommended,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/return-await': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    rules: {
      eqeqeq: 'error',
      'no-undef': 'off',
      'object-shorthand': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['{src,scripts}/**/*.{ts,mjs}'],
    ignores: ['**/*.test.ts', 'src/text/**'],
    rules: { 'max-lines': ['error', { max: 250, skipComments: true, skipBlankLines: true }] },
  },
  parts.map((part) => ({
    files: filesOf(part),
    rules: { 'no-restricted-imports': importRules(part), 'no-restricted-syntax': syntaxRules(part) },
  })),
  parts.map((part) => ({
    files: filesOf(part).map((glob) => [glob, '{tests/**/*,**/*.test,**/*.d}.ts']),
    rules: { 'no-restricted-imports': importRules(part, ['tests']), 'no-restricted-syntax': 'off' },
  })),
  {
    files: ['scripts/{chromium,steps,bench/processes}.ts'],
    rules: { 'no-restricted-syntax': ['error', ...SHAPE, DYNAMIC_IMPORT] },
  },
  {
    // Nothing of search as you type is loaded before it is opened.
    files: ['src/client/{quick-engine,search-opener}.ts'],
    rules: { 'no-restricted-syntax': ['error', ...SHAPE, ENVIRONMENT] },
  },
);
