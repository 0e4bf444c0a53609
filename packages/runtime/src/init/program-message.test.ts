import { expect, test } from 'vitest'
import { createAnswerReader, type ProgramAnswer, programMessage } from './program-message.ts'

test('a program is asked for with its arguments and its input', () => {
  const bytes = programMessage(7, ['ip', '-batch'], 'x\n')
  expect(bytes.readUInt32LE(0)).toBe(bytes.length - 4)
  expect(bytes.toString('latin1', 4)).toBe(
    '\x07\0\0\0\x02\0\0\0\x02\0\0\0ip\0\x06\0\0\0-batch\0\x02\0\0\0x\n',
  )
})

test('an argument that would end early is refused', () => {
  expect(() => programMessage(1, ['a\0b'], '')).toThrow('NUL')
})

test('answers that come in pieces are put together', () => {
  const one = answerBytes(3, 2, 'out', 'no')
  const bytes = Buffer.concat([one, answerBytes(4, 0, '', '')])
  const heard: ProgramAnswer[] = []
  const read = createAnswerReader((answer) => heard.push(answer))
  for (const byte of bytes) read(Buffer.of(byte))
  expect(heard).toEqual([
    { number: 3, result: { code: 2, output: 'out', errors: 'no' } },
    { number: 4, result: { code: 0, output: '', errors: '' } },
  ])
})

function answerBytes(number: number, code: number, output: string, errors: string): Buffer {
  const head = (...values: number[]) => Buffer.concat(values.map((value) => Buffer.of(value, 0, 0, 0)))
  const length = 16 + output.length + errors.length
  return Buffer.concat([
    head(length, number, code, output.length),
    Buffer.from(output),
    head(errors.length),
    Buffer.from(errors),
  ])
}
