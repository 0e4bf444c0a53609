import { expect, test } from 'vitest'
import { LAUNCH } from '../plan/operation.ts'
import { launchFlags } from './launch-flags.ts'

const BACKGROUND = { stays: false, consoleSocket: undefined }
const FOREGROUND = { stays: true, consoleSocket: undefined }

test('a process without a terminal is stayed with when it is in the foreground', () => {
  expect(launchFlags({}, BACKGROUND)).toBe(0)
  expect(launchFlags({ terminal: false }, FOREGROUND)).toBe(LAUNCH.stays)
})

test('a terminal is relayed in the foreground, unless a socket takes it', () => {
  expect(launchFlags({ terminal: true }, FOREGROUND)).toBe(LAUNCH.stays | LAUNCH.relays)
  expect(launchFlags({ terminal: true }, { stays: true, consoleSocket: '/s' })).toBe(LAUNCH.stays)
})

test('in the background somebody must take the terminal', () => {
  expect(launchFlags({ terminal: true }, { stays: false, consoleSocket: '/s' })).toBe(0)
  expect(() => launchFlags({ terminal: true }, BACKGROUND)).toThrow('--console-socket')
})
