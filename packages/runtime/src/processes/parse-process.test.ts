import { expect, test } from 'vitest'
import { parseProcess } from './parse-process.ts'

const numbers = `S 1 9 9 0 -1 4194560 98 0 0 0 12 30 0 0 20 0 1 0 5000 4300800 200`
const files = {
  stat: `812 (a) b) ${numbers}`,
  status: 'Name:\ta) b\nNSpid:\t812\t7\nUid:\t101000\t101000\t101000\t101000\nVmRSS:\t    1024 kB\n',
  cmdline: ['sleep', '100', ''].join('\0'),
  firstId: 100_000,
}

test('a process is told as its container numbers it', () => {
  expect(parseProcess(files)).toEqual({
    pid: 7,
    uid: 1000,
    state: 'S',
    memoryBytes: 1024 * 1024,
    cpuMs: 420,
    command: 'sleep 100',
  })
})

test('one without arguments or memory is told by its name', () => {
  const zombie = { ...files, cmdline: '', status: files.status.replace(/VmRSS.*\n/, '') }
  expect(parseProcess(zombie)).toMatchObject({ memoryBytes: 0, command: '[a) b]' })
})

test('who is not inside, or not of its ids, is not told', () => {
  expect(parseProcess({ ...files, status: files.status.replace('812\t7', '812') })).toBeUndefined()
  expect(parseProcess({ ...files, firstId: 200_000 })).toBeUndefined()
})

test('arguments of a hostile length are cut', () => {
  expect(parseProcess({ ...files, cmdline: 'x'.repeat(1_000_000) })?.command).toHaveLength(1000)
})
