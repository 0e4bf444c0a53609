import { expect, test } from 'vitest'
import en from '../../messages/en.json' with { type: 'json' }
import { ERROR_PARAMETERS, errorValues } from './error-values.ts'

test('an error that says what it is about has values for its sentence', () => {
  const details = { image: 'hello:9', tags: ['1', '2'] }
  expect(errorValues({ code: 'image.not_found', message: '', details })).toEqual({
    code: 'image.not_found',
    values: { image: 'hello:9', tags: '1, 2' },
  })
})

test('amounts of memory are said as sizes', () => {
  const details = { resource: 'memory', asked: 512 * 1024 ** 2, left: 0, quota: 1024 ** 3 }
  expect(errorValues({ code: 'quota.exceeded', message: '', details })?.values).toMatchObject({
    asked: '512 MiB',
    quota: '1 GiB',
  })
})

test('an input that is refused names the fields, unless it is refused as a whole', () => {
  const valuesOf = (...paths: string[]) => {
    const details = { problems: paths.map((path) => ({ path, message: 'it is empty' })) }
    return errorValues({ code: 'input.invalid', message: '', details })?.values
  }
  expect(valuesOf('port', 'limits.cpu')).toEqual({ problems: 'port, limits.cpu' })
  expect(valuesOf('')).toBeUndefined()
})

test('without all of them the sentence of the code alone must do', () => {
  expect(errorValues({ code: 'image.not_found', message: '', details: {} })).toBeUndefined()
  expect(errorValues({ code: 'disk.full', message: '', details: {} })).toBeUndefined()
})

test('the catalog has a sentence for each, which names just these details', () => {
  for (const [code, names] of Object.entries(ERROR_PARAMETERS)) {
    const [area = '', what = ''] = code.split('.')
    const message: unknown = Reflect.get(Reflect.get(en.errorAbout, area), what)
    const named = [...String(message).matchAll(/\{(\w+)[,}]/g)].map((match) => match[1])
    expect(new Set(named), code).toEqual(new Set(names))
  }
})
