// Bundles an app's entries into dist/: `node ../../infra/bundle.mjs src/main.ts src/setup.ts --external next`
// `--script`: each as one CommonJS file, which Node starts sooner; for programs that end at once
import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

const DAY_MS = 24 * 60 * 60 * 1000

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    external: { type: 'string', multiple: true, default: [] },
    script: { type: 'boolean', default: false },
  },
})

const { metafile } = await build({
  entryPoints: positionals,
  outdir: 'dist',
  entryNames: '[name]',
  chunkNames: 'chunk-[hash]',
  bundle: true,
  platform: 'node',
  target: 'node24',
  sourcemap: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  external: ['node-pty', '*.node', ...values.external],
  ...(values.script ? asScript() : asModules()),
})
await prune('dist', new Set(Object.keys(metafile.outputs).map((file) => path.basename(file))))

function asModules() {
  return {
    format: 'esm',
    splitting: true,
    // bundled CommonJS still calls require for Node's own modules, and asks for its folder
    banner: {
      js: "import { createRequire as berthRequire } from 'node:module'; const require = berthRequire(import.meta.url), __dirname = import.meta.dirname;",
    },
  }
}

function asScript() {
  return {
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    minify: true,
    define: { 'import.meta.dirname': '__dirname' },
  }
}

/** Chunks of earlier builds go after a day: until then a process that runs may still load them. */
async function prune(folder, current) {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name)
    const { mtimeMs } = await stat(file)
    if (!current.has(name) && Date.now() - mtimeMs > DAY_MS) await rm(file, { recursive: true })
  }
}
