/**
 * How a Lambda's bundle is made. The package step, the bundle gates and the bench all use these options, so
 * that what is measured is what is deployed.
 */
const path = require('node:path');
const esbuild = require('esbuild');

/**
 * Ways to credentials that a Lambda never goes: it has them in its environment, the first place looked.
 * Imported by the SDK only when that fails, and then found in the runtime's own copy. Saves 147 KB of 362.
 */
const NEVER_NEEDED = [
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-web-identity',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/nested-clients',
  '@smithy/credential-provider-imds',
  // Answers that are streams of events: no call of ours has one.
  '@smithy/core/event-streams',
];

const base = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  // The ESM build first: only it can be shaken.
  mainFields: ['module', 'main'],
  external: NEVER_NEEDED,
  metafile: false,
  sourcemap: false,
  legalComments: 'none',
  logLevel: 'error',
  // `import('x')` becomes a require, which finds a CommonJS file's names where Node's own import would not.
  supported: { 'dynamic-import': false },
};

/**
 * A package that our own code imports with `await import('…')` becomes a file of its own beside the bundle,
 * read only when it is wanted: fuzzy pinyin and traditional characters cost a cold start nothing.
 */
const lazyPackages = {
  name: 'lazy-packages',
  setup(build) {
    const made = new Map();
    build.onResolve({ filter: /^[^./]/ }, async ({ path: wanted, kind, importer, resolveDir }) => {
      if (kind !== 'dynamic-import' || wanted.startsWith('node:') || importer.includes('node_modules')) return undefined;
      if (NEVER_NEEDED.includes(wanted)) return undefined;
      const name = `${wanted.replace(/^@/, '').replace(/[^a-z0-9-]+/gi, '-')}.js`;
      if (!made.has(name)) made.set(name, writeChunk(build, wanted, resolveDir, name));
      await made.get(name);
      return { path: `./lazy/${name}`, external: true };
    });
  },
};

async function writeChunk(build, wanted, resolveDir, name) {
  const { outdir, write } = build.initialOptions;
  await esbuild.build({
    ...base,
    stdin: { contents: `export * from ${JSON.stringify(wanted)};`, resolveDir, sourcefile: name },
    outfile: path.join(outdir ?? '.', 'lazy', name),
    write: write !== false,
  });
}

/** serverless-esbuild calls this for its options. */
module.exports = () => ({ ...base, concurrency: 2, zipConcurrency: 2, packager: 'npm', exclude: [], plugins: [lazyPackages] });
/** For gates and bench: the same, without the plugin's own settings. */
module.exports.esbuildOptions = { ...base, plugins: [lazyPackages] };
