import { expect, test } from 'vitest'
import { parseProcfile } from './parse-procfile.ts'

test('each line is a process and its command', () => {
  expect(parseProcfile('# all\nweb: node server.js --port $PORT\r\n\nworker:  ./work: hard\n')).toEqual({
    web: 'node server.js --port $PORT',
    worker: './work: hard',
  })
})

test.each([
  ['web node server.js', 1],
  ['web: a\nweb: b', 2],
  ['web: a\n__proto__: b', 2],
])('what is no process is told with its line: %j', (text, line) => {
  expect(() => parseProcfile(text)).toThrow(
    expect.objectContaining({ failure: expect.objectContaining({ kind: 'syntax', file: 'Procfile', line }) }),
  )
})
