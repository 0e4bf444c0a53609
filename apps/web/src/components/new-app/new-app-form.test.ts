import { DEFAULT_LIMITS } from '@berth/core/limits.ts'
import { expect, test } from 'vitest'
import { EMPTY_FORM, nameFromImage, readNewApp } from './new-app-form.ts'

test('an empty form names what is missing', () => {
  expect(readNewApp(EMPTY_FORM)).toEqual({ bad: ['name', 'image'], badLimits: [], badRun: [] })
})

test('a filled form becomes one request, with nothing in it that was left empty', () => {
  expect(readNewApp({ ...EMPTY_FORM, name: 'hello', image: ' hello:1 ' })).toEqual({
    request: { app: 'hello', image: 'hello:1', ...DEFAULT_LIMITS },
  })
  expect(readNewApp({ ...EMPTY_FORM, name: 'hello', image: 'a', port: '8080', env: 'A=1' })).toEqual({
    request: { app: 'hello', image: 'a', port: 8080, env: { A: '1' }, ...DEFAULT_LIMITS },
  })
})

test('how it runs is asked for only where it is said', () => {
  const run = { ...EMPTY_FORM.run, command: 'serve it', check: 'none' as const, readOnly: true }
  expect(readNewApp({ ...EMPTY_FORM, name: 'hello', image: 'a', run })).toEqual({
    request: {
      ...{ app: 'hello', image: 'a', ...DEFAULT_LIMITS, command: ['serve', 'it'] },
      ...{ health: { kind: 'none' }, options: { readOnly: true } },
    },
  })
})

test('what is wrong is named field by field', () => {
  const form = { ...EMPTY_FORM, name: 'admin', image: 'a b', port: '0', env: 'what' }
  expect(readNewApp(form)).toEqual({
    ...{ bad: ['name', 'image', 'port', 'env'], badLimits: [], badRun: [] },
  })
})

test('an image suggests a name', () => {
  expect(['hello', 'team/hello:2', 'localhost:7070/library/my_App@sha256:ab', ''].map(nameFromImage)).toEqual(
    ['hello', 'hello', 'my-app', ''],
  )
})
