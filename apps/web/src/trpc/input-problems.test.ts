import { expect, test } from 'vitest'
import en from '../../messages/en.json' with { type: 'json' }
import { FAULT_PARAMETERS, inputProblems } from './input-problems.ts'

const refused = (...problems: object[]) =>
  inputProblems({ code: 'input.invalid', message: '', details: { problems } })

test('what is wrong with each field is found with its values', () => {
  expect(
    refused(
      { path: 'port', message: '…', fault: { kind: 'too-much', limit: '65535', unit: 'none' } },
      { path: 'image', message: '…', fault: { kind: 'missing' } },
    ),
  ).toEqual([
    { kind: 'too-much', values: { field: 'port', limit: '65535', unit: 'none' } },
    { kind: 'missing', values: { field: 'image' } },
  ])
})

test('one that only the server has words for leaves them all to the other sentence', () => {
  const known = { path: 'image', message: '…', fault: { kind: 'missing' } }
  expect(refused(known, { path: 'port', message: '…' })).toBeUndefined()
  expect(refused(known, { path: 'port', message: '…', fault: { kind: 'new' } })).toBeUndefined()
  expect(refused({ path: 'port', message: '…', fault: { kind: 'type' } })).toBeUndefined()
  expect(refused()).toBeUndefined()
})

test('the catalog has a sentence for each, which names just these', () => {
  for (const [kind, names] of Object.entries(FAULT_PARAMETERS)) {
    const sentence = Reflect.get(en.inputProblem, kind)
    const placeholders = new Set([...String(sentence).matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]))
    placeholders.delete('field')
    expect([...placeholders].filter((name) => name !== 'items' && name !== 'characters')).toEqual([...names])
  }
})
