/** How files of a source are read, wherever it lies; paths are relative to the folder that is built. */
export type SourceReader = {
  /** undefined when it is not there, or is no small text */
  text(path: string): Promise<string | undefined>
  /** of any size */
  has(path: string): Promise<boolean>
}

/** What is known of a source before a stack is chosen: decisions about it need no more IO. */
export type SourceFacts = {
  text(name: FactText): string | undefined
  has(name: FactText | FactFile): boolean
}

/** Files whose content decides. */
const TEXTS = [
  'package.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  '.nvmrc',
  '.node-version',
  'requirements.txt',
  'pyproject.toml',
  '.python-version',
  'runtime.txt',
] as const

/** Files that decide by being there. */
const FILES = [
  'package-lock.json',
  'npm-shrinkwrap.json',
  '.npmrc',
  '.yarnrc',
  '.yarnrc.yml',
  'server.js',
  'index.js',
  'app.js',
  'manage.py',
  'main.py',
  'app.py',
  'index.html',
  '404.html',
  'public/index.html',
  'public/404.html',
] as const

type FactText = (typeof TEXTS)[number]
type FactFile = (typeof FILES)[number]

export async function readFacts(source: SourceReader): Promise<SourceFacts> {
  const texts = new Map(
    await Promise.all(TEXTS.map(async (name) => [name, await source.text(name)] as const)),
  )
  const there = new Set<string>()
  for (const name of [...TEXTS, ...FILES]) if (await source.has(name)) there.add(name)
  return { text: (name) => texts.get(name), has: (name) => there.has(name) }
}
