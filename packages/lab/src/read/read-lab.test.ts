import { expect, test } from 'vitest'
import { readLab } from './read-lab.ts'

const SMALL = 'title: Hello\ncontainers:\n  box: { image: base }\n'

const WHOLE = {
  'lab.yml': `title: Two containers
containers:
  shell:
    image: base
    user: student
    ports: { web: 8080 }
  db:
    dockerfile: db/Dockerfile
    command: image
    terminal: false
    limits: { cpu: 0.25, memory: 128M }
    ports: { admin: { port: 9000, open: true } }
home: { size: 64M }
egress: { allow: [deb.debian.org, "example.org:8443"] }
times: { expires: 45m, deadline: 3h, delete: 2w }
setup: scripts/setup.sh
solve: { run: "true", container: db, timeout: 2m }
checks:
  - { name: one, title: Make a file, run: test -e /x, auto: true, points: 3 }
`,
  'db/Dockerfile': 'FROM base\n',
  'scripts/setup.sh': 'echo ready\n',
  'instructions/2.md': 'no heading\n',
  'instructions/1.md': '# First\nHello {{student}}\n\n```run terminal=2\nls\n```\n\n```check one\n```\n',
}

function wrongOf(files: Record<string, string>) {
  const read = readLab(files)
  return read.kind === 'wrong' ? read.problems : []
}

test('the smallest lab has everything filled in', () => {
  expect(readLab({ 'lab.yml': SMALL })).toMatchObject({
    kind: 'ok',
    spec: {
      containers: [
        {
          ...{ name: 'box', image: 'base', dockerfile: null, command: null, terminal: true, ports: [] },
          limits: { cpu: 0.5, burst: 1, memory: 256 * 1024 ** 2, pids: 256, disk: 1024 ** 3 },
        },
      ],
      home: { container: 'box', path: '/root', bytes: 512 * 1024 ** 2 },
      egress: { kind: 'none' },
      times: { expires: 5400, deadline: 10_800, archive: 604_800 },
      ...{ scripts: {}, checks: [], pages: [] },
    },
  })
})

test('a whole lab is read with its files', () => {
  expect(readLab(WHOLE)).toMatchObject({
    kind: 'ok',
    spec: {
      containers: [
        { name: 'shell', ports: [{ name: 'web', port: 8080, open: false }] },
        { name: 'db', dockerfile: 'db/Dockerfile', command: [], ports: [{ name: 'admin', open: true }] },
      ],
      home: { container: 'shell', path: '/home/student', bytes: 64 * 1024 ** 2 },
      egress: {
        kind: 'allow',
        hosts: [
          { host: 'deb.debian.org', ports: [80, 443] },
          { host: 'example.org', ports: [8443] },
        ],
      },
      times: { expires: 2700, deadline: 10_800, delete: 1_209_600 },
      scripts: {
        setup: { container: 'shell', text: 'echo ready\n', timeout: 60 },
        solve: { container: 'db', text: 'true', timeout: 120 },
      },
      checks: [{ name: 'one', script: { text: 'test -e /x', timeout: 10 }, auto: true, points: 3 }],
      pages: [
        {
          title: 'First',
          blocks: [
            { tag: 'p', children: [{ text: 'Hello {{student}}' }] },
            { action: { kind: 'run', terminal: 2, container: null, text: 'ls' } },
            { action: { kind: 'check', name: 'one', title: 'Make a file' } },
          ],
        },
        { title: '2' },
      ],
    },
  })
})

test.each([
  [`${SMALL}  web: { image: a, dockerfile: b }\n`, 'a, dock', 'say image or dockerfile'],
  [`${SMALL}setup: scripts/no.sh\n`, 'scripts/no.sh', 'setup: there is no file scripts/no.sh'],
  [`${SMALL}checks: [{ name: a, run: x, container: web }]\n`, 'web }', 'checks.1.container: there is no'],
  [`${SMALL}checks: [{ name: a, run: x }, { name: a, run: y }]\n`, 'a, run: y', 'there is a check a above'],
  [`${SMALL}checks: [{ name: a }]\n`, 'a }', 'say file or run'],
  [`${SMALL}times: { idle: soon }\n`, 'soon', 'write it as 45s, 90m, 2h or 7d'],
  [`${SMALL}times: { idle: 1s }\n`, '1s', 'give 1m to 7d'],
  [`${SMALL}times: { expires: 2h, deadline: 1h }\n`, '1h', 'is before it expires'],
  [`${SMALL}egress: { allow: ["*.example.org"] }\n`, '"*.exa', 'is no host'],
  [`${SMALL}home: { container: web }\n`, 'web', 'there is no container web'],
  [`${SMALL}home: /proc\n`, '/proc', 'not at or below /proc'],
  [`${SMALL}home: { path: /root/../dev }\n`, '/root', 'without . and ..'],
  [`${SMALL}home: /\n`, '/', 'an absolute path'],
  [`${SMALL}instructions: [a.md]\n`, 'a.md', 'instructions.1: there is no file a.md'],
  [`${SMALL}sleep: 1h\n`, 'sleep', 'sleep is not known. It may have title'],
  ['title: x\ncontainers: {}\n', '{}', 'name at least one'],
  ['title: x\ncontainers: { Box: { image: a } }\n', 'Box', 'use a-z, 0-9 and -'],
  ['title: x\ncontainers: { box: { image: a, limits: { memory: 1M } } }\n', '1M', 'is no size'],
  ['title: "x\n', '', 'quote'],
])('what is wrong is told with its place: %j', (text, place, message) => {
  const [problem] = wrongOf({ 'lab.yml': text })
  const { line, column } = problem ?? { line: 0, column: 0 }
  expect(problem).toMatchObject({ file: 'lab.yml', message: expect.stringContaining(message) })
  expect((text.split('\n')[line - 1] ?? '').slice(column - 1).startsWith(place)).toBe(true)
})

test('all that is wrong is told', () => {
  const text = `${SMALL}setup: a.sh\nsolve: b.sh\nhome: { container: web }\n`
  expect(wrongOf({ 'lab.yml': text })).toHaveLength(3)
})

test.each([
  ['```check two\n```', 1, 'there is no check two'],
  ['a\n\n```run terminal=99\nls\n```', 3, 'terminal is a number'],
  ['```run\necho {{student}}\n```', 1, 'use $BERTH_STUDENT'],
  ['```run as=root\nls\n```', 1, '"as=root" is not known of run'],
  ['```open port=none\n```', 1, 'there is no port none'],
  ['```file path=etc\n```', 1, 'begin it with /'],
])('an action that cannot be is told with its line: %j', (text, line, message) => {
  const files = { ...WHOLE, 'instructions/1.md': text }
  expect(wrongOf(files)[0]).toMatchObject({
    ...{ file: 'instructions/1.md', line },
    message: expect.stringContaining(message),
  })
})

test('code that is no action stays code', () => {
  const read = readLab({ 'lab.yml': SMALL, 'instructions/1.md': '```sh\nls\n```\n<b onclick=x>hi</b>' })
  expect(read).toMatchObject({ kind: 'ok', spec: { pages: [{ blocks: [{ tag: 'pre' }, { tag: 'p' }] }] } })
})

test.each([
  [{}, 'the lab has no lab.yml'],
  [{ 'lab.yml': SMALL, '../x': '' }, 'is no path of a lab'],
  [{ 'lab.yml': SMALL, __proto__: null, 'a/../b': '' }, 'is no path of a lab'],
  [{ 'lab.yml': SMALL, 'big.txt': 'x'.repeat(300_000) }, 'is longer than 256 KiB'],
  [{ 'lab.yml': SMALL, 'a.bin': 'a\0b' }, 'is no text'],
  [Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`f${i}`, ''])), 'more than 100 files'],
])('a folder that is none of a lab is refused', (files, message) => {
  expect(wrongOf(files as Record<string, string>)[0]?.message).toContain(message)
})

test.each([
  ['brackets', `title: x\ncontainers: ${'{a: '.repeat(60_000)}`],
  ['dashes', `title: x\ncontainers:\n  ${'- '.repeat(100_000)}`],
  ['a long line', `title: ${'x'.repeat(200_000)}`],
  ['many checks', `${SMALL}checks: [${'{name: a},'.repeat(5000)}]`],
  ['many keys', `${SMALL}env: {${Array.from({ length: 5000 }, (_, i) => `a${i}: 1,`).join('')}}`],
  [
    'many containers',
    `title: x\ncontainers:\n${Array.from({ length: 3000 }, (_, i) => `  a${i}: 1\n`).join('')}`,
  ],
])('a hostile file is refused, and soon: %s', (_name, text) => {
  expect(wrongOf({ 'lab.yml': text }).length).toBeGreaterThan(0)
})
