import { expect, test } from 'vitest'
import { languageOf } from './language-of.ts'

test('a file is of the language that its name ends with', () => {
  expect(languageOf('src/app.PY')).toBe('python')
  expect(languageOf('berth.yml')).toBe('yaml')
})

test('Dockerfiles are known by their name', () => {
  expect(languageOf('build/Dockerfile')).toBe('dockerfile')
  expect(languageOf('Dockerfile.worker')).toBe('dockerfile')
})

test('others are plain text', () => {
  expect(languageOf('LICENSE')).toBeUndefined()
  expect(languageOf('a.constructor')).toBeUndefined()
})
