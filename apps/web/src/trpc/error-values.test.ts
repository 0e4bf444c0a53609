import { createTranslator } from 'next-intl'
import { expect, test } from 'vitest'
import en from '../../messages/en.json' with { type: 'json' }
import zh from '../../messages/zh-CN.json' with { type: 'json' }
import { ERROR_PARAMETERS, errorValues } from './error-values.ts'

test('an error that says what it is about has values for its sentence', () => {
  const details = { image: 'hello:9', tags: ['1', '2'] }
  expect(errorValues({ code: 'image.not_found', message: '', details })).toEqual({
    code: 'image.not_found',
    values: { image: 'hello:9', tags: '1, 2' },
  })
})

test('amounts of memory are said as sizes', () => {
  const details = { about: 'apps', resource: 'memory', asked: 512 * 1024 ** 2, left: 0, quota: 1024 ** 3 }
  expect(errorValues({ code: 'quota.exceeded', message: '', details })?.values).toMatchObject({
    asked: '512 MiB',
    quota: '1 GiB',
  })
})

test('a quota that a volume asks too much of is told in the words of volumes', () => {
  const say = (
    about: string,
    [locale, { errorAbout }]: readonly ['en' | 'zh-CN', Pick<typeof en, 'errorAbout'>],
  ) => {
    const details = { about, resource: 'disk', asked: 1024 ** 3, left: 0, quota: 1024 ** 3 }
    const { values } = errorValues({ code: 'quota.exceeded', message: '', details }) ?? {}
    return createTranslator({ locale, messages: errorAbout })('quota.exceeded', values)
  }
  expect(say('volumes', ['en', en])).toMatch(/Delete a volume or snapshots/)
  expect(say('volumes', ['zh-CN', zh])).toMatch(/请删除卷或快照，或联系所有者。$/)
  expect(say('apps', ['en', en])).toMatch(/Stop something, lower the limit, or ask the owner\.$/)
  expect(say('apps', ['zh-CN', zh])).toMatch(/请停止部分应用/)
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
