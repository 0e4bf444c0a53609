import { expect, test, vi } from 'vitest'
import { labReading } from './lab-reading.ts'
import { readLab } from './read-lab.ts'

vi.setConfig({ testTimeout: 120_000 })

const HEAD = 'title: Hello\ncontainers: { box: { image: base } }\n'
const TIMES = 16
/** between what grows as its length does (16) and what grows as its square does (256), nearer to the square */
const MOST_GROWTH = 100

type Make = (length: number) => string
const lines = (length: number, line: (at: number) => string) => {
  let text = ''
  for (let at = 0; text.length < length; at++) text += line(at)
  return text
}

const PAGES: Readonly<Record<string, Make>> = {
  brackets: (length) => '['.repeat(length),
  pictures: (length) => '!['.repeat(length / 2),
  'emphasis that does not end': (length) => '*a **'.repeat(length / 5),
  'references of many lines': (length) => '[\n'.repeat(length / 2),
  'quotes that go on lazily': (length) => `> a\n${'a\n'.repeat(length / 2)}`,
  'backticks of all lengths': (length) => lines(length, (at) => `${'`'.repeat(at + 1)} `),
  'a long line': (length) => 'a '.repeat(length / 2),
  'wide tables': (length) => `${'|a'.repeat(length / 4)}\n${'|-'.repeat(length / 4)}\n`,
}

const YAML: Readonly<Record<string, Make>> = {
  'names for parts': (length) => `${HEAD}x:\n${lines(length, (at) => ` - &a${at} 1\n - *a${at}\n`)}`,
  'one name that is used often': (length) => `${HEAD}x: &a 1\ny:\n${' - *a\n'.repeat(length / 6)}`,
  'many keys': (length) => HEAD + lines(length, (at) => `k${at}: 1\n`),
  'the same key': (length) => HEAD + 'a: 1\n'.repeat(length / 5),
  'lists in one line': (length) => `${HEAD}x: [${'[],'.repeat(length / 3)}]`,
  'a long line': (length) => `${HEAD}x: "${'a\\n'.repeat(length / 3)}"`,
  'keys in keys': (length) => `${HEAD}${'a: '.repeat(length / 3)}`,
  comments: (length) => HEAD + '#\n'.repeat(length / 2),
}

/** Of several tries the quickest, in time of this process alone: others of the machine count little. */
function costOf(files: Record<string, string>, tries: number): number {
  const costs = Array.from({ length: tries }, () => {
    const before = process.cpuUsage()
    readLab(files)
    const { user, system } = process.cpuUsage(before)
    return user + system
  })
  return Math.max(50, Math.min(...costs)) // microseconds; less cannot be told from nothing
}

test.each(Object.entries(PAGES))(
  'instructions of %s take a time that grows with their length',
  (_of, make) => {
    const cost = (length: number, tries: number) =>
      costOf({ 'lab.yml': HEAD, 'instructions/1.md': make(length) }, tries)
    cost(2048, 3)
    expect(cost(4096 * TIMES, 2) / cost(4096, 8)).toBeLessThan(MOST_GROWTH)
  },
)

test.each(Object.entries(YAML))('a lab.yml of %s takes a time that grows with its length', (_of, make) => {
  const cost = (length: number, tries: number) => costOf({ 'lab.yml': make(length) }, tries)
  cost(2048, 3)
  expect(cost(2048 * TIMES, 2) / cost(2048, 5)).toBeLessThan(MOST_GROWTH)
})

test('names for parts that stand for billions, and what is nested without end, are refused', () => {
  const laughs = lines(4000, (at) => {
    const of = at === 0 ? 'x' : `*b${at - 1}`
    return `b${at}: &b${at} [${Array.from({ length: 9 }, () => of).join(', ')}]\n`
  })
  for (const [text, said] of [
    [HEAD + laughs, 'alias'],
    [`${HEAD}x: &a 1\ny:\n${' - *a\n'.repeat(200)}`, 'aliases more than 100'],
    [`${HEAD}x: ${'['.repeat(50_000)}`, 'nested too deeply'],
    [`${HEAD}x: ${'{a: '.repeat(50_000)}`, 'nested too deeply'],
    [`${HEAD}x: ${'- '.repeat(50_000)}`, 'nested too deeply'],
  ] as const) {
    const reading = labReading({ 'lab.yml': text })
    expect(reading.kind === 'wrong' && reading.problems[0].message).toContain(said)
  }
})

test('more Markdown than a class can read is refused before it is read', () => {
  const page = (length: number) => 'a'.repeat(length)
  const read = (pages: readonly number[]) =>
    labReading({
      'lab.yml': HEAD,
      ...Object.fromEntries(pages.map((length, at) => [`instructions/${at}.md`, page(length)])),
    })
  expect(read([64 * 1024, 64 * 1024, 64 * 1024])).toMatchObject({ kind: 'ok' })
  expect(read([64 * 1024 + 1])).toMatchObject({
    problems: [{ file: 'instructions/0.md', message: 'is longer than 64 KiB' }],
  })
  expect(read([1, 2, 3, 4, 5].map(() => 60 * 1024))).toMatchObject({ kind: 'wrong' })
})
