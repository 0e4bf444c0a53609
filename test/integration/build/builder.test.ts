import { execFileSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BuildWorld, openBuildWorld } from './support/build-world.ts'

let world: BuildWorld

beforeAll(async () => {
  world = await openBuildWorld()
})

afterAll(() => world.close())

/** What an image has beside its base. */
async function added(image: Awaited<ReturnType<BuildWorld['image']>>): Promise<string[]> {
  const base = new Set((await world.tree({ ...image, layers: image.layers.slice(0, 1) })).split('\n'))
  return (await world.tree(image)).split('\n').filter((line) => !base.has(line))
}

test('a Dockerfile becomes an image in the registry, with what its steps made', async () => {
  const image = await world.image({
    Dockerfile: `FROM busybox
WORKDIR /srv/app
COPY page.html /srv/app/
RUN echo from a command > made && chmod 640 made
CMD ["cat", "page.html"]
`,
    'page.html': 'hello',
  })
  expect(await added(image)).toEqual([
    './srv d 755 0:0 ',
    './srv/app d 755 0:0 ',
    './srv/app/made f 640 0:0 ',
    './srv/app/page.html f 644 0:0 ',
  ])
  expect(await world.file(image, 'srv/app/made')).toBe('from a command\n')
  expect(image.config.config).toMatchObject({ Cmd: ['cat', 'page.html'], WorkingDir: '/srv/app' })
})

const TWO_STAGES = (text: string) => ({
  Dockerfile: `FROM busybox AS unneeded
RUN exit 1
FROM busybox AS made
COPY in /in
RUN cat /in > /out
FROM busybox
COPY --from=made /out /result
RUN cat /result
`,
  in: text,
})

test('the same source again runs nothing and gives the same image; another content runs what reads it', async () => {
  const first = await world.build(TWO_STAGES('one'))
  const again = await world.build(TWO_STAGES('one'))
  const other = await world.build(TWO_STAGES('two'))
  expect(first.report).toMatchObject({ state: 'succeeded', ran: 4, cached: 0 })
  expect(again.report).toMatchObject({ state: 'succeeded', ran: 0, cached: 4, digest: first.report.digest })
  expect(other.report).toMatchObject({ state: 'succeeded', ran: 4, cached: 0 })
  expect(again.output).toContain('CACHED')
  expect(first.output).toMatch(/#\d+ one\n/)
  const anew = await world.build(TWO_STAGES('one'), { recipe: { ...RECIPE, noCache: true } })
  expect(anew.report).toMatchObject({ state: 'succeeded', ran: 4, cached: 0 })
})

const RECIPE = { kind: 'auto' as const, args: {}, labels: {}, secrets: [], noCache: false }

test('what another repository has not got is brought there, though nothing had to run', async () => {
  const { report: first } = await world.build(TWO_STAGES('elsewhere'))
  const target = { repository: 'acme/elsewhere', tag: 'latest' }
  const { report, output } = await world.build(TWO_STAGES('elsewhere'), { target })
  expect(report, output).toMatchObject({ state: 'succeeded', ran: 0, digest: first.digest })
})

test('another tenant finds nothing of what was built before', async () => {
  const { report } = await world.build(TWO_STAGES('one'), {
    tenant: { id: 'ten_aaaaaaaaaaaaaaaa', name: 'other' },
  })
  expect(report).toMatchObject({ ran: 4, cached: 0 })
})

test('a command that fails ends the build with its line, its code and what it said', async () => {
  const { report, output } = await world.build({
    Dockerfile: 'FROM busybox\nRUN echo before\nRUN echo why >&2; exit 7\nRUN echo never\n',
  })
  expect(report).toMatchObject({
    state: 'failed',
    failure: { kind: 'step', exitCode: 7, line: 3, file: 'Dockerfile', text: 'RUN echo why >&2; exit 7' },
  })
  expect(output).toContain('why')
  expect(output).toMatch(/^#\d+ ERROR$/m)
  expect(output).not.toMatch(/#\d+ never/)
})

test('a file that is not there, a user that is not there and a program that is not there are told with their lines', async () => {
  const cases: readonly [string, number][] = [
    ['FROM busybox\nCOPY missing /\n', 2],
    ['FROM busybox\nCOPY --chown=somebody Dockerfile /\n', 2],
    ['FROM busybox\n\nRUN ["/no/such"]\n', 3],
  ]
  for (const [Dockerfile, line] of cases) {
    const { report } = await world.build({ Dockerfile })
    expect(report.failure).toMatchObject({ kind: 'step', line })
  }
})

test('what was written wrong is told before anything runs', async () => {
  const { report } = await world.build({ Dockerfile: 'FROM busybox\nRUM echo\n' })
  expect(report.failure).toMatchObject({ kind: 'syntax', line: 2 })
  expect((await world.build({ other: '' })).report.failure).toMatchObject({ kind: 'no-recipe' })
  const missing = await world.build(
    { Dockerfile: 'FROM busybox\n' },
    { recipe: { ...RECIPE, directory: 'no' } },
  )
  expect(missing.report.failure).toMatchObject({ kind: 'source' })
})

test('files are copied with owners, modes, patterns and exceptions, over links of the image', async () => {
  const image = await world.image({
    Dockerfile: `FROM busybox
RUN mkdir -p /data/real /etc && ln -s /data/real /link && echo 'app:x:1000:1001::/:/bin/sh' > /etc/passwd
COPY --chown=app *.txt /link/
COPY --chown=7:8 --chmod=600 tree /tree
COPY --exclude=**/skip tree /less/
COPY --parents tree/deep/leaf /kept/
COPY a.txt new.txt
COPY <<EOF /here
written here
EOF
RUN --mount=type=bind,target=/src cat /src/a.txt > /bound
`,
    'a.txt': 'a',
    'b.txt': 'b',
    'tree/deep/leaf': 'leaf',
    'tree/skip': 'skip',
    '.dockerignore': 'b.txt\n',
  })
  const files = (await world.tree(image)).split('\n')
  expect(files).toEqual(
    expect.arrayContaining([
      './data/real/a.txt f 644 1000:1001 ',
      './link l 777 0:0 /data/real',
      './tree d 600 7:8 ',
      './tree/deep/leaf f 600 7:8 ',
      './less/deep/leaf f 644 0:0 ',
      './kept/tree/deep/leaf f 644 0:0 ',
      './new.txt f 644 0:0 ',
      './here f 644 0:0 ',
    ]),
  )
  expect(files.filter((line) => /b\.txt|less\/skip|\/src/.test(line))).toEqual([])
  expect(await world.file(image, 'bound')).toBe('a')
  expect(await world.file(image, 'here')).toBe('written here\n')
})

test('links of a source lead to nothing outside of it', async () => {
  const folder = execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim()
  execFileSync('ln', ['-s', '/etc/passwd', `${folder}/out`])
  execFileSync('ln', ['-s', '../../../../etc', `${folder}/up`])
  execFileSync('sh', ['-c', 'printf "FROM busybox\nCOPY $1 /taken\n" > "$0/Dockerfile"', folder, 'out'])
  execFileSync('tar', ['-cf', `${folder}.tar`, '-C', folder, '.'])
  expect((await world.build(`${folder}.tar`)).report.failure).toMatchObject({ kind: 'step', line: 2 })
  execFileSync('sh', [
    '-c',
    'printf "FROM busybox\nCOPY $1 /taken\n" > "$0/Dockerfile"',
    folder,
    'up/hostname',
  ])
  execFileSync('tar', ['-cf', `${folder}.tar`, '-C', folder, '.'])
  expect((await world.build(`${folder}.tar`)).report.failure).toMatchObject({ kind: 'step', line: 2 })
  execFileSync('rm', ['-r', folder, `${folder}.tar`])
})

test('secrets, caches and scripts are there for a step, and in no layer and no output', async () => {
  const files = {
    Dockerfile: `FROM busybox
RUN --mount=type=secret,id=key --mount=type=secret,id=key,env=KEY cat /run/secrets/key; echo $KEY; echo $KEY | wc -c > /length
RUN --mount=type=cache,target=/cache echo more >> /cache/log; wc -l < /cache/log > /lines
RUN --mount=type=tmpfs,target=/scratch echo x > /scratch/x
RUN <<EOF
#!/bin/sh
echo $0 > /script
EOF
RUN --network=none ip link | grep -c '^[0-9]' > /links
`,
  }
  const secrets = { key: 'a-very-secret-value' }
  const first = await world.build(files, { secrets })
  expect(first.report.failure).toBeUndefined()
  const image = await world.pull(first.report.digest ?? '')
  expect(await world.file(image, 'length')).toBe('20\n')
  expect(await world.file(image, 'lines')).toBe('1\n')
  expect(await world.file(image, 'links')).toBe('1\n')
  expect(first.output).not.toContain('a-very-secret-value')
  expect(JSON.stringify(image.config)).not.toContain('a-very-secret-value')
  expect((await added(image)).map((line) => line.split(' ')[0])).toEqual([
    './length',
    './lines',
    './links',
    './script',
  ])
  const again = await world.build(files, { secrets, recipe: { ...RECIPE, noCache: true } })
  expect(await world.file(await world.pull(again.report.digest ?? ''), 'lines')).toBe('2\n')
})

test('an archive is unpacked by ADD, an address is fetched, and its checksum is held against it', async () => {
  const content = Buffer.from('fetched')
  const server = createServer((_, response) => void response.end(content))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`
  const sum = createHash('sha256').update(content).digest('hex')
  const archive = execFileSync('tar', ['-cz', '-C', '/etc', 'hostname'])
  const image = await world.image({
    Dockerfile: `FROM busybox\nADD a.tgz /unpacked/\nADD --checksum=sha256:${sum} ${url} /got/\n`,
    'a.tgz': archive,
  })
  expect(await world.tree(image)).toContain('./unpacked/hostname f')
  expect(await world.file(image, 'got/file')).toBe('fetched')
  const wrong = await world.build({
    Dockerfile: `FROM busybox\nADD --checksum=sha256:${'0'.repeat(64)} ${url} /got/\n`,
  })
  expect(wrong.report.failure).toMatchObject({ kind: 'step', line: 2 })
  server.close()
})

test('with a date the same source gives the same image, whenever it is built', async () => {
  const files = {
    Dockerfile: 'FROM busybox\nWORKDIR /a\nCOPY in /a/in\nRUN echo x > /a/made\n',
    in: 'in',
  }
  const recipe = { ...RECIPE, noCache: true, sourceDateEpoch: 1_700_000_000 }
  const first = await world.build(files, { recipe })
  await new Promise((resolve) => setTimeout(resolve, 1100))
  const second = await world.build(files, { recipe })
  expect(second.report).toMatchObject({ state: 'succeeded', digest: first.report.digest, ran: 3 })
})

test('stages that do not need each other run beside each other', async () => {
  const { report, output } = await world.build({
    Dockerfile: `FROM busybox AS one
RUN echo one-begins; sleep 1; echo one-ends; echo 1 > /1
FROM busybox AS two
RUN echo two-begins; sleep 1; echo two-ends; echo 2 > /2
FROM busybox
COPY --from=one /1 /
COPY --from=two /2 /
`,
  })
  expect(report.failure).toBeUndefined()
  const ends = output.search(/#\d+ (one|two)-ends/)
  expect(Math.max(output.search(/#\d+ one-begins/), output.search(/#\d+ two-begins/))).toBeLessThan(ends)
})

test('of steps side by side, the one that failed says so, and the one that was ended for it does not', async () => {
  const { report, output } = await world.build({
    Dockerfile: `FROM busybox AS one
RUN sleep 3600
FROM busybox AS two
RUN echo fails; exit 3
FROM busybox
COPY --from=one / /
COPY --from=two / /
`,
  })
  expect(report).toMatchObject({ state: 'failed', failure: { kind: 'step', exitCode: 3, line: 4 } })
  const [, failing] = /^#(\d+) fails$/m.exec(output) ?? []
  expect(output.match(/^#[1-9]\d* ERROR$/gm)).toEqual([`#${failing} ERROR`])
})
