import { expect, test } from 'vitest'
import type { StageInstruction } from '../ast/instruction.ts'
import { parseDockerfile } from './parse-dockerfile.ts'

const only = (text: string): StageInstruction => {
  const [instruction] = parseDockerfile(`FROM a\n${text}`).stages[0]?.instructions ?? []
  if (!instruction) throw new Error('nothing was parsed')
  return instruction
}

const refused = (text: string): unknown => {
  try {
    parseDockerfile(text)
  } catch (error) {
    return error
  }
  return undefined
}

test('directives are read before anything else, and only there', () => {
  const text = '# syntax=docker/dockerfile:1\n# Escape = `\n# check=skip=A,B;error=true\nFROM a\n'
  expect(parseDockerfile(text).directives).toEqual({
    syntax: 'docker/dockerfile:1',
    escape: '`',
    check: { skip: new Set(['a', 'b']), error: true },
  })
  expect(parseDockerfile('# a comment\n# escape=`\nFROM a').directives.escape).toBe('\\')
  expect(parseDockerfile('\n# escape=`\nFROM a').directives.escape).toBe('\\')
})

test('a directive that is given twice, or an escape that is none, is refused with its line', () => {
  expect(refused('# escape=`\n# escape=`\nFROM a')).toMatchObject({ details: { line: 2 } })
  expect(refused('# escape=x\nFROM a')).toMatchObject({ message: /"x" is not an escape character/ })
})

test('lines are continued, with comments and empty lines between them', () => {
  expect(only('RUN a \\\n# why\n  b \\  \n\n  c')).toMatchObject({ command: { line: 'a   b   c' } })
  expect(only('RUN a \\\\')).toMatchObject({ command: { line: 'a \\\\' } })
  expect(parseDockerfile('# escape=`\nFROM a\nRUN a `\n b\\').stages[0]?.instructions[0]).toMatchObject({
    command: { line: 'a  b\\' },
  })
  expect(parseDockerfile('FROM a\r\nRUN b \\\r\n c\r\n').stages[0]?.instructions[0]).toMatchObject({
    command: { line: 'b  c' },
  })
})

test('a place is the line and column where something was written, also on continued lines', () => {
  const copy = only('COPY a \\\n  b /c/')
  expect(copy).toMatchObject({
    place: { line: 2, column: 1 },
    sources: [
      { path: 'a', place: { line: 2, column: 6 } },
      { path: 'b', place: { line: 3, column: 3, text: '  b /c/' } },
    ],
  })
})

test('stages have a name in lower case, and what stands before the first is for FROM', () => {
  const { preamble, stages } = parseDockerfile('ARG V=1\nFROM a:$V AS Build\nRUN x\nFROM --platform=$P Build')
  expect(preamble).toMatchObject([{ args: [{ name: 'V', value: '1' }] }])
  expect(stages).toMatchObject([
    { name: 'build', from: { image: 'a:$V', alias: 'Build' } },
    { name: null, from: { image: 'Build', platform: '$P' } },
  ])
})

test.each([
  ['', /no instruction/],
  ['# nothing', /no instruction/],
  ['ARG a', /no FROM/],
  ['RUN a', /before the first FROM/],
  ['FROM', /FROM is written/],
  ['FROM a b', /FROM is written/],
  ['FROM a AS 1', /cannot be the name of a stage/],
  ['FROM a\nRUM x', /"RUM" is not an instruction \(did you mean RUN\?\)/],
  ['FROM a\nRUN', /RUN has no command/],
  ['FROM a\nRUN --mont=x y', /no flag --mont \(did you mean --mount\?\)/],
  ['FROM a\nRUN --network=none --network=none y', /given twice/],
  ['FROM a\nRUN --network=some y', /--network is default or none or host/],
  ['FROM a\nCOPY x', /one of them is missing/],
  ['FROM a\nCOPY --from=$x a b', /--from takes no variables/],
  ['FROM a\nCOPY --link=maybe a b', /true or false/],
  ['FROM a\nCOPY <<A <<B\nA\nB', /destination of COPY cannot be a here-document/],
  ['FROM a\nENV a', /a name and no value/],
  ['FROM a\nENV a=1 b', /no = in "b"/],
  ['FROM a\nARG', /ARG has no name/],
  ['FROM a\nSHELL /bin/sh', /JSON array/],
  ['FROM a\nCMD ["a", 1]', /JSON array of strings/],
  ['FROM a\nWORKDIR', /no argument/],
  ['FROM a\nVOLUME [""]', /empty/],
  ['FROM a\nEXPOSE', /no port/],
  ['FROM a\nHEALTHCHECK NONE x', /takes no arguments/],
  ['FROM a\nHEALTHCHECK CMD', /no command/],
  ['FROM a\nHEALTHCHECK RUN x', /CMD or NONE/],
  ['FROM a\nHEALTHCHECK --interval=1x CMD a', /a time such as/],
  ['FROM a\nHEALTHCHECK --interval=1us CMD a', /at least 1ms/],
  ['FROM a\nHEALTHCHECK --retries=-1 CMD a', /number of times/],
  ['FROM a\nONBUILD', /no instruction/],
  ['FROM a\nONBUILD FROM b', /cannot be a trigger/],
  ['FROM a\nONBUILD ONBUILD RUN b', /cannot be a trigger/],
  ['FROM a\nRUN <<EOF\nx', /has no end/],
])('%j is refused in one sentence', (text, sentence) => {
  expect(refused(text)).toMatchObject({ code: 'dockerfile.invalid', message: sentence })
})

test('commands are in exec form as a JSON array of strings, and for the shell otherwise', () => {
  expect(only('RUN ["a", "b c"]')).toMatchObject({ command: { form: 'exec', words: ['a', 'b c'] } })
  expect(only('RUN [ -d /x ]')).toMatchObject({ command: { form: 'shell', line: '[ -d /x ]' } })
  expect(only('CMD []')).toMatchObject({ command: { form: 'exec', words: [] } })
  expect(only("CMD ['a']")).toMatchObject({ command: { form: 'shell' } })
})

test('pairs keep quotes and escapes, and the old form takes the rest of the line', () => {
  expect(only('ENV a="b c" d=e\\ f g=\'$h\' i=')).toMatchObject({
    pairs: [
      { name: 'a', value: '"b c"' },
      { name: 'd', value: 'e\\ f' },
      { name: 'g', value: "'$h'" },
      { name: 'i', value: '' },
    ],
  })
  expect(only('ENV a b  c=d')).toMatchObject({ pairs: [{ name: 'a', value: 'b  c=d', legacy: true }] })
  expect(only('LABEL "a b"="c"')).toMatchObject({ pairs: [{ name: '"a b"', value: '"c"' }] })
})

test('here-documents follow their line, several of them, quoted or with tabs taken off', () => {
  const copy = only('COPY <<a <<-"b" src /d/\nx $y\na\n\tz\n\tb\n')
  expect(copy).toMatchObject({
    sources: [{ path: 'src' }],
    inline: [
      { name: 'a', content: 'x $y\n', expands: true, chomp: false, place: { line: 2, column: 6 } },
      { name: 'b', content: '\tz\n', expands: false, chomp: true, place: { line: 2, column: 10 } },
    ],
  })
  expect(only('RUN <<EOF cat\n# no comment\nEOF')).toMatchObject({
    command: { line: '<<EOF cat', documents: [{ content: '# no comment\n' }] },
  })
  expect(only('RUN echo "<<EOF"')).toMatchObject({ command: { documents: [] } })
  expect(only('RUN ["cat", "<<EOF"]')).toMatchObject({ command: { form: 'exec' } })
  expect(only('RUN cat <<<word')).toMatchObject({ command: { documents: [] } })
})

test('a trigger of ONBUILD is kept as it was written, with its here-documents', () => {
  expect(only('ONBUILD RUN <<EOF\nx\nEOF')).toMatchObject({ trigger: 'RUN <<EOF\nx\nEOF' })
})

test('flags may be quoted, and -- ends them', () => {
  expect(only('COPY --chown="a b" -- --x y')).toMatchObject({
    chown: 'a b',
    sources: [{ path: '--x' }],
    destination: 'y',
  })
  expect(only('RUN --mount=type=bind,\\"source=a,b\\",target=/x,ro y')).toMatchObject({
    mounts: [
      {
        fields: [
          { name: 'type', value: 'bind' },
          { name: 'source', value: 'a,b' },
          { name: 'target', value: '/x' },
          { name: 'ro', value: null },
        ],
      },
    ],
  })
})

test('times are nanoseconds, and 0 is as if it was not given', () => {
  expect(
    only('HEALTHCHECK --interval=1m30s --timeout=0.5s --start-period=0s --retries=2 CMD x'),
  ).toMatchObject({
    check: { interval: 90e9, timeout: 5e8, retries: 2 },
  })
  expect(only('HEALTHCHECK --start-period=0s CMD x')).not.toHaveProperty('check.startPeriod')
})

test('a Dockerfile without end is refused before it is read', () => {
  expect(refused(`FROM a\n${'#'.repeat(2 ** 20)}`)).toMatchObject({ message: /1 MiB/ })
  expect(refused(`FROM a\n${'RUN x\n'.repeat(2001)}`)).toMatchObject({ message: /2000 instructions/ })
})

test('a statement of a hundred thousand lines is read at once', () => {
  const lines = 'a \\\n'.repeat(100_000)
  expect(only(`COPY ${lines} /b`)).toMatchObject({ destination: '/b', sources: { length: 100_000 } })
  const words = Array.from({ length: 50_000 }, () => '"\\u0061"').join(',')
  expect(only(`COPY [${words}, "/b"]`)).toMatchObject({ destination: '/b' })
})
