import { expect, test } from 'vitest'
import { parseProcessCommands } from './process-commands.ts'

test.each([
  ['worker=node worker.js', { worker: { command: ['node', 'worker.js'] } }],
  ['worker=node  worker.js --queue=mail', { worker: { command: ['node', 'worker.js', '--queue=mail'] } }],
  [
    'worker=node worker.js --port $PORT',
    { worker: { command: ['/bin/sh', '-c', 'node worker.js --port $PORT'] } },
  ],
  ['worker=A=1 node worker.js', { worker: { command: ['/bin/sh', '-c', 'A=1 node worker.js'] } }],
  ['clock=sleep 1 && exit', { clock: { command: ['/bin/sh', '-c', 'sleep 1 && exit'] } }],
  ['worker=', { worker: null }],
])('%s', (word, expected) => expect(parseProcessCommands([word])).toEqual(expected))

test('what is no pair is refused with how to write it', () => {
  expect(() => parseProcessCommands(['worker'])).toThrow("write it as worker='node worker.js'")
  expect(() => parseProcessCommands(['Work=x'])).toThrow('is not NAME=COMMAND')
})
