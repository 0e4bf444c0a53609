import { parseDockerfile } from '@berth/dockerfile'
import { expect, test } from 'vitest'
import { detectStack } from './detect-stack.ts'
import { readFacts } from './source-facts.ts'

type Files = Readonly<Record<string, string>>

async function detect(files: Files, web?: string) {
  const source = {
    text: async (path: string) => files[path],
    has: async (path: string) => path in files,
  }
  return detectStack(await readFacts(source), { web, only: undefined })
}

async function planned(files: Files, web?: string) {
  const found = await detect(files, web)
  if (found.kind === 'problem') throw new Error(found.message)
  // what is generated is a Dockerfile
  expect(parseDockerfile(found.dockerfile).stages.length).toBeGreaterThan(0)
  return found
}

const json = (value: object) => JSON.stringify(value)

test('a Node app without anything to build is installed before its code is there', async () => {
  const { dockerfile, facts } = await planned({
    'package.json': json({ scripts: { start: 'node server.js' }, dependencies: { ms: '1' } }),
    'package-lock.json': '{}',
  })
  const at = (text: string) => dockerfile.indexOf(text)
  expect(at('COPY package.json package-lock.json ./')).toBeGreaterThan(0)
  expect(at('npm ci')).toBeGreaterThan(at('COPY package.json'))
  expect(at('COPY . .')).toBeGreaterThan(at('npm ci'))
  expect(dockerfile).toContain('CMD ["/bin/sh","-c","exec node server.js"]')
  expect(facts).toContainEqual({ name: 'start', value: 'node server.js' })
})

test('what only builds need is in another stage than what runs', async () => {
  const { dockerfile } = await planned({
    'package.json': json({
      scripts: { start: 'node dist/main.js', build: 'tsc' },
      devDependencies: { typescript: '6' },
    }),
    'package-lock.json': '{}',
  })
  const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '))
  expect(last).toContain('COPY --from=production /app/node_modules node_modules')
  expect(last).not.toContain('npm run build')
  expect(dockerfile).toContain('npm run build')
})

test.each([
  [{ 'yarn.lock': '# yarn lockfile v1' }, 'yarn@1.22.22', 'yarn install --frozen-lockfile'],
  [{ 'yarn.lock': '__metadata:\n  version: 8' }, '@yarnpkg/cli-dist@', 'yarn install --immutable'],
  [{ 'pnpm-lock.yaml': "lockfileVersion: '9.0'" }, 'pnpm@10', 'pnpm install --frozen-lockfile'],
  [{ 'pnpm-lock.yaml': "lockfileVersion: '6.0'" }, 'pnpm@8', 'pnpm install --frozen-lockfile'],
])('the lock file chooses the package manager: %j', async (lock, program, install) => {
  const { dockerfile } = await planned({
    'package.json': json({ scripts: { start: 'x' } }),
    ...lock,
  } as Files)
  expect(dockerfile).toContain(`npm install --global --no-audit --no-fund ${program}`)
  expect(dockerfile).toContain(install)
})

test('packageManager of package.json chooses the version, and nothing else gets into the recipe by it', async () => {
  const lock = { 'pnpm-lock.yaml': '' }
  const one = await planned({
    'package.json': json({ scripts: { start: 'x' }, packageManager: 'pnpm@9.1.0+sha512.ab' }),
    ...lock,
  })
  expect(one.dockerfile).toContain('pnpm@9.1.0\n')
  const bad = await planned({
    'package.json': json({ scripts: { start: 'x' }, packageManager: 'pnpm@9.1\nRUN evil' }),
    ...lock,
  })
  expect(bad.dockerfile).not.toContain('evil')
})

test.each([
  ['>=18', 24],
  ['^20.0.0 || ^22.1.0', 22],
  ['20.x', 20],
  ['>=18 <21', 20],
  ['18 - 26', 24],
  ['*', 24],
  ['nonsense', 24],
])('engines %s run on Node %i', async (node, major) => {
  const { dockerfile } = await planned({
    'package.json': json({ engines: { node }, scripts: { start: 'x' } }),
  })
  expect(dockerfile).toContain(`FROM node:${major} `)
})

test('scripts around an install, and packages of the source, need all of the source before it', async () => {
  for (const more of [
    { scripts: { start: 'x', postinstall: 'y' } },
    { workspaces: ['a'], scripts: { start: 'x' } },
  ]) {
    const { dockerfile } = await planned({ 'package.json': json(more), 'package-lock.json': '{}' })
    expect(dockerfile.indexOf('COPY . .')).toBeLessThan(dockerfile.indexOf('npm ci'))
  }
})

test('a site that Node builds is served without Node', async () => {
  const { dockerfile } = await planned({ 'package.json': json({ scripts: { build: 'tsc && vite build' } }) })
  const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '))
  expect(last).toMatch(/^FROM busybox\nCOPY --from=build \/app\/dist \/srv\/www\n/)
})

test('a Procfile says how any of them starts', async () => {
  const { dockerfile } = await planned({ 'requirements.txt': 'flask' }, 'gunicorn app:app -b :$PORT')
  expect(dockerfile).toContain('exec gunicorn app:app -b :$PORT')
  const shell = await planned({}, 'cd web && ./serve')
  expect(shell).toMatchObject({ name: 'procfile' })
  expect(shell.dockerfile).toContain('CMD ["/bin/sh","-c","cd web && ./serve"]')
})

test('requirements that name other files need all of the source before they are installed', async () => {
  const alone = await planned({ 'requirements.txt': 'flask==3\n', 'main.py': '' })
  expect(alone.dockerfile).toContain('COPY requirements.txt ./')
  const more = await planned({ 'requirements.txt': '-r base.txt\n', 'main.py': '' })
  expect(more.dockerfile).not.toContain('COPY requirements.txt ./')
})

test('a site of files is served, with its own page for what is not there', async () => {
  const site = await planned({ 'public/index.html': '', 'public/404.html': '' })
  expect(site.dockerfile).toContain('COPY public /srv/www')
  expect(site.dockerfile).toContain('E404:/srv/www/404.html')
})

test.each([
  [{ 'package.json': '{}' }, 'package.json has no start script'],
  [{ 'package.json': '[1' }, 'package.json is no JSON object'],
  [{ 'requirements.txt': '', 'manage.py': '' }, 'gunicorn'],
  [
    { 'readme.md': '' },
    'Looked for: Dockerfile; package.json (Node); requirements.txt or pyproject.toml (Python);',
  ],
])('what is missing is said in one sentence: %j', async (files, sentence) => {
  expect(await detect(files as Files)).toMatchObject({
    kind: 'problem',
    message: expect.stringContaining(sentence),
  })
})
