import { expect, test } from 'vitest'
import { createCommandLog, formatLine } from './command-log.ts'

const NOW = new Date('2026-01-02T03:04:05.006Z')

test('lines have the shape that tools read from runc', () => {
  expect(JSON.parse(formatLine('json', 'error', 'a "b"\nc', NOW))).toEqual({
    level: 'error',
    msg: 'a "b"\nc',
    time: '2026-01-02T03:04:05.006Z',
  })
  expect(formatLine('text', 'warning', 'a "b"', NOW)).toBe(
    'time="2026-01-02T03:04:05.006Z" level=warning msg="a \\"b\\""\n',
  )
})

test('without a file, an error is its message, and debug lines are written only when they are asked for', () => {
  const said: string[] = []
  const options = {
    file: undefined,
    format: 'text',
    now: () => NOW,
    stderr: (text: string) => void said.push(text),
  } as const
  createCommandLog({ ...options, debug: false })('debug', 'x')
  createCommandLog({ ...options, debug: false })('error', 'it failed')
  createCommandLog({ ...options, debug: true })('debug', 'y')
  expect(said).toEqual(['it failed\n', 'time="2026-01-02T03:04:05.006Z" level=debug msg="y"\n'])
})
