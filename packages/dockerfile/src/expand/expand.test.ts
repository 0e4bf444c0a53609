import { expect, test } from 'vitest'
import { expand } from './expand.ts'
import { newWork } from './work.ts'

const VALUES: Readonly<Record<string, string>> = {
  foo: 'foobarbaz',
  empty: '',
  path: 'a/b/c.tar.gz',
  sp: 'x  y',
}

const place = { line: 3, column: 1, text: '' }
const run = (text: string, more: { escape?: string; rawQuotes?: boolean } = {}) =>
  expand(text, { lookup: (name) => VALUES[name], escape: '\\', place, work: newWork(), ...more })

test.each([
  ['plain', 'plain'],
  ['$foo', 'foobarbaz'],
  ['${foo}', 'foobarbaz'],
  ['$foo.x', 'foobarbaz.x'],
  ['$fooo', ''],
  ['\\$foo', '$foo'],
  ['\\\\$foo', '\\foobarbaz'],
  ["'$foo'", '$foo'],
  ['"$foo"', 'foobarbaz'],
  ['"\\$foo \\" \\n"', '$foo " \\n'],
  ['a\'b\'c"d"e', 'abcde'],
  ['$', '$'],
  ['$ x', '$ x'],
  ['$1x', 'x'],
  ['$?', ''],
  ['${empty:-d}', 'd'],
  ['${empty-d}', ''],
  ['${unset-d}', 'd'],
  ['${unset:-$foo}', 'foobarbaz'],
  ['${unset:-${unset:-x}}', 'x'],
  ['${unset:-"a b"}', 'a b'],
  ['${foo:+x}', 'x'],
  ['${empty:+x}', ''],
  ['${empty+x}', 'x'],
  ['${unset+x}', ''],
  ['${foo:?no}', 'foobarbaz'],
  ['${empty?no}', ''],
  ['${foo#foo}', 'barbaz'],
  ['${foo#*b}', 'arbaz'],
  ['${foo##*b}', 'az'],
  ['${foo%b*}', 'foobar'],
  ['${foo%%b*}', 'foo'],
  ['${path%.gz}', 'a/b/c.tar'],
  ['${path##*/}', 'c.tar.gz'],
  ['${path#?/}', 'b/c.tar.gz'],
  ['${foo#x}', 'foobarbaz'],
  ['${foo/ba/X}', 'fooXrbaz'],
  ['${foo//ba/X}', 'fooXrXz'],
  ['${foo/b*a/X}', 'fooXz'],
  ['${foo//b?/}', 'foorz'],
  ['${path/\\//-}', 'a-b/c.tar.gz'],
  ['${path//\\//-}', 'a-b-c.tar.gz'],
  ['é$foo', 'éfoobarbaz'],
  ['${empty//x/y}', ''],
])('%s becomes %j', (text, value) => {
  expect(run(text).value).toBe(value)
})

test.each([
  ["'a", /single quote/],
  ['"a', /double quote/],
  ['${', /without its/],
  ['${}', /no variable/],
  ['${:x}', /no variable/],
  ['${{x}}', /no variable/],
  ['${foo', /without its/],
  ['${foo:-x', /has no "}"/],
  ['${foo^^}', /unknown modifier "\^"/],
  ['${foo:=x}', /unknown modifier ":="/],
  ['${foo/x}', /has no "\/"/],
  ['${empty:?set it}', /^empty: set it$/],
  ['${unset?}', /^unset: it has to be set$/],
  ['${foo#\\a}', /is no pattern/],
])('%s is refused', (text, sentence) => {
  expect(() => run(text)).toThrow(
    expect.objectContaining({
      code: 'dockerfile.invalid',
      message: expect.stringMatching(sentence) as unknown,
    }) as Error,
  )
})

test('another escape character escapes, and then a backslash is one', () => {
  expect(run('`$foo \\$foo', { escape: '`' }).value).toBe('$foo \\foobarbaz')
})

test('in a here-document quotes are text', () => {
  expect(run('"$foo" \'$foo\' \\$foo', { rawQuotes: true }).value).toBe('"foobarbaz" \'foobarbaz\' $foo')
})

test('words are split by the spaces of variables too, but not of quotes', () => {
  expect(run('a $sp "b  c" d\\ e').words).toEqual(['a', 'x', 'y', 'b  c', 'd e'])
})

test('names that are not set are told, unless a modifier says what to do then', () => {
  expect(run('$a ${b} ${c:-x} ${d+y} $foo').missing).toEqual(['a', 'b'])
})

test('a value that grows without end, or a pattern of many stars, ends with an error', () => {
  const huge = 'a'.repeat(1_000_000)
  const text = `\${x//${'*a'.repeat(200)}b/}`
  const options = { lookup: () => huge, escape: '\\', place, work: newWork(1_000_000) }
  expect(() => expand(text, options)).toThrow(/too large, or their patterns too slow/)
})
