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
  // Chinese as itself, not as \\uXXXX: half the size.
  charset: 'utf8',
  logLevel: 'error',
  // `import('x')` becomes a require, which finds a CommonJS file's names where Node's own import would not.
  supported: { 'dynamic-import': false },
};

/**
 * What our own code asks for with `await import('…')`, or with `require('…')` where it cannot wait, becomes a file of
 * its own beside the bundle, read only when it is wanted: a package (fuzzy pinyin, traditional characters), or a file
 * of ours named `later` (the parts of the chat that few turns need). They cost a cold start nothing. Such a part
 * carries its own copy of what it shares with the bundle, so nothing in it may rest on a variable of a module.
 */
const lazyPackages = (folderOf, prefix = './lazy/', parts = []) => ({
  name: 'lazy-packages',
  setup(build) {
    const made = new Map();
    const apart = async (name, wanted, resolveDir, plugins) => {
      const folder = folderOf(build.initialOptions);
      if (!made.has(name)) made.set(name, writeChunk(build, wanted, resolveDir, path.join(folder, name), plugins));
      const built = await made.get(name);
      if (plugins.length > 0 && !parts.some((part) => part.name === name)) parts.push({ name, ...built });
      return { path: `${prefix}${name}`, external: true };
    };
    build.onResolve({ filter: /^[^./]/ }, async ({ path: wanted, kind, importer, resolveDir }) => {
      const lazy = kind === 'dynamic-import' || kind === 'require-call';
      if (!lazy || wanted.startsWith('node:') || importer.includes('node_modules')) return undefined;
      if (NEVER_NEEDED.includes(wanted)) return undefined;
      return apart(`${wanted.replace(/^@/, '').replace(/[^a-z0-9-]+/gi, '-')}.js`, wanted, resolveDir, []);
    });
    build.onResolve({ filter: /^\.{1,2}\/(.*\/)?later$/ }, async ({ path: wanted, kind, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const room = path.basename(path.dirname(path.join(resolveDir, wanted)));
      const nested = lazyPackages(() => folderOf(build.initialOptions), './');
      return apart(`${room}-later.js`, wanted, resolveDir, [onlyVersions, mapForCache, pdfkitForRequire, nested]);
    });
  },
});

async function writeChunk(build, wanted, resolveDir, outfile, plugins) {
  const { minify = true, write } = build.initialOptions;
  const { outputFiles, metafile } = await esbuild.build({
    ...base,
    minify,
    stdin: { contents: `export * from ${JSON.stringify(wanted)};`, resolveDir, sourcefile: path.basename(outfile) },
    outfile,
    plugins,
    write: write !== false,
    metafile: true,
  });
  return { text: outputFiles?.[0]?.text, metafile };
}

/** The SDK reads its version from its package.json, and would carry the whole file for it. */
const onlyVersions = {
  name: 'only-versions',
  setup(build) {
    build.onLoad({ filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]package\.json$/ }, ({ path: file }) => ({
      contents: JSON.stringify({ version: require(file).version }),
      loader: 'json',
    }));
  },
};

/**
 * The SDK's client for DynamoDB keeps addresses it has discovered in a cache from a library of 7 KB. It discovers none
 * unless told to (AWS_ENABLE_ENDPOINT_DISCOVERY), and for the one address there is a Map does the same.
 */
const mapForCache = {
  name: 'map-for-cache',
  setup(build) {
    build.onLoad({ filter: /mnemonist[\\/]lru-cache\.js$/ }, () => ({
      contents:
        'module.exports = class extends Map { constructor() { super(); } peek(key) { return this.get(key); } };',
      loader: 'js',
    }));
  },
};

/** Its build for `import` finds its files by `import.meta.url`, which a CommonJS bundle does not have; the one for `require` does not need it. */
const pdfkitForRequire = {
  name: 'pdfkit-for-require',
  setup(build) {
    build.onResolve({ filter: /^pdfkit$/ }, () => ({ path: require.resolve('pdfkit') }));
  },
};

/**
 * Why a rule is assumed is read in the API and its documents. The chat says a rule's sentence and no more, so its
 * bundle does without these texts, half of a policy pack.
 */
const packsWithoutWhy = {
  name: 'packs-without-why',
  setup(build) {
    const [entry] = build.initialOptions.entryPoints ?? [];
    if (path.basename(String(entry ?? ''), '.ts') !== 'wechat') return;
    build.onLoad({ filter: /[\\/]policy[\\/]packs[\\/][^\\/]+\.json$/ }, ({ path: file }) => ({
      contents: JSON.stringify(require(file), (name, value) => (name === 'why' ? undefined : value)),
      loader: 'json',
    }));
  },
};

const beside = ({ outdir }) => path.join(outdir ?? '.', 'lazy');
/** serverless-esbuild puts what lies under `__only_<function>/` into that function's zip and no other. */
const inItsZipOnly = ({ outdir, entryPoints }) => {
  const build_folder = path.join(outdir, '..');
  return path.join(build_folder, `__only_${path.basename(entryPoints[0], '.ts')}`, path.basename(outdir), 'lazy');
};

/** serverless-esbuild calls this for its options. `skipRebuild`: a build that fails must end, not hang on open contexts. */
module.exports = () => ({
  ...base,
  concurrency: 2,
  zipConcurrency: 2,
  skipRebuild: true,
  packager: 'npm',
  exclude: [],
  plugins: [onlyVersions, mapForCache, packsWithoutWhy, lazyPackages(inItsZipOnly)],
});
/** For gates and bench: the same, without the plugin's own settings; lazy parts lie beside the bundle. */
module.exports.esbuildOptions = {
  ...base,
  plugins: [onlyVersions, mapForCache, packsWithoutWhy, lazyPackages(beside)],
};
/** The same; what becomes a part of our own, loaded later, is added to `parts` (name, text, metafile). */
module.exports.optionsWithParts = (parts) => ({
  ...base,
  plugins: [onlyVersions, mapForCache, packsWithoutWhy, lazyPackages(beside, './lazy/', parts)],
});
